-- Names in every kind of quotes.
CREATE TABLE "we;ird""" ("a'b" INT, [select] TEXT, `x``y` TEXT, 'in apostrophes' INT, größe INT, "key" TEXT, CHECK ("Größe" IS NULL OR größe > 0));
CREATE INDEX "in;dex" ON "we;ird""" ([select], "a'b");
CREATE TABLE child (p INT REFERENCES "we;ird""" ("a'b"));
CREATE VIEW "v w" AS SELECT [select] AS "Group" FROM "we;ird""";

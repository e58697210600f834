-- Everything a table can say.
CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT, code TEXT COLLATE NOCASE UNIQUE ON CONFLICT REPLACE, x, y, UNIQUE (x, y));
CREATE TABLE everything (
  id integer CONSTRAINT "the key" PRIMARY KEY DESC,
  a varchar ( 10 , 2 ) NOT NULL ON CONFLICT IGNORE DEFAULT "text" COLLATE binary,
  b [odd type] DEFAULT (1 + 2) CHECK ((b > 0)), -- a comment
  c TEXT DEFAULT -1.5,
  d TEXT DEFAULT CURRENT_timestamp,
  e TEXT DEFAULT NULL,
  f int generated always as (ID * 2) stored,
  g int AS ("c" || "quoted text"),
  h INT CONSTRAINT fk REFERENCES parent ON DELETE CASCADE ON UPDATE NO ACTION NOT DEFERRABLE INITIALLY DEFERRED,
  i INT REFERENCES "parent" (id) MATCH FULL DEFERRABLE INITIALLY DEFERRED,
  "j k" BLOB, untyped,
  CONSTRAINT u1 UNIQUE (a COLLATE rtrim DESC, b) ON CONFLICT FAIL
  CHECK (a IN ('x', "y") AND length ( b ) > - 1)
  CONSTRAINT fk2 FOREIGN KEY (c, d) REFERENCES parent (x, y) ON DELETE SET NULL ON UPDATE SET DEFAULT
);
CREATE TABLE strict_one (id INTEGER PRIMARY KEY, v ANY) STRICT;
CREATE TABLE without_one (a TEXT, b TEXT, PRIMARY KEY (b, a)) WITHOUT ROWID, STRICT;
CREATE TABLE copied AS SELECT id, code AS "the code" FROM parent;
ALTER TABLE strict_one ADD COLUMN w TEXT NOT NULL DEFAULT 'w';
INSERT INTO parent (code) VALUES ('x');
ANALYZE;

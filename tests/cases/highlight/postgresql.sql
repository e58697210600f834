-- comment with é
CREATE TABLE app.invoice (id bigint GENERATED ALWAYS AS IDENTITY, "odd ""name" text DEFAULT E'a\n' NOT NULL);
INSERT INTO t VALUES ('it''s 日本 🚀', 12, 1.5, true, now());
CREATE FUNCTION f() RETURNS void AS $body$
BEGIN
  UPDATE t SET n = n + 1;
END;
$body$ LANGUAGE plpgsql;
/* block
   comment */ ALTER TABLE t ADD COLUMN c jsonb;

CREATE TABLE t (a, [b;c], "d;e", `f;g`);
INSERT INTO t VALUES ('it''s;', x'00', 1, 2);
SELECT * FROM t

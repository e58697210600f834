CREATE TABLE trigger_log (a);
CREATE VIEW begin AS SELECT 1;
SELECT "begin", [end] FROM t;
CREATE INDEX trigger ON t(a);
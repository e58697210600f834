-- strandline:no-transaction
PRAGMA foreign_keys = OFF;
CREATE TABLE IF NOT EXISTS "order line" (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  [odd name] TEXT DEFAULT 'it''s 日本 🚀' COLLATE NOCASE,
  `tick``ed` REAL CHECK (`tick``ed` > -1.5e3),
  raw BLOB DEFAULT x'00ff', flag BOOLEAN NOT NULL, count INT
) STRICT, WITHOUT ROWID;
/* two
   lines */ SELECT count(*), coalesce(:a, ?1, @b, $c), 0xFF FROM t WHERE a IS NULL AND b LIKE 'x%';
CREATE TRIGGER t1 AFTER INSERT ON t BEGIN UPDATE t SET n = n + 1 WHERE id = NEW.id; END;
PRAGMA user_version(3); SELECT CURRENT_TIMESTAMP, TRUE, x'0g';

.read other.sql
SELECT 1;
  .mode box
SELECT t.a FROM t;

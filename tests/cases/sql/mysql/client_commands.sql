source other.sql
SELECT 1\G
SELECT \N;
system ls
SELECT 2 \g
SELECT source FROM t;

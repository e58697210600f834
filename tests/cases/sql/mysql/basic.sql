CREATE TABLE `t;x` (a int) COMMENT="a;b";
INSERT INTO t VALUES ('it\'s; ok', "say \"hi;\"", '''');
SELECT 1

SELECT 1; # hash ; comment
SELECT 5--1; -- dash ; comment
--
--	tab
SELECT 2 /* ; /* not nested ; */;
SELECT 3;
-- a ; b
SELECT 1; --c
/* ; /* not nested ; */ SELECT 2--3;
;SELECT 5 --1
;
SELECT a->>'x' , b @> '{";"}'::jsonb, c ?| array[';'], 2 !=-1, -- x
 5--1
;
SELECT 1/* ; */+/* ; */2;SELECT a[1:2];
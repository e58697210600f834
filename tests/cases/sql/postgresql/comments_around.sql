-- head of the file

-- about one
SELECT 1; -- behind one
/* about
two */ SELECT /* in */ 2 -- tail
;
-- end

CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$
-- strandline:no-transaction
-- Strandline:oops
SELECT '
-- strandline:no-transaction
'
$$;
SELECT '
-- strandline:irreversible in a string
';
/*
-- strandline:irreversible in a block comment
*/
SELECT 1
-- strandline:no-transaction
+ 1;
SELECT 2; -- strandline:no-transaction

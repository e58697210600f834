CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;
DO $body$ BEGIN PERFORM $q$;$q$; $$;$$ END $body$;
SELECT $täg$;$täg$, $a$ $ab$ $a $a$;
-- The log of Strandline only grows: UPDATE, DELETE and TRUNCATE are refused.

CREATE FUNCTION strandline_refuse_log_change() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'strandline_log is append-only: % is refused', TG_OP
        USING ERRCODE = 'restrict_violation',
              HINT = 'Settle the state of a migration with "strandline-cli repair"; it adds an event instead.';
END
$body$;

-- Per statement, so that a change that meets no row is refused as well, and TRUNCATE at all.
CREATE TRIGGER strandline_log_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON strandline_log
    FOR EACH STATEMENT EXECUTE FUNCTION strandline_refuse_log_change();

-- Without ALWAYS, session_replication_role = replica would switch it off.
ALTER TABLE strandline_log ENABLE ALWAYS TRIGGER strandline_log_append_only;

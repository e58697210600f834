-- The log of Strandline only grows: UPDATE and DELETE are refused, and so is INSERT OR REPLACE
-- over an existing id, which deletes without firing a delete trigger.

CREATE TRIGGER strandline_log_no_update BEFORE UPDATE ON strandline_log
BEGIN
    SELECT RAISE(ABORT, 'strandline_log is append-only: UPDATE is refused');
END;

CREATE TRIGGER strandline_log_no_delete BEFORE DELETE ON strandline_log
BEGIN
    SELECT RAISE(ABORT, 'strandline_log is append-only: DELETE is refused');
END;

CREATE TRIGGER strandline_log_no_replace BEFORE INSERT ON strandline_log
WHEN EXISTS (SELECT 1 FROM strandline_log WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'strandline_log is append-only: REPLACE is refused');
END;

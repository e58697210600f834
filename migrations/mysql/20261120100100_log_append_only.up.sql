-- The log of Strandline only grows: UPDATE and DELETE are refused. TRUNCATE fires no trigger here.
-- DROP first, because DDL commits and an interrupted creation must be able to go on;
-- CREATE TRIGGER IF NOT EXISTS is younger than many servers.

DROP TRIGGER IF EXISTS strandline_log_no_update;

CREATE TRIGGER strandline_log_no_update BEFORE UPDATE ON strandline_log FOR EACH ROW
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'strandline_log is append-only: UPDATE is refused';

DROP TRIGGER IF EXISTS strandline_log_no_delete;

CREATE TRIGGER strandline_log_no_delete BEFORE DELETE ON strandline_log FOR EACH ROW
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'strandline_log is append-only: DELETE is refused';

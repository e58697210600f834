DROP TRIGGER IF EXISTS strandline_log_no_delete;
DROP TRIGGER IF EXISTS strandline_log_no_update;

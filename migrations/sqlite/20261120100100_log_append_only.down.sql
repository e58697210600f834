DROP TRIGGER strandline_log_no_replace;
DROP TRIGGER strandline_log_no_delete;
DROP TRIGGER strandline_log_no_update;

DROP TRIGGER strandline_log_append_only ON strandline_log;
DROP FUNCTION strandline_refuse_log_change();

-- Removes the history, the log and the applied texts for good.

DROP TABLE IF EXISTS strandline_script;
DROP TABLE IF EXISTS strandline_log;
DROP TABLE IF EXISTS strandline_history;

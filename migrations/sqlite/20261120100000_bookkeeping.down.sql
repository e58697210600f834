-- Removes the history, the log and the applied texts for good.

DROP TABLE strandline_script;
DROP TABLE strandline_log;
DROP TABLE strandline_history;

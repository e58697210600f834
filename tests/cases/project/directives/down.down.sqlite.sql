-- Goes back.
-- strandline:irreversible makes no sense
-- strandline:breaking but this does
DROP TABLE t;

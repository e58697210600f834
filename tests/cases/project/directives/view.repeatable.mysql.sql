# strandline:no-transaction
-- strandline:irreversible neither
CREATE OR REPLACE VIEW v AS SELECT 1;

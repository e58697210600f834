-- The old price list is not read by anything since June.
-- strandline:breaking Reports that still read legacy_prices stop working.
-- strandline:irreversible The prices are in the yearly archive, not in the database.
DROP TABLE IF EXISTS legacy_prices;

-- The numbers keep their new form; only the rule goes.
-- strandline:no-transaction
DROP INDEX IF EXISTS users_phone;

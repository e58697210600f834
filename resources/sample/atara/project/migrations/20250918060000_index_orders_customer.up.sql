-- The list of a customer's orders was slow.
-- strandline:no-transaction
CREATE INDEX IF NOT EXISTS orders_user_id ON orders (user_id);
ANALYZE orders;

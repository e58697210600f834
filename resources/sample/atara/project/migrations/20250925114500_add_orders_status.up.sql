-- Where an order is on its way. Somebody added 'returned' here after this had run.
ALTER TABLE orders ADD COLUMN status TEXT NOT NULL DEFAULT 'open'
    CHECK (status IN ('open', 'paid', 'shipped', 'returned'));

-- What the shop sells. Prices are kept in cents, so that no rounding can creep in.
CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    price_cents INTEGER NOT NULL CHECK (price_cents >= 0),
    vat_percent REAL NOT NULL DEFAULT 19
);

INSERT INTO products (name, price_cents) VALUES
    ('Linen shirt', 5900),
    ('Rain jacket', 12900),
    ('Wool socks; pair', 1450);

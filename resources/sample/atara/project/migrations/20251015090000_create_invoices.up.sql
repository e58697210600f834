CREATE TABLE invoices (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    number TEXT NOT NULL UNIQUE,
    total_cents INTEGER
);

-- The totals stay; the column only becomes optional again.
CREATE TABLE invoices_old (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    number TEXT NOT NULL UNIQUE,
    total_cents INTEGER
);
INSERT INTO invoices_old SELECT id, order_id, number, total_cents FROM invoices;
DROP TABLE invoices;
ALTER TABLE invoices_old RENAME TO invoices;

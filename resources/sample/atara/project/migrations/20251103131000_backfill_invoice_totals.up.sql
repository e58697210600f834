-- Totals for invoices that were written before totals were kept.
UPDATE invoices
SET total_cents = (
    SELECT sum(l.quantity * p.price_cents)
    FROM order_lines l
    JOIN products p ON p.id = l.product_id
    WHERE l.order_id = invoices.order_id
)
WHERE total_cents IS NULL;

-- This is where it failed: two invoices have no order lines, so their total stays empty.
CREATE TABLE invoices_new (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    number TEXT NOT NULL UNIQUE,
    total_cents INTEGER NOT NULL
);
INSERT INTO invoices_new SELECT id, order_id, number, total_cents FROM invoices;
DROP TABLE invoices;
ALTER TABLE invoices_new RENAME TO invoices;

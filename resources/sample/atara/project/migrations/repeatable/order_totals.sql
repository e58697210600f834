-- What each order is worth.
DROP VIEW IF EXISTS order_totals;
CREATE VIEW order_totals AS
SELECT l.order_id, sum(l.quantity * p.price_cents) AS total_cents
FROM order_lines l
JOIN products p ON p.id = l.product_id
GROUP BY l.order_id;

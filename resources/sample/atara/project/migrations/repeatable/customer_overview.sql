-- Customers with the number of their orders. The e-mail address was added after this last ran.
DROP VIEW IF EXISTS customer_overview;
CREATE VIEW customer_overview AS
SELECT u.id, u.name, u.email, count(o.id) AS orders
FROM users u
LEFT JOIN orders o ON o.user_id = u.id
GROUP BY u.id;

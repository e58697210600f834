INSERT INTO users (id, email, name, phone) VALUES
    (1, 'anna@example.org', 'Anna Öztürk', '030 1234567'),
    (2, 'ben@example.org', 'Ben O''Neill', '030/1234567'),
    (3, 'chloe@example.org', 'Chloé Martin', '+33 1 2345678'),
    (4, 'dai@example.org', '戴安娜', NULL);
INSERT INTO orders (id, user_id, placed_at, status) VALUES
    (1, 1, '2025-10-16 10:12:00', 'paid'),
    (2, 3, '2025-10-17 18:40:00', 'shipped'),
    (3, 4, '2025-10-18 07:05:00', 'open');
INSERT INTO order_lines (order_id, product_id, quantity) VALUES (1, 1, 2), (1, 3, 1), (2, 2, 1);
INSERT INTO invoices (order_id, number, total_cents) VALUES
    (1, 'A-2025-001', NULL),
    (2, 'A-2025-002', 12900),
    (3, 'A-2025-003', NULL);

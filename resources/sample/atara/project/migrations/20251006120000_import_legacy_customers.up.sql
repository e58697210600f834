-- Customers of the old shop. Production got them by hand on the day of the move, so this was skipped there.
INSERT INTO users (email, name) VALUES
    ('anna@example.org', 'Anna Öztürk'),
    ('ben@example.org', 'Ben O''Neill');

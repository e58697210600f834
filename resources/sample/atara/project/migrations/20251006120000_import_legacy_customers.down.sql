DELETE FROM users WHERE email IN ('anna@example.org', 'ben@example.org');

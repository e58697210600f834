-- Loyalty points for every customer, starting at zero.
-- The code already reads this column: until this has run, every query on users that names it fails.
ALTER TABLE users ADD COLUMN loyalty_points INTEGER NOT NULL DEFAULT 0;

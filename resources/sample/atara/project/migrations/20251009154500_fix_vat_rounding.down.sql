-- Rounding cannot be told apart from the value before it; nothing to take back.
SELECT 1;

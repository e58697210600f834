-- Points that were collected in the meantime are lost with the column.
ALTER TABLE users DROP COLUMN loyalty_points;

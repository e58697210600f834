SELECT 1;
-- not a description

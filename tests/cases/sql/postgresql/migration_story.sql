-- Adds the points.
--
-- strandline:breaking clients must send points
ALTER TABLE "users" ADD COLUMN "loyalty_points" integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN users.loyalty_points IS 'it''s; earned';
CREATE INDEX CONCURRENTLY IF NOT EXISTS users_points ON users (loyalty_points) WHERE loyalty_points > 0;

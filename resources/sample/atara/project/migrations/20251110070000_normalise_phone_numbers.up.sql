-- Phone numbers in one form, so that the courier's interface accepts them.
-- strandline:no-transaction
UPDATE users SET phone = replace(replace(phone, ' ', ''), '/', '') WHERE phone IS NOT NULL;

UPDATE users SET phone = '+49' || substr(phone, 2) WHERE phone LIKE '0%';

-- This is where it stopped in production: two customers share one number.
CREATE UNIQUE INDEX users_phone ON users (phone);

-- strandline:renamed users.full_name users.name
ALTER TABLE users RENAME COLUMN full_name TO name;

-- strandline:renamed users.name users.full_name
-- strandline:renamed index users.a users.b
--   strandline:renamed   app."Odd ""Name"""   customers
-- strandline:renamed add(integer,integer) plus(integer,integer)
-- strandline:renamed users
-- strandline:renamed
-- strandline:renamed index users.a users.b more
-- strandline:renamed "users customers
ALTER TABLE users RENAME COLUMN name TO full_name;

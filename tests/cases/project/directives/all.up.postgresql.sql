-- Everything at once.
-- strandline:no-transaction
-- strandline:lock-timeout 2s
	 --  strandline:statement-timeout   10min  
-- strandline:irreversible The old values are not kept.
-- strandline:breaking Reports of 4.1 fail.
-- strandline:breaking So do exports, "quoted" or not.
-- strandline:allow drop-column Nobody reads it
-- strandline:allow DL103 Said twice
ALTER TABLE users DROP COLUMN nick;
-- strandline:batch table=app."Order Items" pause=50ms key=tenant_id,"Line No"
UPDATE app."Order Items" SET x = 1 WHERE {batch};
-- strandline:batch table=users key=id size=1
DELETE FROM users WHERE {batch};

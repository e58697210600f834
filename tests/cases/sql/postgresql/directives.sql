-- strandline:no-transaction
-- strandline:lock-timeout 2s  

--strandline:allow x because of y
CREATE INDEX CONCURRENTLY i ON t (a);
/* strandline:nope */
-- see strandline:nope
SELECT 1; -- strandline:batch table=users key=id

-- strandline:batch
UPDATE t SET a = 1 WHERE {batch};
-- strandline:batch table=t
UPDATE t SET a = 1 WHERE {batch};
-- strandline:batch table=t key=id size=0
UPDATE t SET a = 1 WHERE {batch};
-- strandline:batch table=t key=id size=many
UPDATE t SET a = 1 WHERE {batch};
-- strandline:batch table=t key=id pause=2h
UPDATE t SET a = 1 WHERE {batch};
-- strandline:batch table=t key=id,,x
UPDATE t SET a = 1 WHERE {batch};
-- strandline:batch table="t key=id
UPDATE t SET a = 1 WHERE {batch};
-- strandline:batch tabel=t key=id
UPDATE t SET a = 1 WHERE {batch};
-- strandline:batch table=t key=id key=x
UPDATE t SET a = 1 WHERE {batch};
-- strandline:batch table=t key=id extra
UPDATE t SET a = 1 WHERE {batch};
-- strandline:batch table=t key=id
UPDATE t SET a = 1;
-- strandline:batch table=t key=id
CREATE TABLE u (a int);
-- strandline:batch table=t key=id
-- strandline:batch table=t key=id
delete from t where {batch};
-- strandline:allow drop-table nothing follows
-- strandline:batch table=t key=id

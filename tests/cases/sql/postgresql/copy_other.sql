COPY t FROM '/tmp/x';
COPY (SELECT a FROM stdin) TO stdout;
COPY t TO stdout;
COPY t FROM PROGRAM 'stdin';
SELECT 1 FROM stdin;
1

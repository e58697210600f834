COPY t FROM stdin; -- data
1
\.
SELECT 2;

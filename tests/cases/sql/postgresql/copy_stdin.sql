COPY public.t (id, name) FROM stdin;
1	it's ; -- not SQL
2	$$ \N /*
\.

SELECT setval('s', 2);
copy t from STDIN WITH (FORMAT csv);
"a;
b",1
\.

SELECT 1; \echo 'a\\b' \\ SELECT 2;
SELECT 3\; SELECT 4;
\copy t from 'x;y'
\

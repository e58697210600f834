SELECT a$b$, c$1 FROM t$x$;
PREPARE p AS SELECT $1, $2+$3;
SELECT 1$a$;$a$, $1$b$;$b$;
SELECT $ 1;
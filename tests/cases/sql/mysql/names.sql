SELECT 1st, $a$, a$b FROM 2nd.t$;
SELECT @a, @@global.x, @`a;b`, @'c;d', _utf8'x;', N'y;', x'1F', 1e+5, .5, 0x1F;
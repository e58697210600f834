SELECT 'a\\'; SELECT '\\\'; SELECT 2';
SELECT `a\`; SELECT `b``;`;
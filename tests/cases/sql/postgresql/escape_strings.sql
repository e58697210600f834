SELECT E'it\'s; ', e'\\';
SELECT 'back\', 'it''s;';
SELECT E'a\'' 
  '\';b', 2;
SELECT 'a\'
'b;c';

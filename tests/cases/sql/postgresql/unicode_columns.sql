SELECT 'äöü'; SELECT '日本'; SELECT '😀';  SELECT 4;

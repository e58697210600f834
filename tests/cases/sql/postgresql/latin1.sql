SELECT 'Grφίe';
-- δ
SELECT 'ok ό';
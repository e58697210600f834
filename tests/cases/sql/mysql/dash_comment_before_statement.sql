--comment; without space
--;
SELECT 1
--2;
  --strandline:no-transaction
SELECT 2;
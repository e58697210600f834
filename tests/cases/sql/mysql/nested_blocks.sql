CREATE PROCEDURE p()
outer_block: BEGIN
  `in ner`: BEGIN
    w: WHILE 1 DO
      r: REPEAT
        BEGIN END;
        LEAVE w;
      UNTIL 1 END REPEAT r;
    END WHILE w;
  END `in ner`;
END outer_block;
SELECT 1;
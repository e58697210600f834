SELECT 1 # 2; SELECT $$; SELECT E'\'; SELECT /*!1 ; */ 3; DELIMITER //
; COPY t FROM stdin;
1;

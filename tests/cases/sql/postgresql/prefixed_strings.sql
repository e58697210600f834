SELECT B'01;', X'1F', N'x;', U&'d\0061t;a' UESCAPE '!', U&"d;\0061", u&'\', type'x;';
SELECT b ';' , x;
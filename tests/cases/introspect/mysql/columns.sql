-- Types, defaults and whatever else a column can have.
CREATE SEQUENCE s1 START WITH 5 MINVALUE 1 MAXVALUE 100 INCREMENT BY 2 CACHE 10 CYCLE;
CREATE TABLE defaults (a int NOT NULL, b varchar(10) DEFAULT NULL, c varchar(10) NOT NULL DEFAULT 'NULL',
    d timestamp(3) NOT NULL DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3), e int DEFAULT (a + 1),
    f int(5) unsigned zerofill DEFAULT 7, g text NOT NULL DEFAULT 'it''s \\ "x"' COMMENT 'co''m', h bit(3) DEFAULT b'101',
    i double(5,2) DEFAULT 1.5, j blob DEFAULT x'00ff', k uuid DEFAULT uuid(), l int DEFAULT (NEXT VALUE FOR s1),
    m int, n timestamp NULL) COMMENT 'tab''le';
ALTER TABLE defaults ALTER COLUMN m DROP DEFAULT;
CREATE TABLE generated (a int, b int AS (a + 1) VIRTUAL, c int AS (a * 2) STORED INVISIBLE);
CREATE TABLE texts (a char(3) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, b varchar(30) COMPRESSED, c enum('a', 'b''c', 'd;'),
    d json, e varchar(9)) ENGINE=MyISAM DEFAULT CHARSET latin1 COLLATE latin1_bin MAX_ROWS=100 CHECKSUM=1;
CREATE TABLE counted (id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT=77;
CREATE TABLE `we;ird ``"t` (`a;b` int, `ünï "c` int CHECK (`ünï "c` > 0));

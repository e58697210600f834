-- Indexes, keys and checks.
CREATE TABLE p (a int, b int, c varchar(20), d text NOT NULL, g geometry NOT NULL, PRIMARY KEY (a) USING BTREE,
    UNIQUE KEY long_one (d), KEY two (c(5) DESC, b) COMMENT 'kc', FULLTEXT KEY ft (c), SPATIAL KEY sp (g),
    KEY ig (b) IGNORED, KEY hh (b, c) USING HASH KEY_BLOCK_SIZE=4,
    v int CHECK (v > 3), CONSTRAINT cc CHECK (a < b AND c <> 'x"y'));
CREATE TABLE c (id int AUTO_INCREMENT PRIMARY KEY, pa int, KEY (pa),
    CONSTRAINT fk1 FOREIGN KEY (pa) REFERENCES p (a) ON DELETE CASCADE ON UPDATE SET NULL,
    CONSTRAINT fk2 FOREIGN KEY (pa) REFERENCES p (a) ON DELETE NO ACTION,
    CONSTRAINT self FOREIGN KEY (id) REFERENCES c (id));

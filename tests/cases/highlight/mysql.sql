# hash comment
-- dashes
CREATE TABLE `order` (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, name VARCHAR(20) DEFAULT 'it\'s 日本 🚀') ENGINE=InnoDB;
INSERT INTO t VALUES ("double", 12, 1.5, 0xFF, NULL, NOW());
/* block
   comment */ ALTER TABLE t ADD COLUMN c JSON;

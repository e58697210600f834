// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/mysql/error_catalogue.h"

#include <algorithm>
#include <iterator>

namespace strandline::engine::mysql {

namespace {

struct Entry
{
    int number;
    const char* hint;
};

const char* const readOnlyServer =
    "The server or the transaction takes no writes: a replica, read_only, or a "
    "START TRANSACTION READ ONLY. Connect to the primary server.";
const char* const foreignKeyMismatch =
    "The columns on both sides must have the same type, sign, length and character set, and the referenced "
    "ones must be the beginning of an index there. Create the other table first, or change the column.";
const char* const alreadyThere =
    "It is there already, perhaps from an attempt that stopped half-way: each DDL statement stays even when "
    "a later one fails. Compare it with what the script wants; continue behind it, or drop it.";
const char* const missingRight =
    "This login lacks a right that the statement needs. Have it granted, or log in as another user.";
const char* const usedByForeignKey = "A foreign key uses it. Drop the foreign key in the same ALTER TABLE or "
                                     "before, and add it again afterwards.";

// Numbers, since a header knows only those of its own server. Ascending.
constexpr Entry entries[] = {
    {1005, foreignKeyMismatch},
    {1007, "A database of that name exists. Use IF NOT EXISTS, or another name."},
    {1008,
        "There is no database of that name. Use IF EXISTS, or correct the name; upper and lower case differ "
        "on "
        "most servers."},
    {1021, "The disk of the server is full. A change that copies a table needs its size once more."},
    {1022,
        "Two rows have the same values in columns that shall be unique. Find them with GROUP BY … HAVING "
        "count(*) > 1 and clean them up first."},
    {1037, "The server ran out of memory. Look at innodb_buffer_pool_size and the buffers per session."},
    {1038, "The server's sort buffer is too small for this. Raise sort_buffer_size for the session."},
    {1041, "The server ran out of memory. Look at innodb_buffer_pool_size and the buffers per session."},
    {1044,
        "This login has no rights on that database, or it does not exist. Have rights granted on the "
        "database."},
    {1046,
        "No database is chosen, and the statement names none. Name one in the connection or before the "
        "table."},
    {1048,
        "A column that takes no NULL was given one. Give it a value, or fill the old rows before the column "
        "is "
        "made NOT NULL."},
    {1049,
        "There is no database of that name. Correct the name; upper and lower case differ on most servers."},
    {1050, alreadyThere},
    {1051,
        "There is no table or view of that name. Use IF EXISTS, or correct the name; a table is dropped with "
        "DROP TABLE, a view with DROP VIEW."},
    {1052,
        "Several tables of the statement have a column of that name. Write the table or its alias before "
        "it."},
    {1054,
        "None of the tables in the statement has such a column. Check the spelling and which migration adds "
        "it; "
        "text belongs in single quotes."},
    {1055,
        "A selected column is neither grouped nor aggregated, and the sql_mode has ONLY_FULL_GROUP_BY. Add "
        "it to "
        "GROUP BY, or aggregate it."},
    {1059, "Names have at most 64 characters. Choose a shorter one; names of constraints count as well."},
    {1060, alreadyThere},
    {1061,
        "An index of that name is on the table already. Compare it with what the script wants; continue "
        "behind "
        "it, drop it, or choose another name."},
    {1062,
        "A row with this key exists already, or a UNIQUE index is made over rows that are alike. Find them "
        "with "
        "GROUP BY … HAVING count(*) > 1; for data that may be there, use INSERT … ON DUPLICATE KEY UPDATE."},
    {1064,
        "The server cannot read the statement from the shown word on. It may be a reserved word as a name "
        "(put "
        "it in backquotes), something of another version, or of MySQL where this is MariaDB or the other way "
        "round."},
    {1067,
        "The default does not fit the type of the column or the sql_mode; zero dates, for example, are "
        "refused "
        "in strict mode. Choose another default."},
    {1068, "The table has a primary key. Put DROP PRIMARY KEY and ADD PRIMARY KEY into one ALTER TABLE."},
    {1069, "A table has at most 64 indexes. Drop one that is not needed."},
    {1070, "An index has at most 16 or 32 columns. Leave some out."},
    {1071,
        "The index is wider than InnoDB allows: 3072 bytes, or 767 with the row format COMPACT; a character "
        "of "
        "utf8mb4 counts four. Index a prefix, as in name(191), or shorten the column."},
    {1072,
        "The index or key names a column that the table does not have. Check the spelling and the order of "
        "the "
        "statements."},
    {1074, "The type cannot hold that many characters. Use TEXT, or a shorter length."},
    {1075,
        "A table has one AUTO_INCREMENT column at most, and that must be the beginning of a key. Add the key "
        "in "
        "the same statement; take AUTO_INCREMENT away before dropping its key."},
    {1090, "A table needs one column at least. Drop the table instead."},
    {1091,
        "The table has no column, index or constraint of that name. SHOW CREATE TABLE tells the real names; "
        "perhaps it is gone already."},
    {1093,
        "The statement changes a table that it reads in a subquery. Read from a derived table: (SELECT … "
        "FROM "
        "(SELECT …) AS x)."},
    {1101,
        "On this server, BLOB, TEXT, JSON and geometry columns can have no plain default. Leave it out, or "
        "write "
        "an expression in parentheses where the version allows that."},
    {1102, "The name of the database is not allowed. Use letters, digits and underscores."},
    {1103, "The name of the table is not allowed; it ends with a blank, is empty, or is too long."},
    {1110, "A column stands twice in the list. Remove one."},
    {1113, "A table needs one column at least. Add one."},
    {1114,
        "No space is left for the table: the disk, the tablespace, or the limit for temporary tables. Free "
        "space; "
        "a change that copies the table needs its size once more."},
    {1115, "This server does not know the character set; it may be one of another version. Use utf8mb4."},
    {1117, "The table has more columns than the server can hold. Split it."},
    {1118,
        "All columns together are wider than a row may be: 65,535 bytes, or half a page without the parts "
        "that "
        "InnoDB keeps elsewhere. Make long VARCHAR columns TEXT, or use ROW_FORMAT=DYNAMIC."},
    {1136,
        "The number of values differs from the number of columns; perhaps a migration has added one. List "
        "the "
        "columns in the INSERT."},
    {1138, "Rows hold NULL where the column shall take none from now on. Fill them first."},
    {1142, missingRight},
    {1143, missingRight},
    {1146,
        "There is no such table. It may be made by a migration that has not run, lie in another database, or "
        "differ in upper and lower case, which counts on Linux."},
    {1149, "The server cannot read the statement. Compare it with the manual of this version."},
    {1153,
        "The statement is larger than the server takes (max_allowed_packet). Split it, or raise the limit."},
    {1170, "A BLOB or TEXT column can be indexed by a prefix only. Write a length, as in body(100)."},
    {1171,
        "All columns of a primary key must be NOT NULL. Declare them so, and fill rows that hold NULL "
        "first."},
    {1176, "The table has no index of that name. SHOW INDEX tells the real names."},
    {1191, "No FULLTEXT index covers exactly these columns. Create it before the statement."},
    {1205,
        "Another session holds a lock that the statement needs: on rows, or on the table as a whole, which "
        "any "
        "open transaction that has read it keeps. Only this statement was undone. Find that session with "
        "SHOW "
        "PROCESSLIST and try again when it has finished."},
    {1206, "The transaction locks more rows than the buffer pool can remember. Work in batches."},
    {1213, "Two transactions waited for each other, and the server rolled this one back. Run it again."},
    {1215, foreignKeyMismatch},
    {1216,
        "A row refers to one that does not exist in the other table. Insert that first, or correct the "
        "value."},
    {1217, "Rows of another table refer to this one. Change or delete those first."},
    {1222, "The parts of the UNION have different numbers of columns. Make them equal."},
    {1227, missingRight},
    {1230, "The variable has no default on this server. Give it a value."},
    {1231, "The variable does not take this value. Compare with the manual of this version."},
    {1235, "This version of the server cannot do that. Write it another way, or use a newer server."},
    {1239, foreignKeyMismatch},
    {1248, "A derived table needs a name. Write AS x behind its parenthesis."},
    {1253,
        "The collation belongs to another character set. Name one of the same character set, or change "
        "both."},
    {1264, "The number is too small or too large for the column. Use a wider type, or correct the value."},
    {1265,
        "A value does not fit the column: too long for it, not a member of its ENUM, or NULL where none is "
        "allowed any more. Clean the rows first."},
    {1267,
        "Texts with different collations are compared. Write COLLATE at one of them, or give the columns the "
        "same collation."},
    {1271,
        "Texts with different collations are compared. Write COLLATE, or give the columns the same "
        "collation."},
    {1273,
        "This server does not know the collation; utf8mb4_0900_ai_ci, for example, is of MySQL 8 only. Use "
        "one "
        "that both know, such as utf8mb4_unicode_ci."},
    {1280, "The name of the index is not allowed. Only a primary key is called PRIMARY."},
    {1286, "This server does not have the storage engine. Use InnoDB."},
    {1288,
        "The view cannot be changed through, since its rows are not those of one table. Change the table."},
    {1290, readOnlyServer},
    {1292,
        "The text is no date, time or number of that type, or a zero date that the sql_mode refuses. Write a "
        "real value or NULL, and clean old rows first."},
    {1293, "This version allows one TIMESTAMP column with CURRENT_TIMESTAMP. Use DATETIME for the other."},
    {1294, "ON UPDATE is for TIMESTAMP and DATETIME columns. Remove it, or change the type."},
    {1300,
        "The text has bytes that are no characters of its character set. Check the encoding of the file: it "
        "should be UTF-8."},
    {1304,
        "A procedure or function of that name exists. Drop it first, or write CREATE OR REPLACE (MariaDB)."},
    {1305,
        "There is no procedure, function or savepoint of that name. Create it first, and name its database "
        "if "
        "it is in another one."},
    {1318, "The procedure takes another number of arguments. Compare with its definition."},
    {1336, "This statement is not allowed in a procedure, function or trigger. Run it by itself."},
    {1347, "The statement is for a table, and the name is that of a view, or the other way round."},
    {1356,
        "The view refers to a table, column or function that is gone, or that its definer may not use. "
        "Create "
        "the view anew."},
    {1359, "A trigger of that name exists in this database. Drop it first, or choose another name."},
    {1360, "There is no trigger of that name. Use IF EXISTS, or correct the name."},
    {1363, "NEW is not there on DELETE, and OLD not on INSERT. Use the other one."},
    {1364, "A column without a default was left out. Give it a value, or the column a DEFAULT."},
    {1366,
        "The text is no number, or has characters that the column's character set cannot hold, such as emoji "
        "in "
        "utf8. Correct the value, or convert the column to utf8mb4."},
    {1391, "The part of the key is longer than the column, or the column cannot have one. Shorten it."},
    {1396, "The account exists already, or does not exist. Use IF NOT EXISTS or IF EXISTS."},
    {1406, "The text is longer than the column. Shorten it, or widen the column."},
    {1410, "The account does not exist, and GRANT does not create it. CREATE USER first."},
    {1415, "A function or trigger cannot answer rows. Select into variables."},
    {1418,
        "With the binary log on, a function must say that it is DETERMINISTIC, NO SQL or READS SQL DATA. "
        "Declare "
        "it, or have log_bin_trust_function_creators switched on."},
    {1419,
        "With the binary log on, making triggers and functions needs SUPER. Have "
        "log_bin_trust_function_creators switched on, or run it as an administrator."},
    {1422, "A function or trigger cannot contain statements that commit. Move them out."},
    {1439, "The type cannot be that wide. Use a smaller number."},
    {1442,
        "A trigger or function changes the table that the statement itself is using. Set NEW values in a "
        "BEFORE "
        "trigger instead."},
    {1449,
        "The account that the object runs as (DEFINER) does not exist here. Create the object with another "
        "definer, or the account."},
    {1451,
        "Rows of another table refer to this one, which also keeps the table from being dropped. Remove "
        "those "
        "rows or the foreign key first."},
    {1452,
        "A row refers to one that does not exist in the other table; so may old rows when a foreign key is "
        "added. Find them with NOT EXISTS, and correct them first."},
    {1467, "The AUTO_INCREMENT column has reached the end of its type. Use a wider one."},
    {1470, "The comment or text is longer than allowed. Shorten it."},
    {1481,
        "MAXVALUE can stand in the last partition only. Reorder the partitions, or split that one with "
        "REORGANIZE PARTITION."},
    {1486,
        "The partitioning expression is not constant, or depends on the time zone. Use a column or a "
        "function "
        "that is allowed there."},
    {1493,
        "The limits of the partitions must grow. Reorder them; a partition in between is made with "
        "REORGANIZE "
        "PARTITION."},
    {1503,
        "Each unique key, and the primary key, must include the columns by which the table is partitioned. "
        "Widen "
        "the key, or partition by a column of it."},
    {1505, "The table is not partitioned. Remove the clause, or partition it first."},
    {1506, "Partitioned tables cannot have foreign keys, nor be referred to by them. Drop the keys first."},
    {1507, "The table has no partition of that name. information_schema.partitions tells the real names."},
    {1517, "Two partitions have the same name. Rename one."},
    {1526, "No partition takes a row with this value. Add one, or one for MAXVALUE or DEFAULT."},
    {1537, "An event of that name exists. Drop it first, or choose another name."},
    {1539, "There is no event of that name. Use IF EXISTS, or correct the name."},
    {1553, usedByForeignKey},
    {1568,
        "The properties of a transaction cannot be changed while it runs. Move the statement before its "
        "begin."},
    {1580, "Tables of the server's log cannot be changed while it writes them. Leave them alone."},
    {1582, "The function takes another number of arguments. Compare with the manual of this version."},
    {1615, "A prepared statement no longer fits the table, which has changed meanwhile. Run it again."},
    {1630,
        "There is no such function. Check the spelling, the blank before the parenthesis, and the version of "
        "the "
        "server."},
    {1690,
        "A calculation left the range of its type; a difference of UNSIGNED numbers cannot be negative. CAST "
        "them to SIGNED."},
    {1701,
        "TRUNCATE is refused for a table that foreign keys refer to. Use DELETE, or drop the foreign key "
        "first."},
    {1709,
        "The index is wider than 767 bytes, which the row format allows. Use ROW_FORMAT=DYNAMIC, or a "
        "prefix."},
    {1786, "With GTID consistency on, this statement cannot be in a transaction. Let it run by itself."},
    {1792, readOnlyServer},
    {1799,
        "Others wrote more rows during the change than the server remembers "
        "(innodb_online_alter_log_max_size). "
        "The change was undone. Raise the limit, or repeat it at a quieter time."},
    {1805, "The server's own tables are damaged or old. Run mariadb-upgrade or mysql_upgrade."},
    {1813,
        "A file of a table with that name lies in the data folder already. An administrator has to remove "
        "it."},
    {1822, "The referenced columns are not the beginning of an index in the other table. Index them first."},
    {1824, "The table that the foreign key refers to does not exist. Create it first."},
    {1825, foreignKeyMismatch},
    {1826,
        "A foreign key of that name exists; the names are unique in the whole database. Choose another one."},
    {1828, usedByForeignKey},
    {1829, usedByForeignKey},
    {1830,
        "The foreign key sets the column to NULL, which it shall not take any more. Change the key first."},
    {1831, "Another index on the same columns exists. Leave this one out."},
    {1832, usedByForeignKey},
    {1833, usedByForeignKey},
    {1834, "Rows that others refer to cannot be lost. Drop the foreign keys first."},
    {1835, "The statement was broken on its way to the server. Check proxies and packet sizes."},
    {1836, readOnlyServer},
    {1845,
        "This change cannot be made with the requested ALGORITHM or LOCK. Use the one that the message "
        "names; for "
        "a change that copies a large table, plan the time or a tool for online changes."},
    {1846,
        "This change cannot be made with the requested ALGORITHM or LOCK, for the reason in the message. Use "
        "the "
        "one that it names; plan the time when it copies a large table."},
    {1850,
        "The type of a column cannot be changed without copying the table. Leave ALGORITHM=INPLACE out, and "
        "plan the time."},
    {1901, "The expression has a function that is not allowed there. Use deterministic ones, or a trigger."},
    {1903, "A generated column cannot be part of that key. Make it STORED, or leave it out."},
    {1904, "A generated column is not allowed there. Make it STORED, or use a plain column."},
    {1905, "A foreign key cannot set a generated column. Change the ON clause."},
    {1906,
        "A generated column calculates its value itself. Leave it out of the statement, or write DEFAULT."},
    {1907, "This kind of generated column is not allowed there. Make it STORED, or a plain column."},
    {1927, "Somebody ended the session. Connect again and look at what has been done."},
    {1967, "The definition of the table, with its names and comments, is too long. Shorten or drop some."},
    {1969,
        "The statement ran longer than the statement time-out (max_statement_time) allows. Raise it for this "
        "script, or split the work."},
    {2006,
        "The server closed the connection: it was idle for too long, the statement was too large "
        "(max_allowed_packet), or the server was restarted. Connect again and look at what has been done."},
    {2013,
        "The connection broke while the statement ran; whether it took effect is open. Connect again and "
        "look."},
    {3024,
        "The statement ran longer than the statement time-out (max_execution_time) allows. Raise it for this "
        "script, or split the work."},
    {3100, "The transaction could not be replicated and was rolled back. Run it again."},
    {3105,
        "A generated column calculates its value itself. Leave it out of the statement, or write DEFAULT."},
    {3106, "This is not allowed for generated columns. Drop the column and add it anew."},
    {3108, "A generated column uses it. Drop that first."},
    {3140, "The text is no JSON. Correct the value; JSON_VALID() finds the rows."},
    {3730, "A foreign key of another table refers to it. Drop that, or the other table, first."},
    {3756, "The index uses an expression that is not allowed. Use a plain function of columns."},
    {3780, foreignKeyMismatch},
    {3813, "The rule of a column can name that column only. Write it as a rule of the table."},
    {3819,
        "A row breaks the CHECK rule; so may old rows when the rule is added. Find them with WHERE NOT "
        "(rule) and "
        "correct them first."},
    {3821, "The table has no CHECK rule of that name. SHOW CREATE TABLE tells the real names."},
    {3822,
        "A CHECK rule of that name exists; the names are unique in the whole database. Choose another one."},
    {3823, "A column with a foreign key that changes it cannot be in a CHECK rule. Change the ON clause."},
    {3940, "The table has no constraint of that name. SHOW CREATE TABLE tells the real names."},
    {3959, "A CHECK rule uses the column. Drop the rule first."},
    {4025,
        "A row breaks the CHECK rule; so may old rows when the rule is added. Find them with WHERE NOT "
        "(rule) and "
        "correct them first."},
    {4084, "The sequence has no numbers left. Let it CYCLE, or raise its MAXVALUE."},
    {4085,
        "The sequence's settings contradict each other. MINVALUE must be below MAXVALUE and START between "
        "them."},
    {4089, "The name is not that of a sequence. Check the spelling."},
    {4090, "This is not allowed for a sequence. Use ALTER SEQUENCE."},
    {4091, "There is no sequence of that name. Use IF EXISTS, or correct the name."},
    {4092, "There is no view of that name. Use IF EXISTS; a table is dropped with DROP TABLE."},
    {4108, "An INVISIBLE column that takes no NULL needs a DEFAULT. Give it one."},
    {4119,
        "A system-versioned table keeps its past, which this change would falsify. Set "
        "system_versioning_alter_history to KEEP before it, if that is meant."},
    {4120,
        "A system-versioned table cannot move to that storage engine. Drop the versioning first; its past is "
        "lost."},
    {4124, "The table keeps no past. Add SYSTEM VERSIONING first, or leave the clause out."},
    {6125, foreignKeyMismatch},
};

static_assert(std::is_sorted(std::begin(entries), std::end(entries),
    [](const Entry& a, const Entry& b) { return a.number < b.number; }));

} // namespace

QString catalogueHint(int number)
{
    const auto* const found = std::lower_bound(std::begin(entries), std::end(entries), number,
        [](const Entry& entry, int wanted) { return entry.number < wanted; });
    return found != std::end(entries) && found->number == number ? QString::fromUtf8(found->hint) : QString();
}

} // namespace strandline::engine::mysql

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/sqlite/error_catalogue.h"

#include <QStringList>

#include <sqlite3.h>

namespace strandline::engine::sqlite {

namespace {

struct Entry
{
    int code; ///< extended or primary
    const char* message; ///< '*' stands for anything; null: every message of the code
    const char* hint;
};

const char* const rebuild =
    "SQLite's ALTER TABLE cannot do this. Make a new table with the wanted columns, copy the rows, drop the "
    "old "
    "table and rename the new one, with foreign keys switched off before the transaction.";
const char* const stillUsed =
    "An index, view, trigger or rule still uses what shall change. Drop or rewrite that first.";
const char* const findDuplicates =
    "A row with these values exists already, or a UNIQUE index is made over rows that are alike. Find them "
    "with "
    "GROUP BY … HAVING count(*) > 1; for data that may be there, use INSERT … ON CONFLICT.";
const char* const findBreakers = "A row breaks the CHECK rule; so may old rows when the rule is added. Find "
                                 "them with WHERE NOT (rule) and "
                                 "correct them first.";
const char* const findNulls =
    "A column that takes no NULL was given one, or was left out. Give it a value, or a "
    "DEFAULT; fill old rows first.";
const char* const foreignKeys = "A row refers to one that does not exist, or one is removed that others "
                                "refer to; DROP TABLE removes all. "
                                "PRAGMA foreign_key_check names the rows.";
const char* const noColumn = "Check the spelling and which migration adds it. Text belongs in single quotes: "
                             "in double quotes it is a name.";
const char* const generated =
    "A generated column calculates its value itself. Leave it out of the statement.";
const char* const deterministic = "Only functions that always give the same answer are allowed there. "
                                  "Calculate the value when it is written.";

// The first that fits counts: the narrow patterns stand before the wide ones.
constexpr Entry entries[] = {
    // Names
    {SQLITE_ERROR, "table * already exists",
        "It is there already. Perhaps it was made by hand or by another tool; compare it with what the "
        "script "
        "wants, and drop it or use IF NOT EXISTS."},
    {SQLITE_ERROR, "view * already exists", "Drop the view first, or use IF NOT EXISTS."},
    {SQLITE_ERROR, "index * already exists",
        "Names of indexes are unique in the whole database. Choose another one, or use IF NOT EXISTS."},
    {SQLITE_ERROR, "trigger * already exists", "Drop the trigger first, or use IF NOT EXISTS."},
    {SQLITE_ERROR, "there is already *", "Tables, views and indexes share their names. Choose another one."},
    {SQLITE_ERROR, "duplicate column name: *",
        "The column is there already, or stands twice in the list. Compare with the table; SQLite has no ADD "
        "COLUMN "
        "IF NOT EXISTS."},
    {SQLITE_ERROR, "object name reserved for internal use: *",
        "Names that begin with sqlite_ belong to SQLite. Choose another one."},
    {SQLITE_ERROR, "no such table: main.*",
        "A foreign key, view or trigger that the statement touches names a table that is not there. Create "
        "it "
        "first, or correct that definition."},
    {SQLITE_ERROR, "no such table: *",
        "It may be made by a migration that has not run, or lie in another file: check the path of the "
        "database."},
    {SQLITE_ERROR, "no such column: *", noColumn},
    {SQLITE_ERROR, "no such index: *",
        "Use IF EXISTS, or correct the name. Indexes of constraints have no name."},
    {SQLITE_ERROR, "no such view: *", "Use IF EXISTS, or correct the name."},
    {SQLITE_ERROR, "no such trigger: *", "Use IF EXISTS, or correct the name."},
    {SQLITE_ERROR, "no such function: *",
        "This SQLite has no such function: it is of another database, of an extension, or newer. Write it "
        "another "
        "way."},
    {SQLITE_ERROR, "no such module: *",
        "The module of the virtual table is not part of this SQLite. Use a build that has it, or an ordinary "
        "table."},
    {SQLITE_ERROR, "no such collation sequence: *",
        "A program defines this collation for itself; elsewhere it does not exist. Use BINARY, NOCASE or "
        "RTRIM."},
    {SQLITE_ERROR, "no such savepoint: *", "It was never made, or is over. Compare the names in the script."},
    {SQLITE_ERROR, "no such database: *", "No database is attached under that name. Attach it first."},
    {SQLITE_ERROR, "unknown database *",
        "No database is attached under that name; the file itself is “main”."},
    {SQLITE_ERROR, "use DROP TABLE to delete table *", "The name is that of a table. Use DROP TABLE."},
    {SQLITE_ERROR, "use DROP VIEW to delete view *", "The name is that of a view. Use DROP VIEW."},
    {SQLITE_ERROR, "table * may not be dropped", "SQLite keeps this table for itself. Leave it alone."},
    {SQLITE_ERROR, "table * may not be altered", "SQLite keeps this table for itself. Leave it alone."},
    {SQLITE_ERROR, "table * may not be modified",
        "SQLite, or the virtual table it belongs to, keeps this table for itself. Change what it belongs "
        "to."},
    {SQLITE_ERROR, "table * may not be indexed", "SQLite keeps this table for itself. Leave it alone."},
    {SQLITE_ERROR, "views may not be indexed", "Index the tables that the view reads."},
    {SQLITE_ERROR, "ambiguous column name: *",
        "Several tables of the statement have a column of that name. Write the table or its alias before "
        "it."},
    // ALTER TABLE
    {SQLITE_ERROR, "Cannot add a NOT NULL column with default value NULL",
        "Rows that are there would have no value. Give the column a DEFAULT, or add it without NOT NULL, "
        "fill it, and "
        "rebuild the table."},
    {SQLITE_ERROR, "Cannot add a UNIQUE column", "Add the column without UNIQUE, then CREATE UNIQUE INDEX."},
    {SQLITE_ERROR, "Cannot add a PRIMARY KEY column", rebuild},
    {SQLITE_ERROR, "Cannot add a column with non-constant default",
        "The default has to be a constant when rows are there; CURRENT_TIMESTAMP is none. Add the column "
        "without it "
        "and fill it with UPDATE, or rebuild the table."},
    {SQLITE_ERROR, "cannot add a STORED column", "Make the column VIRTUAL, or rebuild the table."},
    {SQLITE_ERROR, "Cannot add a REFERENCES column with non-NULL default value",
        "While foreign keys are on, the default has to be NULL. Add the column, then fill it with UPDATE."},
    {SQLITE_ERROR, "Cannot add a column to a view", "Drop the view and create it anew."},
    {SQLITE_ERROR, "virtual tables may not be altered", "Drop the virtual table and create it anew."},
    {SQLITE_ERROR, "cannot drop PRIMARY KEY column: *", rebuild},
    {SQLITE_ERROR, "cannot drop UNIQUE column: *", rebuild},
    {SQLITE_ERROR, "cannot drop column *: no other columns exist",
        "A table needs one column at least. Drop the table."},
    {SQLITE_ERROR, "cannot drop column from *", "Columns can be dropped from ordinary tables only."},
    {SQLITE_ERROR, "cannot rename columns of *", "Columns can be renamed in ordinary tables only."},
    {SQLITE_ERROR, "error in * after drop column: *", stillUsed},
    {SQLITE_ERROR, "error in * after rename: *",
        "After a rename SQLite reads the whole schema again, and this part of it cannot be read; it may have "
        "been "
        "broken before. Repair or drop it first."},
    {SQLITE_ERROR, "error in *", stillUsed},
    {SQLITE_ERROR, "constraint may not be dropped*", rebuild},
    // The text
    {SQLITE_ERROR, "near \"ALTER\": syntax error", rebuild},
    {SQLITE_ERROR, "near \"MODIFY\": syntax error", rebuild},
    {SQLITE_ERROR, "near \"CHANGE\": syntax error", rebuild},
    {SQLITE_ERROR, "near \"TYPE\": syntax error", rebuild},
    {SQLITE_ERROR, "near \"CONSTRAINT\": syntax error",
        "SQLite's ALTER TABLE takes no constraints; elsewhere they stand behind all columns. Write it into "
        "CREATE "
        "TABLE, or rebuild the table."},
    {SQLITE_ERROR, "near \",\": syntax error",
        "A comma too many, or one ALTER TABLE with several changes: SQLite takes one each."},
    {SQLITE_ERROR, "near \"*\": syntax error",
        "SQLite cannot read the statement from this word on. It may be a reserved word as a name (put it in "
        "double "
        "quotes), or of another database."},
    {SQLITE_ERROR, "incomplete input",
        "The statement ends too early; a parenthesis, a quote or END is missing."},
    {SQLITE_ERROR, "unrecognized token: *",
        "SQLite does not know this character, or a quote that begins there never ends."},
    {SQLITE_ERROR, "parser stack overflow", "The expression is nested too deeply. Split it."},
    {SQLITE_ERROR, "Expression tree is too large*",
        "The expression is too long. Split it; use IN for long lists."},
    {SQLITE_ERROR, "too many terms in *", "Split the statement into several."},
    {SQLITE_ERROR, "too many columns*", "SQLite allows 2000 columns. Split the table."},
    {SQLITE_ERROR, "too many SQL variables", "The statement has too many parameters. Split it."},
    {SQLITE_ERROR, "too many attached databases*", "Detach one that is not needed."},
    {SQLITE_ERROR, "at most * tables in a join", "Split the statement by way of a temporary table."},
    // Tables and keys
    {SQLITE_ERROR, "table \"*\" has more than one primary key",
        "Write one PRIMARY KEY (a, b) behind the columns instead of one at each."},
    {SQLITE_ERROR, "AUTOINCREMENT is only allowed on an INTEGER PRIMARY KEY",
        "The type must be the word INTEGER: INT or BIGINT will not do."},
    {SQLITE_ERROR, "AUTOINCREMENT not allowed on WITHOUT ROWID tables", "Remove one of the two."},
    {SQLITE_ERROR, "PRIMARY KEY missing on table *", "A table WITHOUT ROWID needs a primary key."},
    {SQLITE_ERROR, "unknown datatype for *", "A STRICT table knows INT, INTEGER, REAL, TEXT, BLOB and ANY."},
    {SQLITE_ERROR, "missing datatype for *", "In a STRICT table each column needs a type."},
    {SQLITE_ERROR, "unknown table option: *",
        "SQLite knows WITHOUT ROWID and STRICT. Remove options of others."},
    {SQLITE_ERROR, "foreign key mismatch*",
        "The columns that the foreign key refers to are neither the primary key nor UNIQUE. Make a unique "
        "index on "
        "exactly these, or refer to the key."},
    {SQLITE_ERROR, "number of columns in foreign key *", "Name as many columns on both sides."},
    {SQLITE_ERROR, "unknown column \"*\" in foreign key definition", noColumn},
    {SQLITE_ERROR, "default value of column * is not constant",
        "Put an expression in parentheses; columns cannot be part of it."},
    {SQLITE_ERROR, "non-deterministic use of *", deterministic},
    {SQLITE_ERROR, "non-deterministic functions prohibited *", deterministic},
    {SQLITE_ERROR, "subqueries prohibited in *", "Use a trigger, or calculate the value when it is written."},
    {SQLITE_ERROR, "generated column loop *", "Generated columns refer to each other. Break the circle."},
    {SQLITE_ERROR, "must have at least one non-generated column", "Add an ordinary column."},
    {SQLITE_ERROR, "cannot INSERT into generated column *", generated},
    {SQLITE_ERROR, "cannot UPDATE generated column *", generated},
    // Rows
    {SQLITE_ERROR, "table * has * columns but * values were supplied",
        "The number of values differs from the number of columns; perhaps a migration has added one. List "
        "the "
        "columns in the INSERT."},
    {SQLITE_ERROR, "* values for * columns", "List as many values as columns."},
    {SQLITE_ERROR, "table * has no column named *", noColumn},
    {SQLITE_ERROR, "all VALUES must have the same number of terms", "One of the rows is longer or shorter."},
    {SQLITE_ERROR, "SELECTs to the left and right of *",
        "The parts have different numbers of columns. Make them equal."},
    {SQLITE_ERROR, "cannot modify * because it is a view",
        "Change the table that the view reads, or give the view an INSTEAD OF trigger."},
    {SQLITE_ERROR, "ON CONFLICT clause does not match any PRIMARY KEY or UNIQUE constraint",
        "Make a unique index on exactly these columns, or name those of one that is there."},
    {SQLITE_ERROR, "misuse of aggregate*", "Aggregates belong in the selected columns or in HAVING."},
    {SQLITE_ERROR, "wrong number of arguments to function *",
        "Compare with the documentation of the function."},
    {SQLITE_ERROR, "malformed JSON", "A text is no JSON. json_valid() finds the rows."},
    {SQLITE_ERROR, "integer overflow",
        "The result is beyond 64 bits. Calculate with reals, or in smaller steps."},
    {SQLITE_ERROR, "cannot create INSTEAD OF trigger on table: *",
        "INSTEAD OF is for views. Use BEFORE or AFTER."},
    {SQLITE_ERROR, "cannot create * trigger on view: *", "Views have INSTEAD OF triggers only."},
    // Transactions
    {SQLITE_ERROR, "cannot start a transaction within a transaction",
        "The script begins a transaction, and one is open: Strandline has begun it. Leave BEGIN and COMMIT "
        "out, use "
        "SAVEPOINT, or mark the script no-transaction."},
    {SQLITE_ERROR, "cannot commit - no transaction is active",
        "There is one COMMIT too many, or an error has rolled the transaction back before."},
    {SQLITE_ERROR, "cannot rollback - no transaction is active",
        "There is one ROLLBACK too many, or an error has rolled the transaction back before."},
    {SQLITE_ERROR, "cannot VACUUM*",
        "VACUUM has to run alone. Put it into a script of its own, without transaction."},
    {SQLITE_ERROR, "cannot * - SQL statements in progress", "A query is still being read. Let it end first."},
    {SQLITE_ERROR, "cannot ATTACH database within transaction", "Put it into a script without transaction."},
    {SQLITE_ERROR, "cannot DETACH database within transaction", "Put it into a script without transaction."},
    {SQLITE_ERROR, "database * is locked", "It is in use within this transaction. End that first."},
    {SQLITE_ERROR, "Safety level may not be changed inside a transaction",
        "Put PRAGMA synchronous into a script without transaction."},
    {SQLITE_ERROR, "cannot change * wal mode from within a transaction",
        "Put PRAGMA journal_mode into a script without transaction."},
    // Codes that say it themselves
    {SQLITE_CONSTRAINT_UNIQUE, nullptr, findDuplicates},
    {SQLITE_CONSTRAINT_PRIMARYKEY, nullptr, findDuplicates},
    {SQLITE_CONSTRAINT_ROWID, nullptr, findDuplicates},
    {SQLITE_CONSTRAINT_NOTNULL, nullptr, findNulls},
    {SQLITE_CONSTRAINT_CHECK, nullptr, findBreakers},
    {SQLITE_CONSTRAINT_FOREIGNKEY, nullptr, foreignKeys},
    {SQLITE_CONSTRAINT_TRIGGER, nullptr,
        "A trigger of the database refuses this; the message is its own. Read it, and change the data or the "
        "trigger."},
    {SQLITE_CONSTRAINT_DATATYPE, nullptr,
        "The table is STRICT, and the value is of another type. Convert it with CAST, or correct it."},
    {SQLITE_CONSTRAINT, nullptr, "The rows break a rule of the table. The message names it."},
    {SQLITE_MISMATCH, nullptr, "An INTEGER PRIMARY KEY takes whole numbers only. Correct the value."},
    {SQLITE_TOOBIG, nullptr, "A text or blob, or the statement, is beyond SQLite's limit. Split it."},
    {SQLITE_BUSY_SNAPSHOT, nullptr,
        "Another program has written since this transaction began reading, so it cannot write any more. Run "
        "it "
        "again."},
    {SQLITE_BUSY, nullptr,
        "Another program is writing to the file, or reads it for a long time. Close it or wait, and try "
        "again."},
    {SQLITE_LOCKED, nullptr, "A query of the same connection still reads the table. Let it end first."},
    {SQLITE_READONLY_DBMOVED, nullptr,
        "The file was moved or removed while it was open. Nothing can be written to it any more; open it "
        "anew."},
    {SQLITE_READONLY, nullptr,
        "Nothing was changed. The connection is for reading only, or the file or its folder cannot be "
        "written."},
    {SQLITE_AUTH, nullptr, "Nothing was changed. Writing needs a connection opened for it."},
    {SQLITE_FULL, nullptr,
        "The disk that holds the database is full, or max_page_count is reached. Free space; VACUUM and "
        "rebuilding "
        "a table need its size once more."},
    {SQLITE_CANTOPEN, nullptr,
        "A file beside the database (its journal) or the database itself cannot be opened. Check the rights "
        "on the "
        "file and its folder."},
    {SQLITE_IOERR, nullptr,
        "The disk or the network share failed, or the file was removed. Check it; keep databases on local "
        "disks."},
    {SQLITE_CORRUPT, nullptr,
        "The file is damaged. Stop writing to it and restore a backup; “.recover” of the sqlite3 program may "
        "save "
        "what is left."},
    {SQLITE_NOTADB, nullptr, "The file is no SQLite database, or is encrypted. Check the path."},
    {SQLITE_NOMEM, nullptr, "Memory ran out. Close other programs, or work in smaller steps."},
    {SQLITE_SCHEMA, nullptr, "Another program has changed the schema meanwhile. Run the statement again."},
    {SQLITE_PROTOCOL, nullptr,
        "SQLite's locks do not work on this file system. Keep the database on a local disk."},
    {SQLITE_NOLFS, nullptr, "The file is larger than this file system allows. Move the database."},
    {SQLITE_PERM, nullptr, "The file cannot be used with these rights. Change them."},
};

bool fits(const char* pattern, const QString& message)
{
    const QStringList parts = QString::fromLatin1(pattern).split(QLatin1Char('*'));
    if (parts.size() == 1)
        return message == parts.first();
    if (!message.startsWith(parts.first()))
        return false;
    qsizetype at = parts.first().size();
    for (qsizetype i = 1; i + 1 < parts.size(); ++i) {
        at = message.indexOf(parts.at(i), at);
        if (at < 0)
            return false;
        at += parts.at(i).size();
    }
    return message.size() - at >= parts.last().size() && message.endsWith(parts.last());
}

} // namespace

QString catalogueHint(int extendedCode, const QString& message)
{
    for (const Entry& entry : entries) {
        if ((entry.code == extendedCode || entry.code == (extendedCode & 0xff))
            && (!entry.message || fits(entry.message, message)))
            return QString::fromUtf8(entry.hint);
    }
    return {};
}

} // namespace strandline::engine::sqlite

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/error_catalogue.h"

#include "core/engine/postgresql/postgresql_errors.h"

#include <algorithm>

namespace strandline::engine::postgresql {

using base::ErrorCode;

namespace {

// Within one state the entries with a needle come first; the first that fits decides.
constexpr CatalogueEntry entries[] = {
    // Connection and server.
    {"08P01", "", ErrorCode::Sql, "The server did not understand “%1” as it was sent",
        "A script cannot have parameters like $1; write the values into the statement."},
    {"57P01", "", ErrorCode::Connection, "The server ended the connection during “%1”",
        "Somebody stopped the server or ended this session. Connect again, and look at what was kept before "
        "going on."},
    {"57P02", "", ErrorCode::Connection, "The server crashed during “%1”",
        "Read the server's log before trying again; then connect and look at what was kept."},
    {"57P03", "", ErrorCode::Connection, "The server is not ready for “%1”",
        "It is starting up or shutting down; try again in a moment."},
    {"57P05", "", ErrorCode::Connection, "The server closed the idle connection before “%1”",
        "The setting idle_session_timeout ends sessions that wait; connect again."},
    {"25P03", "", ErrorCode::Connection, "The server closed the connection before “%1”",
        "The setting idle_in_transaction_session_timeout ends transactions that wait; nothing of this one "
        "was "
        "kept."},
    {"25P04", "", ErrorCode::Connection, "The server ended the transaction during “%1”",
        "It took longer than transaction_timeout allows; raise that setting for the role that migrates."},
    {"08", "", ErrorCode::Connection, "The connection was lost during “%1”",
        "Connect again and look at what has been done."},
    {"53300", "", ErrorCode::Connection, "The server has no connection left for “%1”",
        "Close sessions that nobody uses, or raise max_connections."},

    // Time, locks, other sessions.
    {"55P03", "", ErrorCode::Conflict, "“%1” waited for a lock and gave up",
        "Another session holds the lock. Try again when it has finished, or end that session; lock_timeout "
        "says how long to wait."},
    {"40P01", "", ErrorCode::Conflict, "“%1” and another session waited for each other",
        "The server ended this side of the deadlock. Try again; taking the locks in the same order "
        "everywhere "
        "avoids it."},
    {"40001", "", ErrorCode::Conflict, "“%1” met a change that another session made at the same time",
        "Try the whole transaction again."},
    {"57014", "", ErrorCode::Sql, "“%1” was stopped by the server",
        "It met the time-out of statement_timeout, or somebody cancelled it. Allow more time for this "
        "migration, or do the work in smaller parts."},
    {"55006", "", ErrorCode::Conflict, "“%1” needs an object that is in use",
        "Another session, a cursor or this session itself still uses it. Close what uses it, then try "
        "again."},

    // Rights and read-only.
    {"42501", "must be owner", ErrorCode::Precondition, "“%1” is for the owner of the object only",
        "Run the migration as the owner, have the ownership transferred to this login, or become a member of "
        "the owning role."},
    {"42501", "", ErrorCode::Precondition, "This login lacks a right that “%1” needs",
        "Log in as a user who may do this, or have the right granted. Since PostgreSQL 15 creating in schema "
        "public needs a grant too."},
    {"25006", "", ErrorCode::Precondition, "The connection is read-only, so “%1” was refused",
        "Nothing was changed. Writing needs a connection opened for it, to a server that is not a standby "
        "and "
        "does not have default_transaction_read_only on."},

    // There already.
    {"42P07", "", ErrorCode::Sql, "“%1” makes a relation whose name is taken",
        "Tables, views, indexes and sequences share their names. If the change was made by hand, mark the "
        "migration as applied; otherwise choose another name or drop the leftover."},
    {"42701", "", ErrorCode::Sql, "“%1” names a column twice, or one that is there already",
        "Remove the second one. If it is left over from an earlier attempt, settle that first."},
    {"42710", "", ErrorCode::Sql, "“%1” makes an object that exists already",
        "Choose another name or drop the old object first. If the change was made by hand, mark the "
        "migration "
        "as applied."},
    {"42P06", "", ErrorCode::Sql, "“%1” makes a schema that exists already",
        "Write CREATE SCHEMA IF NOT EXISTS when either state is fine."},
    {"42P04", "", ErrorCode::Sql, "“%1” makes a database that exists already", "Choose another name."},
    {"42723", "", ErrorCode::Sql, "“%1” makes a function that exists already with these arguments",
        "CREATE OR REPLACE changes the existing one; a changed result type needs DROP FUNCTION first."},
    {"42712", "", ErrorCode::Sql, "“%1” uses a table name twice", "Give each occurrence an alias."},
    {"42P03", "", ErrorCode::Sql, "“%1” opens a cursor that is open already",
        "Close the cursor first or choose another name."},
    {"42P05", "", ErrorCode::Sql, "“%1” prepares a statement whose name is taken",
        "DEALLOCATE the former one or choose another name."},

    // Not there.
    {"42P01", "", ErrorCode::Sql, "“%1” names a table or view that does not exist",
        "It may be made by a later migration, live in a schema outside of search_path, or have capitals in "
        "its name and need double quotes."},
    {"42703", "", ErrorCode::Sql, "“%1” names a column that does not exist",
        "Check its spelling and case. A text belongs between single quotes; double quotes name a column."},
    {"42704", "", ErrorCode::Sql, "“%1” names an object that does not exist",
        "Look the name up: the server made the names of indexes and constraints that were given none. IF "
        "EXISTS allows for both states."},
    {"42883", "operator does not exist", ErrorCode::Sql, "“%1” uses an operator on types it does not know",
        "Cast one side to the type of the other. Type json cannot be compared; jsonb can."},
    {"42883", "", ErrorCode::Sql, "“%1” calls a function that does not exist for these types",
        "Cast the arguments, check search_path, or create the extension that brings the function."},
    {"3F000", "", ErrorCode::Sql, "“%1” needs a schema that does not exist",
        "Create the schema in an earlier migration, or correct search_path."},
    {"3D000", "", ErrorCode::Sql, "“%1” names a database that does not exist",
        "Check the name; without quotes capitals become small letters."},
    {"26000", "", ErrorCode::Sql, "“%1” names a prepared statement that does not exist",
        "PREPARE it in the same migration."},
    {"34000", "", ErrorCode::Sql, "“%1” names a cursor that does not exist",
        "A cursor ends with its transaction unless it is declared WITH HOLD."},
    {"3B001", "", ErrorCode::Sql, "“%1” names a savepoint that does not exist",
        "Set the savepoint in the same transaction."},
    {"42P02", "", ErrorCode::Sql, "“%1” uses a parameter that has no value",
        "A script cannot have parameters like $1; write the value itself."},

    // Rows against rules.
    {"23505", "could not create unique index", ErrorCode::Sql,
        "“%1” found rows with the same key that have to be unique",
        "List them with GROUP BY and HAVING count(*) > 1 and clean up first. A failed CREATE INDEX "
        "CONCURRENTLY leaves an invalid index that has to be dropped."},
    {"23505", "comparetup_index", ErrorCode::Sql, "“%1” found rows with the same key that have to be unique",
        "List them with GROUP BY and HAVING count(*) > 1 and clean up first. A failed CREATE INDEX "
        "CONCURRENTLY leaves an invalid index that has to be dropped."},
    {"23505", "", ErrorCode::Sql, "“%1” would make a second row with the same key",
        "Look for the row with the key shown above; change one of them, or write ON CONFLICT."},
    {"23503", "still referenced", ErrorCode::Sql, "“%1” would leave rows that point to nothing",
        "Delete or move the rows of the other table first, or give its foreign key an ON DELETE rule."},
    {"23503", "", ErrorCode::Sql, "“%1” has a row that points to nothing",
        "Insert the row it refers to first, or correct the value. When a foreign key is being added: the "
        "rows "
        "were there before; find them with a LEFT JOIN, or add the key NOT VALID."},
    {"23514", "no partition", ErrorCode::Sql, "“%1” has a row that no partition takes",
        "Create the partition for this key, or a default partition."},
    {"23514", "ExecFindPartition", ErrorCode::Sql, "“%1” has a row that no partition takes",
        "Create the partition for this key, or a default partition."},
    {"23514", "is violated by some row", ErrorCode::Sql, "“%1” found rows that break the new rule",
        "Find them with WHERE NOT (rule) and correct them; or add the constraint NOT VALID and VALIDATE it "
        "later."},
    {"23514", "ATRewriteTable", ErrorCode::Sql, "“%1” found rows that break the new rule",
        "Find them with WHERE NOT (rule) and correct them; or add the constraint NOT VALID and VALIDATE it "
        "later."},
    {"23514", "", ErrorCode::Sql, "“%1” has a value that a check constraint forbids",
        "Correct the value, or change the constraint first."},
    {"23502", "contains null values", ErrorCode::Sql, "“%1” found empty values where none are allowed",
        "Fill them with an UPDATE first; a new NOT NULL column needs a DEFAULT when the table has rows."},
    {"23502", "ATRewriteTable", ErrorCode::Sql, "“%1” found empty values where none are allowed",
        "Fill them with an UPDATE first; a new NOT NULL column needs a DEFAULT when the table has rows."},
    {"23502", "", ErrorCode::Sql, "“%1” leaves a required column empty",
        "Give the column a value or a default."},
    {"23P01", "", ErrorCode::Sql, "“%1” overlaps a row that excludes it",
        "Correct the overlap with the row shown above."},
    {"23001", "", ErrorCode::Sql, "“%1” was refused to protect rows that others depend on",
        "Change or remove what depends on them first."},
    {"44000", "", ErrorCode::Sql, "“%1” has a row that the view's check option forbids",
        "Correct the row, or write to the table instead of the view."},
    {"21000", "", ErrorCode::Sql, "“%1” found several rows where one is allowed",
        "Narrow the subquery down to one row; with ON CONFLICT DO UPDATE remove rows that occur twice."},

    // Values.
    {"22001", "", ErrorCode::Sql, "“%1” has a text that is longer than its column",
        "Shorten the text or widen the column first."},
    {"22003", "", ErrorCode::Sql, "“%1” has a number that does not fit its type",
        "Use a wider type, for example bigint or numeric with more digits."},
    {"22P02", "", ErrorCode::Sql, "“%1” has a text that its type cannot read",
        "Correct the literal: it is no valid number, uuid, boolean, JSON or label of the enumeration."},
    {"22007", "", ErrorCode::Sql, "“%1” has a text that is no date or time",
        "Write dates as 2026-12-31; other orders depend on the setting DateStyle."},
    {"22008", "", ErrorCode::Sql, "“%1” has a date or time that does not exist",
        "Check day and month: their order depends on the setting DateStyle. 2026-12-31 is always read the "
        "same."},
    {"22021", "", ErrorCode::Sql, "“%1” has bytes that are no text in the database's encoding",
        "Save the file as UTF-8 and run it again."},
    {"22P05", "", ErrorCode::Sql, "“%1” has a character that the database's encoding lacks",
        "Leave the character out, or use a database with encoding UTF8."},
    {"22012", "", ErrorCode::Sql, "“%1” divides by zero", "Write NULLIF(divisor, 0) to get NULL instead."},
    {"22004", "", ErrorCode::Sql, "“%1” uses NULL where a value is needed", "Give a value."},
    {"22023", "", ErrorCode::Sql, "“%1” has a setting or argument with a wrong value",
        "Correct the value; the message names what was expected."},
    {"22026", "", ErrorCode::Sql, "“%1” has a bit string of the wrong length",
        "Make its length that of the column."},
    {"22011", "", ErrorCode::Sql, "“%1” asks for a part of a text with a negative length",
        "Correct the length."},
    {"22025", "", ErrorCode::Sql, "“%1” has an escape sequence that is not valid",
        "Correct what follows the backslash, or write the character itself."},
    {"22P06", "", ErrorCode::Sql, "“%1” has an escape that is not allowed here",
        "Write quotes twice instead of escaping them with a backslash."},
    {"22P04", "", ErrorCode::Sql, "“%1” got data it cannot read",
        "Check the row named above: number of columns, delimiters, and the last line \\\\."},
    {"2200G", "", ErrorCode::Sql, "“%1” returned rows of another shape than declared",
        "Make the types of the result those that are declared."},
    {"428C9", "", ErrorCode::Sql, "“%1” gives a value to a column that the server fills in itself",
        "Leave the column out or write DEFAULT; for an identity column OVERRIDING SYSTEM VALUE keeps yours."},

    // Definitions that do not fit.
    {"42804", "cannot be cast automatically", ErrorCode::Sql,
        "“%1” changes a type without a way to convert the values",
        "Add USING with the expression that converts them, such as USING column::integer."},
    {"42804", "foreign key constraint", ErrorCode::Sql, "“%1” joins columns of different types by a key",
        "Make the types of both columns the same."},
    {"42804", "", ErrorCode::Sql, "“%1” mixes types that do not fit", "Cast the value to the type wanted."},
    {"42846", "", ErrorCode::Sql, "“%1” converts between types that have no conversion",
        "Convert in steps, for example over text."},
    {"42830", "", ErrorCode::Sql, "“%1” refers to columns that are not unique",
        "Give the referenced columns a PRIMARY KEY or UNIQUE constraint first."},
    {"42P16", "multiple primary keys", ErrorCode::Sql, "“%1” gives the table a second primary key",
        "Drop the old primary key in the same statement or before."},
    {"42P16", "view", ErrorCode::Sql, "“%1” changes a view in a way that REPLACE cannot",
        "CREATE OR REPLACE VIEW can only add columns at the end. Drop the view and create it again."},
    {"42P16", "", ErrorCode::Sql, "“%1” defines a table in a way that is not allowed",
        "Correct the definition; the message names the rule."},
    {"42P17", "immutable", ErrorCode::Sql, "“%1” uses a function whose result may change",
        "Indexes, generated columns and partition keys need IMMUTABLE functions; now() and the like are "
        "not."},
    {"42P17", "", ErrorCode::Sql, "“%1” defines an object in a way that is not allowed",
        "Correct the definition; the message names the rule."},
    {"42P13", "", ErrorCode::Sql, "“%1” changes or defines a function in a way that is not allowed",
        "A function's result type and the names of its arguments cannot be replaced: DROP FUNCTION first."},
    {"42P10", "", ErrorCode::Sql, "“%1” refers to columns in a way that fits no index or result",
        "ON CONFLICT needs a unique index on exactly these columns; ORDER BY needs columns of the result."},
    {"42P18", "", ErrorCode::Sql, "“%1” has a value whose type cannot be told", "Cast it, such as ''::text."},
    {"42P19", "", ErrorCode::Sql, "“%1” has a recursive query that is not allowed",
        "Write the recursive part once, behind UNION, outside of subqueries and outer joins."},
    {"42P20", "", ErrorCode::Sql, "“%1” uses a window function where none is allowed",
        "Move it into a subquery."},
    {"42P21", "", ErrorCode::Sql, "“%1” mixes two collations", "Add COLLATE to the expression."},
    {"42P22", "", ErrorCode::Sql, "“%1” has a comparison whose collation cannot be told",
        "Add COLLATE to the expression."},
    {"42803", "", ErrorCode::Sql, "“%1” mixes grouped and single values",
        "Add the column to GROUP BY or put it into an aggregate function; WHERE cannot have aggregates."},
    {"42809", "", ErrorCode::Sql, "“%1” is for another kind of object than the one it names",
        "Use the statement for that kind: DROP VIEW for views, ALTER SEQUENCE for sequences, and so on."},
    {"42702", "", ErrorCode::Sql, "“%1” has a column name that several tables have",
        "Write the table or its alias before the name."},
    {"42725", "", ErrorCode::Sql, "“%1” names a function that exists several times",
        "Add the types of the arguments, or cast the arguments."},
    {"42622", "", ErrorCode::Sql, "“%1” has a name that is too long",
        "Names have at most 63 bytes; shorten it."},
    {"42939", "", ErrorCode::Sql, "“%1” uses a name that is reserved",
        "Names that begin with pg_ belong to the server; choose another."},
    {"42601", "exec_parse_message", ErrorCode::Invalid, "Several statements cannot be run as one",
        "Separate them; each is run by itself."},
    {"42601", "multiple commands", ErrorCode::Invalid, "Several statements cannot be run as one",
        "Separate them; each is run by itself."},
    {"42601", "", ErrorCode::Sql, "“%1” is not SQL that this server understands",
        "Look at the marked place and just before it: a missing comma, quote or semicolon is often there. "
        "Newer syntax needs a newer server."},
    {"42611", "", ErrorCode::Sql, "“%1” defines a column in a way that is not allowed",
        "Correct the definition of the column."},
    {"42602", "", ErrorCode::Sql, "“%1” has a name that is not valid",
        "Correct the name or put it in quotes."},
    {"2BP01", "", ErrorCode::Sql, "“%1” would take away what other objects need",
        "Drop or change the objects listed above first. CASCADE drops them with it: read the list before."},
    {"2F", "", ErrorCode::Sql, "“%1” calls a function that does what it may not",
        "Correct the function's definition."},

    // Transactions.
    {"25001", "", ErrorCode::Sql, "“%1” cannot run inside of a transaction",
        "Put “-- strandline:no-transaction” at the beginning of the migration, and the statement into a "
        "migration of its own."},
    {"25P02", "", ErrorCode::Sql, "“%1” was refused because the transaction had failed before",
        "Look at the first error: everything after it is refused until ROLLBACK."},
    {"25P01", "", ErrorCode::Sql, "“%1” needs a transaction", "Run it inside of a transaction."},
    {"2D000", "", ErrorCode::Sql, "“%1” ends a transaction where that is not allowed",
        "COMMIT and ROLLBACK in a procedure or DO block work only outside of a transaction."},
    {"55P04", "", ErrorCode::Sql, "“%1” uses a label of an enumeration before it is committed",
        "Add the label in one migration and use it in the next."},
    {"55000", "", ErrorCode::Sql, "“%1” is not possible in the present state of the object",
        "The message names the state: change it first, for example REFRESH a view that was never filled, or "
        "give the table a replica identity."},
    {"25", "", ErrorCode::Sql, "“%1” is not possible in this transaction",
        "Check the settings of the transaction."},

    // Not supported.
    {"0A000", "extension", ErrorCode::Sql, "“%1” needs an extension that the server does not have",
        "Have the extension's package installed on the server, or ask the provider which ones are offered."},
    {"58P01", "", ErrorCode::Sql, "“%1” needs a file that the server does not have",
        "Have the file or the extension's package installed on the server."},
    {"0A000", "cannot alter type of a column", ErrorCode::Sql,
        "“%1” changes the type of a column that something else is built on",
        "Drop the view, rule, trigger or generated column named above, change the type, and create it "
        "again."},
    {"0A000", "cannot truncate", ErrorCode::Sql, "“%1” would empty a table that others refer to",
        "Name the referring tables in the same TRUNCATE, or use DELETE."},
    {"0A000", "partition", ErrorCode::Sql, "“%1” is not possible on a partitioned table",
        "A unique key must contain the partition key; an index is built concurrently on each partition, "
        "after "
        "CREATE INDEX … ON ONLY on the table."},
    {"0A000", "", ErrorCode::Sql, "“%1” asks for something this server does not support",
        "Write it in another way, or use a newer version of the server."},

    // Resources.
    {"53100", "", ErrorCode::Io, "The disk of the server is full, so “%1” failed",
        "Free space on the server. A rewrite needs the size of the table once more, and unused replication "
        "slots keep old log files."},
    {"53200", "lock", ErrorCode::Sql, "“%1” needs more locks than the server has room for",
        "Touch fewer tables or partitions in one transaction, or raise max_locks_per_transaction."},
    {"53200", "", ErrorCode::Sql, "The server ran out of memory during “%1”",
        "Do the work in smaller parts, or lower work_mem and maintenance_work_mem."},
    {"53400", "", ErrorCode::Sql, "“%1” exceeds a limit that is configured on the server",
        "Raise the setting named above, or do the work in smaller parts."},
    {"54", "", ErrorCode::Sql, "“%1” is too large or too complex for the server",
        "Split it: rows have at most 1,600 columns, indexes 32, and expressions a limited depth."},
    {"58030", "", ErrorCode::Io, "The server could not read or write its files during “%1”",
        "Check the disk and the log of the server before going on."},
    {"58", "", ErrorCode::Io, "The server met a system error during “%1”",
        "Read the log of the server before going on."},
    {"XX001", "", ErrorCode::Io, "The server found damaged data during “%1”",
        "Stop here: back up the files of the server and check the disk before anything else."},
    {"XX002", "", ErrorCode::Io, "The server found a damaged index during “%1”",
        "REINDEX the index named above, and check the disk of the server."},
    {"XX", "", ErrorCode::Sql, "The server met an error of its own during “%1”",
        "Read the log of the server; if it happens again, report it to those who maintain the server."},

    // Raised by code in the database.
    {"P0001", "", ErrorCode::Sql, "“%1” was stopped by code in the database",
        "A function or trigger raised this error on purpose; the lines under “Where” name it."},
    {"P0002", "", ErrorCode::Sql, "“%1” found no row where one is needed",
        "The function expects exactly one row; check its query and the data."},
    {"P0003", "", ErrorCode::Sql, "“%1” found several rows where one is needed",
        "The function expects exactly one row; check its query and the data."},
    {"P0004", "", ErrorCode::Sql, "“%1” failed an ASSERT in the database",
        "The condition in the function or DO block is not true; check what it looks at."},
    {"39", "", ErrorCode::Sql, "“%1” met a function that broke its rules",
        "Correct the function named under “Where”."},
    {"38", "", ErrorCode::Sql, "“%1” failed in a function outside of SQL",
        "Correct the function named under “Where”."},
    {"HV", "", ErrorCode::Sql, "“%1” failed at another server",
        "Check that the foreign server can be reached and that its options and user mappings are right."},
    {"28", "", ErrorCode::Connection, "The server refused the login during “%1”",
        "Check the user, its password and the right to log in."},

    // Whole classes, for what has no entry above.
    {"22", "", ErrorCode::Sql, "“%1” has a value that is not possible here",
        "Correct the value; the message names it."},
    {"23", "", ErrorCode::Sql, "“%1” breaks a constraint",
        "Correct the rows, or change the constraint first."},
    {"42", "", ErrorCode::Sql, "The server refused “%1”",
        "Correct the statement as the message says; nothing of it was kept."},
    {"53", "", ErrorCode::Sql, "The server lacks resources for “%1”",
        "Do the work in smaller parts, or give the server more."},
    {"55", "", ErrorCode::Sql, "“%1” is not possible in the present state of the database",
        "Change the state that the message names first."},
    {"57", "", ErrorCode::Sql, "The server stopped “%1”",
        "Ask who runs the server whether this was on purpose, and try again."},
    {"", "", ErrorCode::Sql, "The server refused “%1”",
        "Correct the statement as the message says; nothing of it was kept."},
};

} // namespace

const CatalogueEntry& catalogueEntry(const ServerError& server)
{
    // Also errors that came over a connection that is gone, whatever the server said last.
    const bool told =
        server.sqlState.startsWith(QLatin1String("57P")) || server.sqlState.startsWith(QLatin1String("25P0"));
    const QString state = server.connectionLost && !told ? QStringLiteral("08006") : server.sqlState;
    const auto fits = [&](const CatalogueEntry& entry) {
        const QLatin1String needle(entry.needle);
        return state.startsWith(QLatin1String(entry.state))
            && (needle.isEmpty() || server.message.contains(needle, Qt::CaseInsensitive)
                || server.detail.contains(needle, Qt::CaseInsensitive)
                || server.sourceFunction.contains(needle));
    };
    return *std::find_if(std::begin(entries), std::end(entries) - 1, fits);
}

std::span<const CatalogueEntry> errorCatalogue()
{
    return entries;
}

} // namespace strandline::engine::postgresql

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/inverse/inverse_rule.h"

namespace strandline::analysis {

namespace {

constexpr unsigned onPostgreSql = 1;
constexpr unsigned onMySql = 2;
constexpr unsigned onSqlite = 4;
constexpr unsigned everywhere = onPostgreSql | onMySql | onSqlite;

unsigned bitOf(sql::Dialect dialect)
{
    switch (dialect) {
    case sql::Dialect::PostgreSql:
        return onPostgreSql;
    case sql::Dialect::MySql:
        return onMySql;
    case sql::Dialect::Sqlite:
        break;
    }
    return onSqlite;
}

struct Creatable
{
    std::string_view first;
    std::string_view second; ///< may be empty
    const char* drop;
    unsigned dialects;
    const char* warning; ///< "%1" is the name; may be empty
};

constexpr const char* rowsAreLost = "Rows written to %1 since then are lost with it.";
constexpr const char* allIsLost = "Everything created in %1 since then is lost with it.";
constexpr Creatable creatables[] = {
    {"TABLE", "", "DROP TABLE", everywhere, rowsAreLost},
    {"VIRTUAL", "TABLE", "DROP TABLE", onSqlite, rowsAreLost},
    {"UNLOGGED", "TABLE", "DROP TABLE", onPostgreSql, rowsAreLost},
    {"FOREIGN", "TABLE", "DROP FOREIGN TABLE", onPostgreSql, ""},
    {"VIEW", "", "DROP VIEW", everywhere, ""},
    {"RECURSIVE", "VIEW", "DROP VIEW", onPostgreSql, ""},
    {"MATERIALIZED", "VIEW", "DROP MATERIALIZED VIEW", onPostgreSql, ""},
    {"SEQUENCE", "", "DROP SEQUENCE", onPostgreSql | onMySql, "Where %1 counts to is lost with it."},
    {"TYPE", "", "DROP TYPE", onPostgreSql, ""},
    {"DOMAIN", "", "DROP DOMAIN", onPostgreSql, ""},
    {"COLLATION", "", "DROP COLLATION", onPostgreSql, ""},
    {"STATISTICS", "", "DROP STATISTICS", onPostgreSql, ""},
    {"EXTENSION", "", "DROP EXTENSION", onPostgreSql, ""},
    {"PUBLICATION", "", "DROP PUBLICATION", onPostgreSql, ""},
    {"SCHEMA", "", "DROP SCHEMA", onPostgreSql, ""},
    {"SCHEMA", "", "DROP DATABASE", onMySql, allIsLost},
    {"DATABASE", "", "DROP DATABASE", onPostgreSql | onMySql, allIsLost},
    {"EVENT", "", "DROP EVENT", onMySql, ""},
};

/// MySQL: ALGORITHM = MERGE DEFINER = a@b SQL SECURITY INVOKER, before VIEW, EVENT, TRIGGER and routines.
void skipViewOptions(Cursor& cursor)
{
    const size_t begin = cursor.position();
    if (!cursor.view().isMySql() || !cursor.isOneOf({"ALGORITHM", "DEFINER", "SQL"}))
        return;
    if (!cursor.moveToWord({"VIEW", "EVENT"}))
        cursor.moveTo(begin);
}

/// CREATE SCHEMA s CREATE TABLE …: the schema is not empty then and could not be dropped. Without a name it
/// is called as its owner.
ObjectName schemaName(Cursor& cursor)
{
    ObjectName name;
    if (!cursor.is("AUTHORIZATION"))
        name = cursor.plainName();
    if (cursor.accept("AUTHORIZATION")) {
        const bool isKnown = !cursor.isOneOf({"CURRENT_USER", "CURRENT_ROLE", "SESSION_USER"});
        const ObjectName owner = cursor.plainName();
        if (name.isEmpty() && isKnown)
            name = owner;
    }
    return cursor.atEnd() ? name : ObjectName();
}

} // namespace

std::optional<Inverse> inverseOfCreate(Cursor cursor)
{
    const sql::Dialect dialect = cursor.view().dialect();
    if (!cursor.accept("CREATE"))
        return {};
    skipViewOptions(cursor);
    for (const Creatable& creatable : creatables) {
        if (!(creatable.dialects & bitOf(dialect)) || !cursor.is(creatable.first)
            || (!creatable.second.empty() && !cursor.is(creatable.second, 1)))
            continue;
        cursor.skip();
        if (!creatable.second.empty())
            cursor.skip();
        if (cursor.acceptIfNotExists())
            return {}; // it may have been there before
        const bool isSchema = creatable.first == "SCHEMA" && dialect == sql::Dialect::PostgreSql;
        const ObjectName name = isSchema ? schemaName(cursor) : cursor.name();
        if (name.isEmpty())
            return {};
        Inverse inverse;
        inverse.sql = QLatin1String(creatable.drop) + QLatin1Char(' ') + name.quoted(dialect);
        if (*creatable.warning)
            inverse.warning = QString::fromLatin1(creatable.warning).arg(name.shown);
        return inverse;
    }
    return {};
}

std::optional<Inverse> inverseOfCreateIndex(Cursor cursor)
{
    const sql::Dialect dialect = cursor.view().dialect();
    if (!cursor.accept("CREATE"))
        return {};
    cursor.acceptOneOf({"UNIQUE", "FULLTEXT", "SPATIAL"});
    if (!cursor.accept("INDEX"))
        return {};
    const bool concurrently = dialect == sql::Dialect::PostgreSql && cursor.accept("CONCURRENTLY");
    // Without a name the server chooses one; the script does not know it.
    if (cursor.acceptIfNotExists() || cursor.is("ON"))
        return {};
    const ObjectName name = cursor.name();
    if (name.isEmpty() || !cursor.moveToWord({"ON"}))
        return {};
    cursor.skip();
    if (dialect == sql::Dialect::PostgreSql)
        cursor.accept("ONLY");
    const ObjectName table = cursor.name();
    if (table.isEmpty())
        return {};
    Inverse inverse;
    if (dialect == sql::Dialect::MySql)
        inverse.sql = QStringLiteral("DROP INDEX %1 ON %2").arg(name.quoted(dialect), table.quoted(dialect));
    else if (dialect == sql::Dialect::PostgreSql) // an index lives in the schema of its table
        inverse.sql =
            (concurrently ? QStringLiteral("DROP INDEX CONCURRENTLY ") : QStringLiteral("DROP INDEX "))
            + quotedBeside(name, table, dialect);
    else
        inverse.sql = QStringLiteral("DROP INDEX ") + name.quoted(dialect);
    return inverse;
}

} // namespace strandline::analysis

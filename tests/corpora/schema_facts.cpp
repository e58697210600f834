// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/corpora/schema_facts.h"

#include "core/sql/identifier.h"

#include <QRegularExpression>

namespace strandline::corpora {

namespace {

/// Catalogue queries; pg_dump orders objects in another way, so nothing here depends on an oid.
const QStringList kPostgresql {
    QStringLiteral(
        "SELECT 'column', n.nspname, c.relname, row_number() OVER (PARTITION BY c.oid ORDER BY attnum), "
        "attname, format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated, "
        "pg_get_expr(adbin, adrelid) FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid JOIN "
        "pg_namespace n ON n.oid = relnamespace LEFT JOIN pg_attrdef d ON adrelid = attrelid AND adnum "
        "= attnum WHERE attnum > 0 AND NOT attisdropped AND relkind IN ('r', 'p', 'v', 'm', 'c', 'S') "
        "AND c.relname NOT LIKE 'strandline%' AND n.nspname NOT IN ('pg_catalog', "
        "'information_schema') AND n.nspname NOT LIKE 'pg_toast%' AND NOT EXISTS (SELECT 1 FROM "
        "pg_depend e WHERE e.objid = c.oid AND e.deptype = 'e')"),
    QStringLiteral(
        "SELECT 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) "
        "AND conrelid::regclass::text NOT LIKE '%strandline%'"),
    QStringLiteral("SELECT 'index', indexdef FROM pg_indexes WHERE schemaname NOT IN ('pg_catalog', "
                   "'information_schema', 'pg_toast') AND tablename NOT LIKE 'strandline%'"),
    QStringLiteral("SELECT 'invalid index', count(*) FROM pg_index WHERE NOT indisvalid"),
    QStringLiteral("SELECT 'view', schemaname, viewname, definition FROM pg_views WHERE schemaname NOT IN "
                   "('pg_catalog', 'information_schema')"),
    QStringLiteral("SELECT 'materialized', schemaname, matviewname, definition FROM pg_matviews"),
    QStringLiteral(
        "SELECT 'routine', pg_get_functiondef(p.oid) FROM pg_proc p WHERE pronamespace NOT IN "
        "('pg_catalog'::regnamespace, 'information_schema'::regnamespace) AND prokind <> 'a' AND "
        "proname NOT LIKE 'strandline%' AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.objid = p.oid "
        "AND e.deptype = 'e')"),
    QStringLiteral(
        "SELECT 'trigger', pg_get_triggerdef(t.oid), tgenabled FROM pg_trigger t JOIN pg_class c ON "
        "c.oid = tgrelid WHERE NOT tgisinternal AND relname NOT LIKE 'strandline%'"),
    QStringLiteral(
        "SELECT 'enum', enumtypid::regtype, string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM "
        "pg_enum GROUP BY enumtypid"),
    QStringLiteral("SELECT 'extension', extname FROM pg_extension"),
    QStringLiteral(
        "SELECT 'policy', schemaname, tablename, policyname, permissive, roles, cmd, qual, with_check "
        "FROM pg_policies"),
    QStringLiteral(
        "SELECT 'sequence', schemaname, sequencename, data_type, start_value, increment_by, cycle FROM "
        "pg_sequences WHERE sequencename NOT LIKE 'strandline%'"),
};

/// The expected schema has lost all lines that are comment or begin with SET, also those within bodies.
QString withoutComments(const QString& text)
{
    QStringList lines;
    for (const QString& line : text.split(QLatin1Char('\n'))) {
        if (!line.trimmed().isEmpty() && !line.trimmed().startsWith(QLatin1String("--"))
            && !line.startsWith(QLatin1String("SET ")))
            lines << line;
    }
    return lines.join(QLatin1Char('\n'));
}

base::Result<QStringList> linesOf(db::Connection& connection, const QString& query)
{
    const auto rows = connection.query(query);
    if (!rows)
        return base::forward(rows);
    QStringList lines;
    for (const QVariantList& row : rows->rows) {
        QStringList cells;
        for (const QVariant& cell : row)
            cells << (cell.isNull() ? QStringLiteral("-") : cell.toString());
        lines << withoutComments(cells.join(QLatin1Char('|')));
    }
    return lines;
}

base::Result<QStringList> allLines(db::Connection& connection, const QStringList& queries)
{
    QStringList all;
    for (const QString& query : queries) {
        const auto lines = linesOf(connection, query);
        if (!lines)
            return lines;
        all += *lines;
    }
    all.sort();
    return all;
}

/// The server's own words for each table; they do not hold the name of the database.
base::Result<QStringList> mysqlFacts(db::Connection& connection)
{
    const auto tables = tablesLeft(connection);
    if (!tables)
        return tables;
    QStringList all;
    for (const QString& table : *tables) {
        const auto rows = connection.query(
            QStringLiteral("SHOW CREATE TABLE %1").arg(sql::quoteIdentifier(table, sql::Dialect::MySql)));
        if (!rows)
            return base::forward(rows);
        static const QRegularExpression counter(QStringLiteral(" AUTO_INCREMENT=\\d+"));
        all << rows->rows.value(0).value(1).toString().remove(counter);
    }
    const auto more = allLines(connection,
        {QStringLiteral(
             "SELECT 'view', table_name, view_definition FROM information_schema.views WHERE table_schema = "
             "database()"),
            QStringLiteral("SELECT 'routine', routine_type, routine_name, routine_definition FROM "
                           "information_schema.routines WHERE routine_schema = database()"),
            QStringLiteral(
                "SELECT 'trigger', trigger_name, event_manipulation, action_timing, action_statement FROM "
                "information_schema.triggers WHERE trigger_schema = database() AND trigger_name NOT LIKE "
                "'strandline%'")});
    if (!more)
        return more;
    return all + *more;
}

/// By structure: the stored text keeps the spelling of the statement that made the table last.
base::Result<QStringList> sqliteFacts(db::Connection& connection)
{
    const QString ours =
        QStringLiteral("m.tbl_name NOT LIKE 'strandline%' AND m.tbl_name NOT LIKE 'sqlite\\_%' "
                       "ESCAPE '\\'");
    return allLines(connection,
        {QStringLiteral(
             "SELECT 'column', m.name, x.cid, x.name, upper(x.type), x.\"notnull\", x.dflt_value, x.pk, "
             "x.hidden FROM sqlite_schema m, pragma_table_xinfo(m.name) x WHERE m.type IN ('table', "
             "'view') AND %1")
                .arg(ours),
            QStringLiteral(
                "SELECT 'key', m.name, f.id, f.seq, f.\"table\", f.\"from\", f.\"to\", f.on_update, "
                "f.on_delete "
                "FROM sqlite_schema m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND %1")
                .arg(ours),
            QStringLiteral(
                "SELECT 'index', m.name, CASE WHEN l.origin = 'c' THEN l.name ELSE l.origin END, "
                "l.\"unique\", "
                "l.partial, (SELECT group_concat(coalesce(i.name, 'expression') || i.\"desc\" || i.coll) "
                "FROM "
                "pragma_index_xinfo(l.name) i WHERE i.key) FROM sqlite_schema m, pragma_index_list(m.name) l "
                "WHERE m.type = 'table' AND %1")
                .arg(ours),
            QStringLiteral("SELECT m.type, m.name, m.sql FROM sqlite_schema m WHERE m.type IN ('trigger', "
                           "'view') AND %1")
                .arg(ours)});
}

} // namespace

base::Result<QStringList> schemaFacts(db::Connection& connection)
{
    switch (connection.info().dialect) {
    case sql::Dialect::Sqlite:
        return sqliteFacts(connection);
    case sql::Dialect::PostgreSql:
        return allLines(connection, kPostgresql);
    case sql::Dialect::MySql:
        break;
    }
    return mysqlFacts(connection);
}

base::Result<QStringList> tablesLeft(db::Connection& connection)
{
    switch (connection.info().dialect) {
    case sql::Dialect::Sqlite:
        return linesOf(connection,
            QStringLiteral(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'strandline%' AND "
                "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 1"));
    case sql::Dialect::PostgreSql:
        return linesOf(connection,
            QStringLiteral(
                "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname NOT IN "
                "('pg_catalog', 'information_schema') AND tablename NOT LIKE 'strandline%' ORDER BY 1"));
    case sql::Dialect::MySql:
        break;
    }
    return linesOf(connection,
        QStringLiteral("SELECT table_name FROM information_schema.tables WHERE table_schema = database() AND "
                       "table_type = 'BASE TABLE' AND table_name NOT LIKE 'strandline%' ORDER BY 1"));
}

} // namespace strandline::corpora

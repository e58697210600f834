// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/mysql/schema_reader.h"

#include "core/base/digest.h"
#include "core/sql/identifier.h"

#include <QHash>

#include <algorithm>

namespace strandline::engine::mysql {

namespace {

/// A view of information_schema; the columns that name the database and the table.
struct Source
{
    const char* view;
    const char* schemaColumn;
    const char* tableColumn; ///< null: not about tables
    const char* condition; ///< null: all rows
};

constexpr Source sources[] = {
    {"SCHEMATA", "SCHEMA_NAME", nullptr, nullptr},
    {"TABLES", "TABLE_SCHEMA", "TABLE_NAME", nullptr},
    {"COLUMNS", "TABLE_SCHEMA", "TABLE_NAME", nullptr},
    {"STATISTICS", "TABLE_SCHEMA", "TABLE_NAME", nullptr},
    {"TABLE_CONSTRAINTS", "TABLE_SCHEMA", "TABLE_NAME", nullptr},
    {"KEY_COLUMN_USAGE", "TABLE_SCHEMA", "TABLE_NAME", nullptr},
    {"REFERENTIAL_CONSTRAINTS", "CONSTRAINT_SCHEMA", "TABLE_NAME", nullptr},
    {"CHECK_CONSTRAINTS", "CONSTRAINT_SCHEMA", "TABLE_NAME", nullptr},
    {"PERIODS", "TABLE_SCHEMA", "TABLE_NAME", nullptr},
    {"KEY_PERIOD_USAGE", "TABLE_SCHEMA", "TABLE_NAME", nullptr},
    {"PARTITIONS", "TABLE_SCHEMA", "TABLE_NAME", "PARTITION_NAME IS NOT NULL"},
    {"VIEWS", "TABLE_SCHEMA", "TABLE_NAME", nullptr},
    {"TRIGGERS", "TRIGGER_SCHEMA", "EVENT_OBJECT_TABLE", nullptr},
    {"ROUTINES", "ROUTINE_SCHEMA", nullptr, nullptr},
    {"PARAMETERS", "SPECIFIC_SCHEMA", nullptr, nullptr},
    {"EVENTS", "EVENT_SCHEMA", nullptr, nullptr},
};

/// Counters, sizes and times, and what depends on who asks.
constexpr const char* volatileColumns[] = {"TABLE_ROWS", "AVG_ROW_LENGTH", "DATA_LENGTH", "MAX_DATA_LENGTH",
    "INDEX_LENGTH", "MAX_INDEX_LENGTH", "DATA_FREE", "AUTO_INCREMENT", "CREATE_TIME", "UPDATE_TIME",
    "CHECK_TIME", "CHECKSUM", "VERSION", "TEMPORARY", "CARDINALITY", "CREATED", "LAST_ALTERED",
    "LAST_EXECUTED", "ORIGINATOR", "PRIVILEGES"};

QString quoted(const QString& text)
{
    return sql::quoteLiteral(text, sql::Dialect::MySql);
}

base::Result<QHash<QString, QStringList>> columnsOfViews(db::Connection& connection)
{
    QHash<QString, QStringList> columns;
    const auto read = connection.forEachRow(
        QStringLiteral("SELECT table_name, column_name FROM information_schema.columns"
                       " WHERE table_schema = 'information_schema' ORDER BY table_name, ordinal_position"),
        {}, [&columns](const QVariantList& row) {
            columns[row.at(0).toString().toUpper()] << row.at(1).toString().toUpper();
            return true;
        });
    if (!read)
        return base::forward(read);
    return columns;
}

QString selectOf(const Source& source, const QStringList& available, const QString& database)
{
    QStringList columns;
    for (const QString& column : available) {
        const bool changes = std::any_of(std::begin(volatileColumns), std::end(volatileColumns),
            [&column](const char* name) { return column == QLatin1String(name); });
        if (!changes)
            columns << column;
    }
    QString sql = QStringLiteral("SELECT %1 FROM information_schema.%2 WHERE %3")
                      .arg(columns.join(QStringLiteral(", ")), QLatin1String(source.view),
                          inDatabase(source.schemaColumn, database));
    // MySQL's view of check constraints does not tell the table.
    if (source.tableColumn && available.contains(QLatin1String(source.tableColumn))) {
        sql += QStringLiteral(" AND %1 NOT IN ('strandline_history', 'strandline_log', 'strandline_script')")
                   .arg(QLatin1String(source.tableColumn));
    }
    if (source.condition)
        sql += QStringLiteral(" AND ") + QLatin1String(source.condition);
    return sql;
}

/// What differs between two databases with the same schema: their own name and who made them.
struct Normaliser
{
    QString database;
    QString prefix; ///< "`database`."
    QString user;

    QByteArray field(const QVariant& value) const
    {
        if (value.isNull())
            return "-:";
        QString text = value.toString();
        if (text == database || text == user)
            text = QStringLiteral(".");
        else
            text.remove(prefix);
        const QByteArray utf8 = text.toUtf8();
        return QByteArray::number(utf8.size()) + ':' + utf8;
    }
};

base::Result<QByteArrayList> readRows(db::Connection& connection, const QString& sql, const Normaliser& same)
{
    QByteArrayList lines;
    const auto read = connection.forEachRow(sql, {}, [&lines, &same](const QVariantList& row) {
        QByteArray line;
        for (const QVariant& value : row)
            line += same.field(value);
        lines << line;
        return true;
    });
    if (!read)
        return base::forward(read);
    // Sorted here, byte by byte: the server's order depends on collations.
    std::sort(lines.begin(), lines.end());
    return lines;
}

/// MariaDB tells only here from where to where a sequence counts.
base::Result<QByteArrayList> readSequences(db::Connection& connection, const Normaliser& same)
{
    const auto names = connection.query(QStringLiteral("SELECT TABLE_NAME FROM information_schema.TABLES"
                                                       " WHERE TABLE_TYPE = 'SEQUENCE' AND ")
        + inDatabase("TABLE_SCHEMA", same.database));
    if (!names)
        return base::forward(names);
    QByteArrayList lines;
    for (const QVariantList& row : names->rows) {
        const auto shown = readRows(connection,
            QStringLiteral("SHOW CREATE SEQUENCE ")
                + sql::quoteIdentifier(row.at(0).toString(), sql::Dialect::MySql),
            same);
        if (!shown)
            return shown;
        lines << *shown;
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

void addAll(base::Sha256& digest, const char* what, const QByteArrayList& lines)
{
    digest.add(QByteArray(what) + ' ' + QByteArray::number(lines.size()) + '\n');
    for (const QByteArray& line : lines)
        digest.add(QByteArray::number(line.size()) + ' ' + line);
}

} // namespace

QString inDatabase(const char* column, const QString& database)
{
    return QStringLiteral("%1 = %2 AND (@@lower_case_table_names <> 0 OR BINARY %1 = BINARY %2)")
        .arg(QLatin1String(column), quoted(database));
}

base::Result<QByteArray> schemaDigest(db::Connection& connection)
{
    const auto available = columnsOfViews(connection);
    if (!available)
        return base::forward(available);
    const QString database = connection.info().database;
    const Normaliser same {database, sql::quoteIdentifier(database, sql::Dialect::MySql) + QLatin1Char('.'),
        connection.info().user};
    base::Sha256 digest;
    digest.add("strandline mysql schema 1\n");
    for (const Source& source : sources) {
        const QStringList columns = available->value(QLatin1String(source.view));
        if (columns.isEmpty())
            continue; // this server has no such things
        const auto lines = readRows(connection, selectOf(source, columns, database), same);
        if (!lines)
            return base::forward(lines);
        addAll(digest, source.view, *lines);
    }
    const auto sequences = readSequences(connection, same);
    if (!sequences)
        return base::forward(sequences);
    addAll(digest, "SEQUENCES", *sequences);
    return digest.hex();
}

base::Result<QList<QByteArray>> dropStatements(db::Connection& connection)
{
    const QString database = connection.info().database;
    const auto checks = connection.query(QStringLiteral("SELECT @@foreign_key_checks"));
    if (!checks)
        return base::forward(checks);
    const auto rows = connection.query(
        QStringLiteral("SELECT 1 AS place, 'EVENT' AS kind, EVENT_NAME AS name FROM information_schema.EVENTS"
                       " WHERE %1 UNION ALL SELECT CASE TABLE_TYPE WHEN 'VIEW' THEN 2 WHEN 'SEQUENCE' THEN 4"
                       " ELSE 3 END, CASE TABLE_TYPE WHEN 'VIEW' THEN 'VIEW' WHEN 'SEQUENCE' THEN 'SEQUENCE'"
                       " ELSE 'TABLE' END, TABLE_NAME FROM information_schema.TABLES WHERE %2"
                       " UNION ALL SELECT 5, ROUTINE_TYPE, ROUTINE_NAME FROM information_schema.ROUTINES"
                       " WHERE %3 AND ROUTINE_TYPE <> 'PACKAGE BODY'")
            .arg(inDatabase("EVENT_SCHEMA", database), inDatabase("TABLE_SCHEMA", database),
                inDatabase("ROUTINE_SCHEMA", database)));
    if (!rows)
        return base::forward(rows);
    auto objects = rows->rows;
    std::stable_sort(objects.begin(), objects.end(), [](const QVariantList& a, const QVariantList& b) {
        return std::pair(a.at(0).toInt(), a.at(2).toString())
            < std::pair(b.at(0).toInt(), b.at(2).toString());
    });
    // Tables before sequences, which their defaults may use; triggers go with their tables.
    QList<QByteArray> statements {"SET SESSION foreign_key_checks = 0"};
    for (const QVariantList& row : objects) {
        statements << "DROP " + row.at(1).toByteArray() + ' '
                + sql::quoteIdentifier(row.at(2).toString(), sql::Dialect::MySql).toUtf8();
    }
    statements << "SET SESSION foreign_key_checks = " + checks->rows.value(0).value(0).toByteArray();
    return statements;
}

} // namespace strandline::engine::mysql

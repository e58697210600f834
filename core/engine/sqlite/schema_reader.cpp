// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/sqlite/schema_reader.h"

#include "core/base/digest.h"
#include "core/sql/identifier.h"

namespace strandline::engine::sqlite {

namespace {

/// Each value with its length before it, so that no two lists of values look the same.
void addField(base::Sha256& digest, const QVariant& value)
{
    const QByteArray text = value.toString().toUtf8();
    digest.add(value.isNull() ? QByteArray("-") : QByteArray::number(text.size()));
    digest.add(":");
    digest.add(text);
}

QByteArray dropOf(const char* kind, const QVariant& name)
{
    return QByteArray("DROP ") + kind + " main."
        + sql::quoteIdentifier(name.toString(), sql::Dialect::Sqlite).toUtf8();
}

base::Result<int> readNumber(db::Connection& connection, const char* pragma)
{
    const auto rows = connection.query(QStringLiteral("PRAGMA ") + QLatin1String(pragma));
    if (!rows)
        return base::forward(rows);
    return rows->rows.value(0).value(0).toInt();
}

} // namespace

base::Result<QByteArray> schemaDigest(db::Connection& connection)
{
    base::Sha256 digest;
    digest.add("strandline sqlite schema 1\n");
    for (const char* pragma : {"main.user_version", "main.application_id"}) {
        const auto number = readNumber(connection, pragma);
        if (!number)
            return base::forward(number);
        addField(digest, *number);
    }
    // Of what SQLite makes by itself: sqlite_sequence and the statistics say nothing about the schema, and
    // the indexes of constraints are told by their table.
    const auto read = connection.forEachRow(
        QStringLiteral("SELECT type, name, tbl_name, sql FROM main.sqlite_master"
                       " WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND lower(tbl_name) NOT IN"
                       " ('strandline_history', 'strandline_log', 'strandline_script')"
                       " ORDER BY type COLLATE BINARY, name COLLATE BINARY"),
        {}, [&digest](const QVariantList& row) {
            for (const QVariant& value : row)
                addField(digest, value);
            return true;
        });
    if (!read)
        return base::forward(read);
    return digest.hex();
}

base::Result<QList<QByteArray>> dropStatements(db::Connection& connection)
{
    const auto foreignKeys = readNumber(connection, "foreign_keys");
    if (!foreignKeys)
        return base::forward(foreignKeys);
    // pragma_table_list knows which tables are virtual and which belong to one and go with it.
    const auto rows = connection.query(QStringLiteral(
        "SELECT kind, name FROM (SELECT 1 AS place, 'TRIGGER' AS kind, name FROM main.sqlite_master"
        " WHERE type = 'trigger' UNION ALL SELECT 2, 'VIEW', name FROM main.sqlite_master WHERE type = 'view'"
        " UNION ALL SELECT CASE type WHEN 'virtual' THEN 3 ELSE 4 END, 'TABLE', name FROM pragma_table_list"
        " WHERE schema = 'main' AND type IN ('table', 'virtual')"
        " AND (name NOT LIKE 'sqlite\\_%' ESCAPE '\\' OR name LIKE 'sqlite\\_stat_' ESCAPE '\\'))"
        " ORDER BY place, name COLLATE BINARY"));
    if (!rows)
        return base::forward(rows);
    // Without effect inside of a transaction: whoever runs these must not have one open. With the switch on,
    // dropping a table deletes its rows first, and those who point to it would object.
    QList<QByteArray> statements {"PRAGMA foreign_keys = OFF"};
    for (const QVariantList& row : rows->rows)
        statements << dropOf(row.at(0).toByteArray().constData(), row.at(1));
    statements << "PRAGMA main.user_version = 0"
               << "PRAGMA main.application_id = 0";
    if (*foreignKeys != 0)
        statements << "PRAGMA foreign_keys = ON";
    return statements;
}

} // namespace strandline::engine::sqlite

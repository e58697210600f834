// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/bookkeeping_format.h"

#include "core/history/bookkeeping_scripts.h"
#include "core/migration/migration_set.h"

#include <QSet>

namespace strandline::history {

namespace {

const QString kHistory = QStringLiteral("strandline_history");
const QString kLog = QStringLiteral("strandline_log");
const QString kScript = QStringLiteral("strandline_script");

base::Error problem(base::ErrorCode code, const QString& summary, const QString& detail, const QString& hint)
{
    return {code, summary, detail, hint, {}, {}};
}

/// What must be there for a table to be ours, in any format. What later formats add is not asked for.
QStringList requiredColumns(const QString& table)
{
    if (table == kHistory)
        return QStringLiteral("sequence kind version name status meaning up_sha256 down_sha256 applied_at "
                              "applied_by duration_ms run_id program_version")
            .split(QLatin1Char(' '));
    if (table == kLog)
        return QStringLiteral("id happened_at kind run_id migration_kind version name direction statement "
                              "statement_count statements_kept in_transaction sha256 actor host "
                              "program_version duration_ms row_count error_code error detail")
            .split(QLatin1Char(' '));
    return QStringLiteral("sha256 encoding size content").split(QLatin1Char(' '));
}

base::Result<QSet<QString>> columnsOf(db::Connection& connection, const QString& schema, const QString& table)
{
    base::Result<db::Rows> found;
    switch (connection.info().dialect) {
    case sql::Dialect::PostgreSql:
        found = connection.query(
            QStringLiteral("SELECT a.attname FROM pg_catalog.pg_attribute a "
                           "JOIN pg_catalog.pg_class c ON c.oid = a.attrelid "
                           "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
                           "WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped"),
            {schema, table});
        break;
    case sql::Dialect::MySql:
        found = connection.query(QStringLiteral("SELECT column_name FROM information_schema.columns "
                                                "WHERE table_schema = ? AND table_name = ?"),
            {schema, table});
        break;
    case sql::Dialect::Sqlite:
        found = connection.query(QStringLiteral("SELECT name FROM pragma_table_info(?, 'main')"), {table});
        break;
    }
    if (!found)
        return base::forward(found);
    QSet<QString> columns;
    for (const QVariantList& row : std::as_const(found->rows))
        columns.insert(row.at(0).toString().toLower());
    return columns;
}

base::Result<void> checkColumns(
    db::Connection& connection, const QString& schema, const QString& table, const QStringList& required)
{
    auto columns = columnsOf(connection, schema, table);
    if (!columns)
        return base::forward(columns);
    if (columns->isEmpty()) {
        // Every table has columns. MariaDB lists one that is being made before it shows them.
        return base::fail(base::ErrorCode::Conflict,
            QStringLiteral("The columns of %1 cannot be seen").arg(table),
            QStringLiteral("Another run is making the table, or this login has no right on it."),
            QStringLiteral("Look again in a moment; if it stays, grant SELECT on %1.").arg(table));
    }
    QStringList missing;
    for (const QString& column : required) {
        if (!columns->contains(column))
            missing.append(column);
    }
    if (missing.isEmpty())
        return {};
    // The whole difference, also when less of it was asked for: it helps to find out whose table it is.
    missing.clear();
    for (const QString& column : requiredColumns(table)) {
        if (!columns->contains(column))
            missing.append(column);
    }
    return base::fail(base::ErrorCode::Invalid,
        QStringLiteral("The table %1 was not made by Strandline").arg(table),
        QStringLiteral("It lacks the columns %1.").arg(missing.join(QLatin1String(", "))),
        QStringLiteral("If another program owns the table, set history_schema for this environment in "
                       "strandline.toml, so that Strandline keeps its own elsewhere."));
}

base::Error logWithoutHistory()
{
    return problem(base::ErrorCode::Precondition,
        QStringLiteral("The history of this database is missing, its log is not"),
        QStringLiteral(
            "strandline_log exists and strandline_history does not: somebody dropped it or may not see it. "
            "Everything would look as if it had never run."),
        QStringLiteral("Restore the table from a backup, or mark what ran as applied in a new one; the log "
                       "tells what that was."));
}

base::Error newerFormat(int format, const QString& writer)
{
    const QString by =
        writer.isEmpty() ? QStringLiteral("a newer Strandline") : QStringLiteral("Strandline ") + writer;
    return problem(base::ErrorCode::Unsupported,
        QStringLiteral("The bookkeeping of this database is newer than this program"),
        QStringLiteral("It has format %1, made by %2; this program reads formats up to %3.")
            .arg(format)
            .arg(by)
            .arg(kBookkeepingFormat),
        QStringLiteral("Open the project with %1 or later.").arg(by));
}

base::Result<void> readFormat(db::Connection& connection, BookkeepingTables& tables)
{
    const QString table = historyTable(connection.info(), tables.schema);
    auto rows = connection.query(
        QStringLiteral("SELECT version, status, program_version FROM %1 WHERE kind = 'bookkeeping'")
            .arg(table));
    if (!rows)
        return base::fail(withRightsHint(rows.error(), connection.info(), table));
    tables.format = rows->size();
    QString newest;
    QString writer;
    for (const QVariantList& row : std::as_const(rows->rows)) {
        const QString version = row.at(0).toString();
        if (newest.isEmpty() || migration::versionLess(newest, version)) {
            newest = version;
            writer = row.at(2).toString();
        }
    }
    if (tables.format > kBookkeepingFormat)
        return base::fail(newerFormat(tables.format, writer));
    const QList<BookkeepingMigration> known = bookkeepingMigrations(connection.info().dialect);
    for (const QVariantList& row : std::as_const(rows->rows)) {
        if (row.at(0).toString() == known.last().version)
            tables.logIsProtected = row.at(1).toString() == QLatin1String("applied");
    }
    if (tables.format == 0) {
        tables.format = 1;
        tables.problems.append(problem(base::ErrorCode::Invalid,
            QStringLiteral("The bookkeeping tables do not say their format"),
            QStringLiteral("strandline_history has no row of kind “bookkeeping”: the tables were made by "
                           "hand, or making them "
                           "was interrupted. They are read as format 1."),
            QStringLiteral("The next apply completes them.")));
    }
    return {};
}

} // namespace

base::Result<void> checkFormat(db::Connection& connection, BookkeepingTables& tables)
{
    if (!tables.hasHistory)
        return tables.hasLog ? base::Result<void>(base::fail(logWithoutHistory())) : base::Result<void>();
    // Only what never changes is asked for first, so that an old program still finds out that it is too old.
    const QStringList forEver {QStringLiteral("kind"), QStringLiteral("version"), QStringLiteral("status"),
        QStringLiteral("program_version")};
    if (auto ours = checkColumns(connection, tables.schema, kHistory, forEver); !ours)
        return ours;
    if (auto read = readFormat(connection, tables); !read)
        return read;
    for (const auto& [name, has] : {std::pair {kHistory, tables.hasHistory}, std::pair {kLog, tables.hasLog},
             std::pair {kScript, tables.hasScript}}) {
        if (!has)
            continue;
        if (auto ours = checkColumns(connection, tables.schema, name, requiredColumns(name)); !ours)
            return ours;
    }
    return {};
}

} // namespace strandline::history

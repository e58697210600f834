// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/sqlite/introspect/kept_statements.h"

#include "core/schema/sqlite/create_table.h"

namespace strandline::engine::sqlite {

using schema::Column;

namespace {

/// pragma_table_list is younger than the rest, and knows only modules that are loaded.
constexpr int kTableListSince = 33700;

const QString kKept = QStringLiteral(
    "SELECT type, name, tbl_name, sql FROM main.sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    " AND lower(tbl_name) NOT IN ('strandline_history', 'strandline_log', 'strandline_script')"
    " ORDER BY rowid");

const QString kColumns = QStringLiteral(
    "SELECT m.name, x.name, x.type, x.\"notnull\", x.dflt_value, x.hidden FROM main.sqlite_master AS m"
    " JOIN pragma_table_xinfo(m.name, 'main') AS x WHERE m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'");

/// The tables behind each kind of virtual table, for libraries and modules that do not tell.
QStringList shadowSuffixes(const QString& module)
{
    const auto list = [](const char* suffixes) {
        return QString::fromLatin1(suffixes).split(QLatin1Char(' '));
    };
    if (module == QLatin1String("fts5"))
        return list("data idx content docsize config");
    if (module == QLatin1String("fts4") || module == QLatin1String("fts3"))
        return list("content segments segdir docsize stat");
    if (module.startsWith(QLatin1String("rtree")) || module == QLatin1String("geopoly"))
        return list("node parent rowid");
    return {};
}

void addShadowsByName(const KeptStatement& row, QSet<QString>& shadows)
{
    const schema::sqlite::StatementTokens tokens(row.sql);
    if (!schema::sqlite::isVirtualTable(tokens))
        return;
    const QString module = tokens.name(schema::sqlite::createdName(tokens) + 2).toLower();
    for (const QString& suffix : shadowSuffixes(module))
        shadows.insert(schema::sqlite::foldedName(row.name + QLatin1Char('_') + suffix));
}

base::Result<void> readShadows(db::Connection& connection, KeptStatements& kept)
{
    for (const KeptStatement& row : kept.rows)
        addShadowsByName(row, kept.shadowTables);
    if (connection.info().versionNumber < kTableListSince)
        return {};
    const auto rows = connection.query(
        QStringLiteral("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow'"));
    if (!rows)
        return base::forward(rows);
    for (const QVariantList& row : rows->rows)
        kept.shadowTables.insert(schema::sqlite::foldedName(row.at(0).toString()));
    return {};
}

base::Result<void> readColumns(
    db::Connection& connection, const QString& condition, const QVariantList& values, KeptStatements& kept)
{
    QHash<QString, QList<Column>> found;
    const auto read = connection.forEachRow(kColumns + condition, values, [&](const QVariantList& row) {
        Column column;
        column.name = row.at(1).toString();
        column.type = schema::sqlite::normalType(row.at(2).toString());
        column.notNull = row.at(3).toInt() != 0;
        if (!row.at(4).isNull())
            column.defaultValue = row.at(4).toString();
        const int hidden = row.at(5).toInt();
        if (hidden == 2 || hidden == 3)
            column.generated = hidden == 2 ? schema::Generated::Virtual : schema::Generated::Stored;
        column.isInvisible = hidden == 1;
        found[row.at(0).toString()].append(column);
        return true;
    });
    if (!read)
        return base::forward(read);
    kept.columns.insert(found);
    return {};
}

/// The columns of a view or virtual table are asked of it, and one that cannot be used lets the whole
/// question fail: then each is asked for itself, and those that fail are named.
base::Result<void> readDerivedColumns(
    db::Connection& connection, const QString& condition, const char* kind, KeptStatements& kept)
{
    const auto together = readColumns(connection, condition, {}, kept);
    if (together || together.error().code == base::ErrorCode::Cancelled)
        return together;
    const auto names =
        connection.query(QStringLiteral("SELECT m.name FROM main.sqlite_master AS m WHERE true") + condition);
    if (!names)
        return base::forward(names);
    for (const QVariantList& row : names->rows) {
        const auto one = readColumns(connection, condition + QStringLiteral(" AND m.name = ?"), row, kept);
        if (!one && one.error().code == base::ErrorCode::Cancelled)
            return one;
        if (!one)
            kept.unread.append(QStringLiteral("%1 %2 cannot be used: %3")
                                   .arg(QLatin1String(kind), row.at(0).toString(), one.error().detail));
    }
    return {};
}

base::Result<void> readFileFacts(db::Connection& connection, KeptStatements& kept)
{
    for (const char* pragma : {"user_version", "application_id"}) {
        const auto rows = connection.query(QStringLiteral("PRAGMA main.") + QLatin1String(pragma));
        if (!rows)
            return base::forward(rows);
        const int number = rows->rows.value(0).value(0).toInt();
        if (number != 0)
            kept.options.insert(QLatin1String(pragma), QString::number(number));
    }
    const auto databases = connection.query(QStringLiteral("PRAGMA database_list"));
    if (!databases)
        return base::forward(databases);
    for (const QVariantList& row : databases->rows) {
        const QString name = row.value(1).toString();
        if (name != QLatin1String("main") && name != QLatin1String("temp"))
            kept.unread.append(QStringLiteral("the attached database %1 (%2) is not read")
                                   .arg(name, row.value(2).toString()));
    }
    return {};
}

} // namespace

base::Result<KeptStatements> readKeptStatements(db::Connection& connection)
{
    KeptStatements kept;
    const auto read = connection.forEachRow(kKept, {}, [&](const QVariantList& row) {
        kept.rows.append(
            {row.at(0).toString(), row.at(1).toString(), row.at(2).toString(), row.at(3).toString()});
        return true;
    });
    if (!read)
        return base::forward(read);
    if (const auto shadows = readShadows(connection, kept); !shadows)
        return base::forward(shadows);
    const QString isVirtual = QStringLiteral("m.sql LIKE 'CREATE VIRTUAL TABLE%'");
    if (const auto columns = readColumns(
            connection, QStringLiteral(" AND m.type = 'table' AND NOT (%1)").arg(isVirtual), {}, kept);
        !columns)
        return base::forward(columns);
    if (const auto columns =
            readDerivedColumns(connection, QStringLiteral(" AND m.type = 'view'"), "view", kept);
        !columns)
        return base::forward(columns);
    if (const auto columns = readDerivedColumns(
            connection, QStringLiteral(" AND m.type = 'table' AND %1").arg(isVirtual), "virtual table", kept);
        !columns)
        return base::forward(columns);
    if (const auto facts = readFileFacts(connection, kept); !facts)
        return base::forward(facts);
    return kept;
}

} // namespace strandline::engine::sqlite

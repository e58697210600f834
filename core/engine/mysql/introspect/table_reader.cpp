// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/mysql/introspect/table_reader.h"

#include "core/sql/identifier.h"
#include "core/sql/lexer.h"
#include "core/sql/mysql_names.h"

#include <QRegularExpression>

namespace strandline::engine::mysql {

using schema::Column;
using schema::Generated;
using schema::Table;

namespace {

QString charsetOf(const QString& collation)
{
    return collation.section(QLatin1Char('_'), 0, 0);
}

/// "max_rows=100 row_format=DYNAMIC `PAGE_COMPRESSED`='ON' partitioned"
void addCreateOptions(Table& table, const QString& text)
{
    static const QRegularExpression option(
        QStringLiteral("(`[^`]+`|[\\w]+)=('(?:[^'\\\\]|\\\\.|'')*'|[^ ]*)"));
    for (auto matches = option.globalMatch(text); matches.hasNext();) {
        const auto match = matches.next();
        table.options.insert(match.captured(1).toLower(), match.captured(2));
    }
}

void addTable(const Catalog& catalog, const QVariantList& row, schema::Database& database)
{
    const QString name = row.at(0).toString();
    const QString type = row.at(1).toString();
    if (catalog.isOurs(name) || type == QLatin1String("VIEW") || type == QLatin1String("SYSTEM VIEW"))
        return;
    const QString engine = row.at(2).toString();
    if (type == QLatin1String("SEQUENCE")) {
        schema::Sequence sequence;
        sequence.name.name = name;
        sequence.extra.insert(QStringLiteral("engine"), engine);
        database.sequences << sequence;
        return;
    }
    Table table;
    table.name.name = name;
    table.comment = row.at(5).toString();
    if (engine.isEmpty()) {
        database.unread << QStringLiteral("Table %1 cannot be opened: %2").arg(name, table.comment);
        return;
    }
    const QString collation = row.at(3).toString();
    table.options = {{QStringLiteral("engine"), engine}, {QStringLiteral("charset"), charsetOf(collation)},
        {QStringLiteral("collation"), collation}};
    addCreateOptions(table, row.at(4).toString());
    // Filled in by SHOW CREATE TABLE, which is asked for because of it.
    if (row.at(4).toString().contains(QLatin1String("partitioned")))
        table.kind = schema::TableKind::Partitioned;
    if (type == QLatin1String("SYSTEM VERSIONED"))
        table.options.insert(QStringLiteral("system_versioning"), QStringLiteral("yes"));
    database.tables << table;
}

/// MySQL gives the value of a literal, MariaDB the expression as it is written.
QString defaultOf(const Catalog& catalog, const QString& text, const QString& extra, const QString& type)
{
    if (catalog.isMariaDb())
        return sql::withoutDatabase(text, catalog.database());
    if (extra.contains(QLatin1String("DEFAULT_GENERATED"))) {
        return text.startsWith(QLatin1String("CURRENT_TIMESTAMP"), Qt::CaseInsensitive)
            ? text
            : QLatin1Char('(') + text + QLatin1Char(')');
    }
    const bool isBits = type.startsWith(QLatin1String("bit")) || text.startsWith(QLatin1String("0x"));
    return isBits ? text : sql::quoteLiteral(text, sql::Dialect::MySql);
}

void setDefault(const Catalog& catalog, const QVariant& value, const QString& extra, Column& column)
{
    if (column.generated != Generated::None)
        return;
    const bool saysNull = value.toString().compare(QLatin1String("NULL"), Qt::CaseInsensitive) == 0;
    if (catalog.isMariaDb() && value.isNull() && !column.notNull) {
        // ALTER COLUMN … DROP DEFAULT: an INSERT has to name it.
        column.options.insert(QStringLiteral("default"), QStringLiteral("none"));
    } else if (!value.isNull() && !(catalog.isMariaDb() && saysNull)) {
        column.defaultValue = defaultOf(catalog, value.toString(), extra, column.type);
    }
}

void addColumn(const Catalog& catalog, const QVariantList& row, Table& table)
{
    Column column;
    column.name = row.at(1).toString();
    column.type = row.at(6).toString();
    column.notNull = row.at(3).toString() == QLatin1String("NO");
    const QString collation = row.at(5).toString();
    if (collation != table.options.value(QStringLiteral("collation"))) {
        column.collation = collation;
        column.charset = row.at(4).toString();
    }
    const QString extra = row.at(7).toString();
    if (extra.contains(QLatin1String("STORED GENERATED")) || extra.contains(QLatin1String("PERSISTENT")))
        column.generated = Generated::Stored;
    else if (extra.contains(QLatin1String("VIRTUAL GENERATED")))
        column.generated = Generated::Virtual;
    column.generationExpression = row.at(9).toString();
    column.isAutoIncrement = extra.contains(QLatin1String("auto_increment"));
    column.isInvisible = extra.contains(QLatin1String("INVISIBLE"));
    if (extra.contains(QLatin1String("WITHOUT SYSTEM VERSIONING")))
        column.options.insert(QStringLiteral("system_versioning"), QStringLiteral("no"));
    static const QRegularExpression onUpdate(
        QStringLiteral("on update ([\\w]+(\\(\\d*\\))?)"), QRegularExpression::CaseInsensitiveOption);
    column.onUpdate = onUpdate.match(extra).captured(1);
    column.comment = row.at(8).toString();
    setDefault(catalog, row.at(2), extra, column);
    table.columns << column;
}

/// What a view shows; the rest follows from its query.
void addViewColumn(const QVariantList& row, schema::View& view)
{
    Column column;
    column.name = row.at(1).toString();
    column.type = row.at(6).toString();
    view.columns << column;
}

} // namespace

base::Result<void> readTables(const Catalog& catalog, schema::Database& database)
{
    const auto tables = catalog.each("TABLES",
        QStringLiteral("TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_COLLATION, CREATE_OPTIONS, TABLE_COMMENT"),
        "TABLE_SCHEMA", {}, [&](const QVariantList& row) {
            addTable(catalog, row, database);
            return true;
        });
    if (!tables)
        return tables;
    QHash<QString, Table*> byName;
    for (Table& table : database.tables)
        byName.insert(table.name.name, &table);
    QHash<QString, schema::View*> views;
    for (schema::View& view : database.views)
        views.insert(view.name.name, &view);
    return catalog.each("COLUMNS",
        QStringLiteral("TABLE_NAME, COLUMN_NAME, COLUMN_DEFAULT, IS_NULLABLE, CHARACTER_SET_NAME,"
                       " COLLATION_NAME, COLUMN_TYPE, EXTRA, COLUMN_COMMENT, ")
            + catalog.column("COLUMNS", "GENERATION_EXPRESSION"),
        "TABLE_SCHEMA", QStringLiteral("ORDER BY ORDINAL_POSITION"), [&](const QVariantList& row) {
            if (Table* table = byName.value(row.at(0).toString()))
                addColumn(catalog, row, *table);
            else if (schema::View* view = views.value(row.at(0).toString()))
                addViewColumn(row, *view);
            return true;
        });
}

} // namespace strandline::engine::mysql

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/mysql/introspect/create_statement.h"
#include "core/engine/mysql/introspect/table_reader.h"

#include <QRegularExpression>

#include <algorithm>

namespace strandline::engine::mysql {

using schema::Constraint;
using schema::ConstraintKind;
using schema::Index;
using schema::Table;

namespace {

using TablesByName = QHash<QString, Table*>;

void addIndexPart(const QVariantList& row, Table& table)
{
    const QString name = row.at(1).toString();
    if (table.indexes.isEmpty() || table.indexes.last().name != name) {
        Index index;
        index.name = name;
        index.method = row.at(6).toString();
        index.isUnique = row.at(2).toInt() == 0;
        index.isIgnored = row.at(8).toString() == QLatin1String("YES");
        index.comment = row.at(7).toString();
        if (name == QLatin1String("PRIMARY"))
            index.constraintName = name;
        table.indexes << index;
    }
    Index& index = table.indexes.last();
    schema::IndexElement element;
    element.column = row.at(3).toString();
    element.expression = row.at(9).toString();
    element.isDescending = row.at(4).toString() == QLatin1String("D");
    // Of a spatial index it is the size of a rectangle.
    if (index.method != QLatin1String("SPATIAL"))
        element.prefixLength = row.at(5).toInt();
    index.elements << element;
}

base::Result<void> readIndexes(const Catalog& catalog, const TablesByName& tables)
{
    const QString ignored = catalog.has("STATISTICS", "IS_VISIBLE")
        ? QStringLiteral("IF(IS_VISIBLE = 'NO', 'YES', 'NO')")
        : catalog.column("STATISTICS", "IGNORED", "'NO'");
    const auto read = catalog.each("STATISTICS",
        QStringLiteral("TABLE_NAME, INDEX_NAME, NON_UNIQUE, COLUMN_NAME, COLLATION, SUB_PART, INDEX_TYPE,"
                       " INDEX_COMMENT, %1, %2")
            .arg(ignored, catalog.column("STATISTICS", "EXPRESSION")),
        "TABLE_SCHEMA", QStringLiteral("ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX"),
        [&](const QVariantList& row) {
            if (Table* table = tables.value(row.at(0).toString()))
                addIndexPart(row, *table);
            return true;
        });
    if (!read)
        return read;
    for (Table* table : tables) {
        for (const Index& index : table->indexes) {
            if (index.constraintName.isEmpty())
                continue;
            Constraint key;
            key.name = index.name;
            key.kind = ConstraintKind::PrimaryKey;
            for (const schema::IndexElement& element : index.elements)
                key.columns << element.column;
            table->constraints << key;
        }
    }
    return {};
}

/// RESTRICT is what nothing means here.
QString ruleOf(const QVariant& rule)
{
    return rule.toString() == QLatin1String("RESTRICT") ? QString() : rule.toString();
}

base::Result<void> readForeignKeys(const Catalog& catalog, const TablesByName& tables)
{
    QHash<QString, Constraint> keys; // by table and name
    const auto id = [](const QVariant& table, const QVariant& name) {
        return table.toString() + QChar(0) + name.toString();
    };
    const auto rules = catalog.each("REFERENTIAL_CONSTRAINTS",
        QStringLiteral("TABLE_NAME, CONSTRAINT_NAME, UPDATE_RULE, DELETE_RULE"), "CONSTRAINT_SCHEMA", {},
        [&](const QVariantList& row) {
            Constraint key;
            key.name = row.at(1).toString();
            key.kind = ConstraintKind::ForeignKey;
            key.onUpdate = ruleOf(row.at(2));
            key.onDelete = ruleOf(row.at(3));
            keys.insert(id(row.at(0), row.at(1)), key);
            return true;
        });
    if (!rules)
        return rules;
    const auto columns = catalog.each("KEY_COLUMN_USAGE",
        QStringLiteral("TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA,"
                       " REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME"),
        "TABLE_SCHEMA",
        QStringLiteral("AND REFERENCED_TABLE_NAME IS NOT NULL ORDER BY TABLE_NAME, CONSTRAINT_NAME,"
                       " ORDINAL_POSITION"),
        [&](const QVariantList& row) {
            const auto key = keys.find(id(row.at(0), row.at(1)));
            if (key == keys.end())
                return true;
            key->columns << row.at(2).toString();
            if (row.at(3).toString() != catalog.database())
                key->referencedTable.schema = row.at(3).toString();
            key->referencedTable.name = row.at(4).toString();
            key->referencedColumns << row.at(5).toString();
            return true;
        });
    if (!columns)
        return columns;
    for (auto it = keys.cbegin(); it != keys.cend(); ++it) {
        if (Table* table = tables.value(it.key().section(QChar(0), 0, 0)); table && !it->columns.isEmpty())
            table->constraints << *it;
    }
    return {};
}

void addCheck(const QVariantList& row, Table& table)
{
    Constraint check;
    check.kind = ConstraintKind::Check;
    check.name = row.at(1).toString();
    check.expression = row.at(2).toString();
    check.isEnforced = row.at(4).toString() != QLatin1String("NO");
    const QString level = row.at(3).toString();
    if (level == QLatin1String("Column") || (level.isEmpty() && table.column(check.name))) {
        check.columns << check.name;
        check.options.insert(QStringLiteral("level"), QStringLiteral("column"));
    }
    table.constraints << check;
}

base::Result<void> readChecks(const Catalog& catalog, const TablesByName& tables)
{
    const auto add = [&](const QVariantList& row) {
        if (Table* table = tables.value(row.at(0).toString()))
            addCheck(row, *table);
        return true;
    };
    if (catalog.has("CHECK_CONSTRAINTS", "TABLE_NAME")) {
        return catalog.each("CHECK_CONSTRAINTS",
            QStringLiteral("TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE, %1, 'YES'")
                .arg(catalog.column("CHECK_CONSTRAINTS", "LEVEL")),
            "CONSTRAINT_SCHEMA", {}, add);
    }
    // MySQL: names of checks are unique within the database, and their table is told elsewhere.
    return catalog.each("CHECK_CONSTRAINTS",
        QStringLiteral("(SELECT MAX(c.TABLE_NAME) FROM information_schema.TABLE_CONSTRAINTS c"
                       " WHERE c.CONSTRAINT_SCHEMA = CHECK_CONSTRAINTS.CONSTRAINT_SCHEMA"
                       " AND c.CONSTRAINT_NAME = CHECK_CONSTRAINTS.CONSTRAINT_NAME"
                       " AND c.CONSTRAINT_TYPE = 'CHECK'),"
                       " CONSTRAINT_NAME, CHECK_CLAUSE, 'Table', 'YES'"),
        "CONSTRAINT_SCHEMA", {}, add);
}

/// A period of an application looks like this check; only the statement tells which it is.
bool mayHavePeriod(const Table& table)
{
    static const QRegularExpression order(QStringLiteral("^`((?:[^`]|``)+)` < `((?:[^`]|``)+)`$"));
    return std::any_of(table.constraints.begin(), table.constraints.end(), [&](const Constraint& constraint) {
        const auto match = order.match(constraint.expression);
        const schema::Column* from = table.column(match.captured(1));
        const schema::Column* to = table.column(match.captured(2));
        return match.hasMatch() && from && to && from->notNull && to->notNull && from->type == to->type;
    });
}

bool needsCreateStatement(const Catalog& catalog, const Table& table)
{
    const QString engine = table.options.value(QStringLiteral("engine"));
    const bool isPlainEngine = QStringList {QStringLiteral("InnoDB"), QStringLiteral("MyISAM"),
        QStringLiteral("Aria"), QStringLiteral("MEMORY"), QStringLiteral("CSV"), QStringLiteral("ARCHIVE"),
        QStringLiteral("BLACKHOLE")}
                                   .contains(engine);
    return !isPlainEngine || table.kind == schema::TableKind::Partitioned
        || (catalog.isMariaDb() && mayHavePeriod(table))
        || std::any_of(table.indexes.begin(), table.indexes.end(),
            [](const Index& index) { return index.method != QLatin1String("SPATIAL"); });
}

} // namespace

base::Result<void> readKeys(const Catalog& catalog, schema::Database& database)
{
    TablesByName tables;
    for (Table& table : database.tables)
        tables.insert(table.name.name, &table);
    if (const auto read = readIndexes(catalog, tables); !read)
        return read;
    if (const auto read = readForeignKeys(catalog, tables); !read)
        return read;
    if (const auto read = readChecks(catalog, tables); !read)
        return read;
    for (Table& table : database.tables) {
        if (!needsCreateStatement(catalog, table))
            continue;
        const auto statement = catalog.showCreate(QStringLiteral("TABLE"), table.name.name);
        if (!statement)
            return base::forward(statement);
        addFromCreateStatement(table, *statement);
    }
    return {};
}

} // namespace strandline::engine::mysql

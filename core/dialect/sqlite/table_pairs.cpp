// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/table_pairs.h"

#include "core/schema/sqlite/create_table.h"
#include "core/schema/sqlite/normal_form.h"

#include <QSet>

namespace strandline::dialect::sqlite {

using schema::ObjectKind;
using schema::Table;
using schema::sqlite::foldedName;
using schema::sqlite::isSameName;
using schema::sqlite::StatementTokens;

namespace {

const Table* tableNamed(const schema::Database& database, const QString& name)
{
    for (const Table& table : database.tables) {
        if (isSameName(table.name.name, name))
            return &table;
    }
    return nullptr;
}

const schema::Column* columnNamed(const Table& table, const QString& name)
{
    for (const schema::Column& column : table.columns) {
        if (isSameName(column.name, name))
            return &column;
    }
    return nullptr;
}

void addColumnRenames(TablePair& pair, const QList<diff::Rename>& renames)
{
    for (const diff::Rename& rename : renames) {
        const bool isOurs = rename.from.kind == ObjectKind::Column
            && isSameName(rename.from.name.name, pair.from->name.name)
            && isSameName(rename.to.name.name, pair.to->name.name);
        if (!isOurs)
            continue;
        const schema::Column* from = columnNamed(*pair.from, rename.from.part);
        const schema::Column* to = columnNamed(*pair.to, rename.to.part);
        if (from && to && from->name != to->name)
            pair.columns.insert(from->name, to->name);
    }
    // The same name in other letters is the same column to SQLite.
    for (const schema::Column& column : pair.from->columns) {
        const schema::Column* same = columnNamed(*pair.to, column.name);
        if (same && same->name != column.name && !pair.columns.contains(column.name)
            && !pair.columns.values().contains(same->name))
            pair.columns.insert(column.name, same->name);
    }
}

QString renamedWord(const QString& word, const QHash<QString, QString>& names)
{
    for (auto it = names.begin(); it != names.end(); ++it) {
        if (isSameName(it.key(), word))
            return it.value();
    }
    return word;
}

QString renamedExpression(
    const QString& expression, const QHash<QString, QString>& names, const QStringList& columns)
{
    if (expression.isEmpty() || names.isEmpty())
        return expression;
    QString result = expression;
    const StatementTokens tokens(expression);
    for (qsizetype i = tokens.size() - 1; i >= 0; --i) {
        const bool isName =
            tokens.kind(i) == sql::TokenKind::Word || tokens.kind(i) == sql::TokenKind::QuotedIdentifier;
        if (!isName || tokens.kind(i + 1) == sql::TokenKind::OpenParen || tokens.is(i - 1, "COLLATE"))
            continue;
        const QString name = renamedWord(tokens.name(i), names);
        if (name != tokens.name(i))
            result = StatementTokens(result).replaced(i, schema::sqlite::normalName(name));
    }
    const StatementTokens changed(result);
    return schema::sqlite::normalForm(changed, 0, changed.size(), columns);
}

QStringList renamedList(QStringList list, const QHash<QString, QString>& names)
{
    for (QString& name : list)
        name = renamedWord(name, names);
    return list;
}

} // namespace

const TablePair* TablePairs::ofFrom(const QString& name) const
{
    const auto found = m_byFrom.constFind(foldedName(name));
    return found == m_byFrom.constEnd() ? nullptr : &both.at(*found);
}

const TablePair* TablePairs::ofTo(const QString& name) const
{
    const auto found = m_byTo.constFind(foldedName(name));
    return found == m_byTo.constEnd() ? nullptr : &both.at(*found);
}

void TablePairs::add(const TablePair& pair)
{
    m_byFrom.insert(foldedName(pair.from->name.name), both.size());
    m_byTo.insert(foldedName(pair.to->name.name), both.size());
    both.append(pair);
}

TablePairs pairTables(const RenderRequest& request)
{
    TablePairs pairs;
    QHash<const Table*, const Table*> partners;
    QSet<const Table*> taken;
    for (const diff::Rename& rename : request.renames) {
        if (rename.from.kind != ObjectKind::Table)
            continue;
        const Table* from = tableNamed(request.from, rename.from.name.name);
        const Table* to = tableNamed(request.to, rename.to.name.name);
        if (from && to && !partners.contains(from) && !taken.contains(to)) {
            partners.insert(from, to);
            taken.insert(to);
        }
    }
    QHash<QString, const Table*> byName;
    for (const Table& table : request.to.tables)
        byName.insert(foldedName(table.name.name), &table);
    for (const Table& table : request.from.tables) {
        const Table* same = byName.value(foldedName(table.name.name));
        if (!partners.contains(&table) && same && !taken.contains(same)) {
            partners.insert(&table, same);
            taken.insert(same);
        }
        const Table* partner = partners.value(&table);
        if (!partner) {
            pairs.onlyFrom.append(&table);
            continue;
        }
        TablePair pair {&table, partner, {}};
        addColumnRenames(pair, request.renames);
        pairs.add(pair);
    }
    for (const Table& table : request.to.tables) {
        if (!taken.contains(&table))
            pairs.onlyTo.append(&table);
    }
    return pairs;
}

Table afterRenames(const TablePair& pair, const TablePairs& pairs)
{
    Table table = *pair.from;
    table.name = pair.to->name;
    QStringList names;
    for (schema::Column& column : table.columns) {
        column.name = pair.columns.value(column.name, column.name);
        names.append(column.name);
    }
    for (schema::Column& column : table.columns)
        column.generationExpression = renamedExpression(column.generationExpression, pair.columns, names);
    for (schema::Constraint& constraint : table.constraints) {
        constraint.columns = renamedList(constraint.columns, pair.columns);
        constraint.expression = renamedExpression(constraint.expression, pair.columns, names);
        constraint.definition = renamedExpression(constraint.definition, pair.columns, names);
        const TablePair* parent = pairs.ofFrom(constraint.referencedTable.name);
        if (constraint.kind != schema::ConstraintKind::ForeignKey || !parent)
            continue;
        constraint.referencedColumns = renamedList(constraint.referencedColumns, parent->columns);
        if (parent->isRenamed())
            constraint.referencedTable = parent->to->name;
    }
    for (schema::Index& index : table.indexes) {
        for (schema::IndexElement& element : index.elements) {
            if (!element.column.isEmpty())
                element.column = renamedWord(element.column, pair.columns);
            element.expression = renamedExpression(element.expression, pair.columns, names);
        }
        index.predicate = renamedExpression(index.predicate, pair.columns, names);
    }
    schema::sqlite::makeCanonical(table);
    return table;
}

} // namespace strandline::dialect::sqlite

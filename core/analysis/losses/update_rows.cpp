// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/loss_rule.h"
#include "core/analysis/row_change.h"
#include "core/sql/identifier.h"

#include <QMap>

namespace strandline::analysis {

namespace {

using sql::TokenKind;

/// The columns that SET gives a value, with their tables where the statement names those.
std::vector<ObjectName> assignedColumns(Cursor set)
{
    std::vector<ObjectName> columns;
    for (const TokenRange range : set.splitAtCommas()) {
        Cursor assignment(set.view(), range);
        if (assignment.kind() == TokenKind::OpenParen) {
            for (const TokenRange part : Cursor(set.view(), assignment.parentheses()).splitAtCommas())
                columns.push_back(Cursor(set.view(), part).plainName());
            continue;
        }
        columns.push_back(assignment.name());
    }
    return columns;
}

/// The target that a column of the SET belongs to: with several tables it may say which.
ObjectName tableOf(const ObjectName& column, const std::vector<TableSource>& sources, sql::Dialect dialect)
{
    if (column.parts.size() < 2 || dialect != sql::Dialect::MySql)
        return sources.front().table;
    ObjectName owner;
    owner.parts = column.parts.mid(0, column.parts.size() - 1);
    owner.shown = owner.parts.join(QLatin1Char('.'));
    return targetTable(owner, sources, dialect);
}

QString columnOf(const ObjectName& column, sql::Dialect dialect)
{
    // PostgreSQL: SET address.street writes a part of the column address.
    return dialect == sql::Dialect::PostgreSql ? column.parts.first() : column.last();
}

void addUpdates(
    const std::vector<ObjectName>& columns, const std::vector<TableSource>& sources, LossContext& context)
{
    QMap<QString, DataLoss> byTable;
    QMap<QString, QStringList> shown;
    for (const ObjectName& column : columns) {
        if (column.isEmpty())
            continue;
        const ObjectName name = tableOf(column, sources, context.dialect());
        auto loss = context.ofTable(LossKind::UpdateAll, name);
        if (!loss)
            continue;
        const auto old =
            context.memory().oldColumn(context.memory().table(name), columnOf(column, context.dialect()));
        if (!old)
            continue; // the script itself added it: there is nothing in it to overwrite
        const QString key = name.key(context.dialect());
        DataLoss& all = byTable.contains(key) ? byTable[key] : byTable.insert(key, *loss).value();
        all.columns.append(sql::quoteIdentifier(*old, context.dialect()));
        shown[key].append(sql::isPlainName(*old) ? *old : sql::quoteIdentifier(*old, context.dialect()));
    }
    for (auto it = byTable.begin(); it != byTable.end(); ++it) {
        const QStringList& names = shown[it.key()];
        it->object += QLatin1Char('.') + names.join(QLatin1Char(','));
        it->sentence = QStringLiteral("Overwrites %1 in every row").arg(it->object);
        context.add(*it);
    }
}

} // namespace

void updateLosses(Cursor verb, LossContext& context)
{
    if (!verb.accept("UPDATE"))
        return;
    const StatementView& view = context.view();
    if (view.isSqlite() && verb.accept("OR"))
        verb.skip();
    while (view.isMySql() && verb.isOneOf({"LOW_PRIORITY", "IGNORE"}))
        verb.skip();
    if (view.isPostgreSql() && verb.is("ONLY"))
        verb.skip();
    const size_t begin = verb.position();
    if (!verb.moveToWord({"SET"}))
        return;
    const Cursor tables(view, {begin, verb.position()});
    verb.skip();
    const Cursor clauses = verb;
    if (!takesEveryRow(clauses) || joinsNarrow(tables))
        return;
    const auto sources = readTableSources(tables);
    if (sources.empty())
        return;
    const size_t set = verb.position();
    verb.moveToWord({"FROM", "WHERE", "RETURNING", "ORDER", "LIMIT"});
    addUpdates(assignedColumns(Cursor(view, {set, verb.position()})), sources, context);
}

} // namespace strandline::analysis

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/loss_rule.h"
#include "core/analysis/row_change.h"

namespace strandline::analysis {

namespace {

void addDelete(const ObjectName& name, LossContext& context)
{
    auto loss = context.ofTable(LossKind::DeleteAll, name);
    if (!loss)
        return;
    loss->sentence = QStringLiteral("Deletes every row of %1").arg(loss->object);
    context.add(*loss);
}

/// MySQL: DELETE a, b.* FROM … and DELETE FROM a, b USING ….
void deleteFromSeveral(Cursor targets, Cursor tables, LossContext& context)
{
    Cursor clauses = tables;
    clauses.moveToWord({"WHERE"});
    const TokenRange list {tables.position(), clauses.position()};
    if (!takesEveryRow(clauses) || joinsNarrow(Cursor(context.view(), list)))
        return;
    const auto sources = readTableSources(Cursor(context.view(), list));
    for (const TokenRange part : targets.splitAtCommas())
        addDelete(targetTable(Cursor(context.view(), part).name(), sources, context.dialect()), context);
}

void deleteHistory(Cursor verb, LossContext& context)
{
    if (auto loss = context.ofTable(LossKind::DeleteAll, verb.name())) {
        loss->sentence = QStringLiteral("Deletes the earlier versions of the rows of %1").arg(loss->object);
        loss->table.clear();
        context.add(*loss);
    }
}

} // namespace

void deleteLosses(Cursor verb, LossContext& context)
{
    if (!verb.accept("DELETE"))
        return;
    const StatementView& view = context.view();
    if (view.isMySql()) {
        if (verb.acceptAll({"HISTORY", "FROM"})) {
            deleteHistory(verb, context);
            return;
        }
        while (verb.isOneOf({"LOW_PRIORITY", "QUICK", "IGNORE"}))
            verb.skip();
        if (!verb.is("FROM")) {
            const size_t begin = verb.position();
            if (verb.moveToWord({"FROM"})) {
                Cursor targets(view, {begin, verb.position()});
                verb.skip();
                deleteFromSeveral(targets, verb, context);
            }
            return;
        }
    }
    if (!verb.accept("FROM"))
        return;
    if (view.isMySql()) {
        Cursor tables = verb;
        if (tables.moveToWord({"USING", "WHERE"}) && tables.is("USING")) {
            Cursor targets(view, {verb.position(), tables.position()});
            tables.skip();
            deleteFromSeveral(targets, tables, context);
            return;
        }
    }
    if (view.isPostgreSql() && verb.is("ONLY"))
        verb.skip();
    const ObjectName name =
        verb.kind() == sql::TokenKind::OpenParen ? Cursor(view, verb.parentheses()).name() : verb.name();
    // The rows of some partitions, or those of a period: a condition.
    if (view.isMySql() && (verb.is("PARTITION") || verb.is("FOR")))
        return;
    if (takesEveryRow(verb))
        addDelete(name, context);
}

} // namespace strandline::analysis

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/loss_rule.h"

namespace strandline::analysis {

void replaceLosses(Cursor verb, LossContext& context)
{
    const StatementView& view = context.view();
    if (view.isPostgreSql())
        return;
    ObjectName name;
    if (verb.accept("REPLACE")) {
        while (view.isMySql() && verb.isOneOf({"LOW_PRIORITY", "DELAYED"}))
            verb.skip();
        verb.accept("INTO");
        name = verb.name();
    } else if (view.isSqlite() && verb.acceptAll({"INSERT", "OR", "REPLACE", "INTO"})) {
        name = verb.name();
    } else if (view.isSqlite() && verb.acceptAll({"UPDATE", "OR", "REPLACE"})) {
        name = verb.name();
    } else if (view.isMySql() && verb.acceptOneOf({"LOAD"})) {
        if (!verb.moveToWord({"REPLACE", "TABLE"}) || !verb.acceptAll({"REPLACE", "INTO", "TABLE"}))
            return;
        name = verb.name();
    } else {
        return;
    }
    auto loss = context.ofTable(LossKind::ReplaceRows, name);
    if (!loss)
        return;
    loss->sentence = QStringLiteral("Replaces rows of %1 that have the same key").arg(loss->object);
    context.add(*loss);
}

} // namespace strandline::analysis

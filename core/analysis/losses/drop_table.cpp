// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/loss_rule.h"

namespace strandline::analysis {

namespace {

void addTable(const ObjectName& name, bool cascades, LossContext& context)
{
    auto loss = context.ofTable(LossKind::DropTable, name);
    if (!loss)
        return;
    loss->cascades = cascades;
    loss->sentence = QStringLiteral("Drops table %1").arg(loss->object);
    context.add(*loss);
}

} // namespace

void dropTableLosses(Cursor verb, LossContext& context)
{
    // MariaDB drops the table that is there.
    if (context.view().isMySql() && verb.acceptAll({"CREATE", "OR", "REPLACE", "TABLE"})) {
        addTable(verb.name(), false, context);
        return;
    }
    if (!verb.accept("DROP") || !verb.acceptOneOf({"TABLE", "TABLES"}))
        return;
    verb.acceptIfExists();
    Cursor tail = verb;
    const bool cascades = context.view().isPostgreSql() && tail.moveToWord({"CASCADE"});
    for (const TokenRange part : verb.splitAtCommas())
        addTable(Cursor(context.view(), part).name(), cascades, context);
}

} // namespace strandline::analysis

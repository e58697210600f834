// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/loss_rule.h"

namespace strandline::analysis {

void truncateLosses(Cursor verb, LossContext& context)
{
    if (context.view().isSqlite() || !verb.accept("TRUNCATE"))
        return;
    verb.accept("TABLE");
    Cursor tail = verb;
    const bool cascades = context.view().isPostgreSql() && tail.moveToWord({"CASCADE"});
    for (const TokenRange part : verb.splitAtCommas()) {
        Cursor one(context.view(), part);
        if (context.view().isPostgreSql() && one.is("ONLY") && one.kind(1) != sql::TokenKind::End)
            one.skip();
        auto loss = context.ofTable(LossKind::Truncate, one.name());
        if (!loss)
            continue;
        loss->cascades = cascades;
        loss->sentence = QStringLiteral("Empties table %1").arg(loss->object);
        context.add(*loss);
    }
}

} // namespace strandline::analysis

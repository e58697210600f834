// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/alter_table.h"
#include "core/analysis/loss_rule.h"
#include "core/sql/identifier.h"

namespace strandline::analysis {

namespace {

/// A column of a composite type: its values disappear from every table that uses the type.
void dropAttributes(Cursor verb, LossContext& context)
{
    const ObjectName type = verb.name();
    for (const TokenRange range : verb.splitAtCommas()) {
        Cursor action(context.view(), range);
        if (!action.acceptAll({"DROP", "ATTRIBUTE"}))
            continue;
        action.acceptIfExists();
        const ObjectName attribute = action.plainName();
        if (attribute.isEmpty() || context.memory().isNewObject(QLatin1String("type"), type))
            continue;
        DataLoss loss;
        loss.kind = LossKind::DropColumn;
        loss.object = type.shown + QLatin1Char('.') + attribute.shown;
        loss.sentence = QStringLiteral("Drops attribute %1").arg(loss.object);
        loss.cascades = action.is("CASCADE");
        context.add(loss);
    }
}

} // namespace

void dropColumnLosses(Cursor verb, LossContext& context)
{
    if (context.view().isPostgreSql() && verb.acceptAll({"ALTER", "TYPE"})) {
        dropAttributes(verb, context);
        return;
    }
    if (!verb.is("ALTER"))
        return;
    const auto alter = readAlterTable(context.view());
    if (!alter)
        return;
    for (const TokenRange range : alter->actions) {
        const auto dropped = readDropColumn(Cursor(context.view(), range));
        if (!dropped)
            continue;
        auto loss = context.ofTable(LossKind::DropColumn, alter->table);
        if (!loss)
            return;
        const auto old =
            context.memory().oldColumn(context.memory().table(alter->table), dropped->column.last());
        if (!old)
            continue;
        const bool isRenamed = *old != dropped->column.last();
        loss->object += QLatin1Char('.') + (isRenamed ? *old : dropped->column.shown);
        loss->columns = {sql::quoteIdentifier(*old, context.dialect())};
        loss->cascades = dropped->cascades;
        loss->sentence = QStringLiteral("Drops column %1").arg(loss->object);
        context.add(*loss);
    }
}

} // namespace strandline::analysis

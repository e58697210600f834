// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/alter_table.h"
#include "core/analysis/loss_rule.h"

namespace strandline::analysis {

namespace {

void addPartitions(Cursor names, const ObjectName& table, bool truncates, LossContext& context)
{
    auto loss = context.ofTable(LossKind::DropPartition, table);
    if (!loss)
        return;
    names.acceptIfExists();
    QStringList shown;
    if (!names.is("ALL")) {
        for (const TokenRange part : names.splitAtCommas()) {
            const ObjectName name = Cursor(context.view(), part).plainName();
            if (name.isEmpty())
                continue;
            shown.append(name.shown);
            loss->parts.append(name.quoted(context.dialect()));
        }
    }
    const QString verb = truncates ? QStringLiteral("Empties") : QStringLiteral("Drops");
    const QString which = shown.isEmpty() ? QStringLiteral("all partitions")
        : shown.size() == 1               ? QStringLiteral("partition ") + shown.first()
                                          : QStringLiteral("partitions ") + shown.join(QLatin1String(", "));
    loss->sentence = QStringLiteral("%1 %2 of table %3").arg(verb, which, loss->object);
    if (!shown.isEmpty())
        loss->object += QLatin1Char('.') + shown.join(QLatin1Char(','));
    context.add(*loss);
}

} // namespace

void partitionLosses(Cursor verb, LossContext& context)
{
    if (!context.view().isMySql() || !verb.is("ALTER"))
        return;
    const auto alter = readAlterTable(context.view());
    if (!alter)
        return;
    for (const TokenRange range : alter->actions) {
        // The names behind it are cut at their commas, too, so it reads on to the end.
        Cursor action(context.view(), {range.begin, context.view().size()});
        if (action.acceptAll({"DROP", "PARTITION"}) && !action.atEnd()) {
            addPartitions(action, alter->table, false, context);
            return;
        }
        if (action.acceptAll({"TRUNCATE", "PARTITION"})) {
            addPartitions(action, alter->table, true, context);
            return;
        }
        const bool discards = action.acceptAll({"DISCARD", "TABLESPACE"});
        if (discards || action.acceptAll({"DROP", "SYSTEM", "VERSIONING"})) {
            if (auto loss = context.ofTable(LossKind::Truncate, alter->table)) {
                loss->sentence = discards
                    ? QStringLiteral("Throws the rows of table %1 away").arg(loss->object)
                    : QStringLiteral("Deletes the earlier versions of the rows of %1").arg(loss->object);
                if (!discards)
                    loss->table.clear(); // the rows of today stay, and counting them would say otherwise
                context.add(*loss);
            }
        }
    }
    if (alter->ignoresErrors) {
        if (auto loss = context.ofTable(LossKind::ReplaceRows, alter->table)) {
            loss->sentence = QStringLiteral("May delete rows of %1 that do not fit").arg(loss->object);
            context.add(*loss);
        }
    }
}

} // namespace strandline::analysis

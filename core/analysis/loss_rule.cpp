// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/loss_rule.h"

namespace strandline::analysis {

std::optional<DataLoss> LossContext::ofTable(LossKind kind, const ObjectName& name) const
{
    if (name.isEmpty())
        return {};
    const ScriptMemory::Table table = m_memory.table(name);
    if (table.isNew || table.isTemporary || table.isGone)
        return {};
    DataLoss loss;
    loss.kind = kind;
    const bool hasItsName = table.original.key(dialect()) == name.key(dialect());
    const ObjectName& old = hasItsName ? name : table.original;
    loss.object = old.shown;
    loss.table = old.quoted(dialect());
    return loss;
}

void LossContext::note(const QString& summary, const QString& detail) const
{
    base::Error error;
    error.code = base::ErrorCode::Unsupported;
    error.summary = summary;
    error.detail = detail;
    error.hint = QStringLiteral("Read this statement yourself before you run it.");
    m_scan.notUnderstood.append(error);
}

} // namespace strandline::analysis

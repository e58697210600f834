// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/data_loss.h"
#include "core/analysis/script_memory.h"

namespace strandline::analysis {

/// What a rule knows and where it puts what it finds.
class LossContext
{
public:
    LossContext(const StatementView& view, const ScriptMemory& memory, LossScan& scan)
        : m_view(view)
        , m_memory(memory)
        , m_scan(scan)
    { }

    const StatementView& view() const { return m_view; }
    sql::Dialect dialect() const { return m_view.dialect(); }
    const ScriptMemory& memory() const { return m_memory; }

    void add(DataLoss loss) { m_scan.losses.append(std::move(loss)); }
    /// A loss that is about a whole table; nothing when the script made that table itself.
    std::optional<DataLoss> ofTable(LossKind kind, const ObjectName& name) const;
    /// A note: what was found cannot be looked into.
    void note(const QString& summary, const QString& detail) const;

private:
    const StatementView& m_view;
    const ScriptMemory& m_memory;
    LossScan& m_scan;
};

/// Looks at one verb: the statement itself, or one that a WITH holds. The cursor stands at its first word.
using LossRule = void (*)(Cursor verb, LossContext& context);

void dropTableLosses(Cursor verb, LossContext& context);
void dropObjectLosses(Cursor verb, LossContext& context);
void dropColumnLosses(Cursor verb, LossContext& context);
void narrowTypeLosses(Cursor verb, LossContext& context);
void partitionLosses(Cursor verb, LossContext& context);
void truncateLosses(Cursor verb, LossContext& context);
void deleteLosses(Cursor verb, LossContext& context);
void updateLosses(Cursor verb, LossContext& context);
void replaceLosses(Cursor verb, LossContext& context);
void opaqueNotes(Cursor verb, LossContext& context);

} // namespace strandline::analysis

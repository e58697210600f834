// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history/row_text.h"
#include "core/migration/plan.h"

#include <QSet>

#include <optional>

namespace strandline::runner {

/// The inserts of all texts that a plan may leave applied, a mebibyte at a time. They are written before the
/// first step: a text is found by its digest, so one that was never applied does no harm, and a thousand
/// small migrations have an insert into another table and its index less each.
class ScriptInserts
{
public:
    ScriptInserts(const migration::Plan& plan, const history::RowText& text);

    std::optional<QByteArray> next();

private:
    void collect(const migration::PlanStep& step);
    void add(const migration::Script& script);

    const migration::Plan& m_plan;
    const history::RowText& m_text;
    QSet<QByteArray> m_known;
    QList<history::RowText::ScriptText> m_pending;
    qsizetype m_pendingBytes = 0;
    qsizetype m_place = 0;
};

} // namespace strandline::runner

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/script_inserts.h"

#include "core/runner/journal.h"

namespace strandline::runner {

namespace {

constexpr qsizetype kEnoughBytes = 1024 * 1024;

} // namespace

ScriptInserts::ScriptInserts(const migration::Plan& plan, const history::RowText& text)
    : m_plan(plan)
    , m_text(text)
{ }

void ScriptInserts::add(const migration::Script& script)
{
    if (m_known.contains(script.sha256))
        return;
    m_known.insert(script.sha256);
    m_pending.append({script.sha256, script.bytes, qMax(script.size, qint64(script.bytes.size()))});
    m_pendingBytes += script.bytes.size();
}

void ScriptInserts::collect(const migration::PlanStep& step)
{
    add(step.script);
    if (step.down && !removesRow(step))
        add(*step.down);
}

std::optional<QByteArray> ScriptInserts::next()
{
    while (m_place < m_plan.steps.size() && m_pendingBytes < kEnoughBytes)
        collect(m_plan.steps.at(m_place++));
    if (m_pending.isEmpty())
        return std::nullopt;
    const QByteArray insert = m_text.insertScripts(m_pending);
    m_pending.clear();
    m_pendingBytes = 0;
    return insert;
}

} // namespace strandline::runner

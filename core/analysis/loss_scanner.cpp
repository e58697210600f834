// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/loss_scanner.h"

#include "core/analysis/loss_rule.h"
#include "core/analysis/verbs.h"
#include "core/sql/identifier.h"

#include <algorithm>

namespace strandline::analysis {

namespace {

constexpr LossRule lossRules[] = {
    dropTableLosses,
    dropObjectLosses,
    dropColumnLosses,
    narrowTypeLosses,
    partitionLosses,
    truncateLosses,
    deleteLosses,
    updateLosses,
    replaceLosses,
    opaqueNotes,
};

} // namespace

struct LossScanner::State
{
    sql::Dialect dialect;
    ScriptMemory memory;
    QList<LossScan> scans; ///< of each script; never empty
};

LossScanner::LossScanner(sql::Dialect dialect)
    : m_state(new State {dialect, ScriptMemory(dialect), {LossScan()}})
{ }

LossScanner::LossScanner(LossScanner&&) noexcept = default;
LossScanner& LossScanner::operator=(LossScanner&&) noexcept = default;
LossScanner::~LossScanner() = default;

void LossScanner::add(QByteArrayView statement, int number, int line)
{
    const size_t limit = statementLimit(statement, m_state->dialect);
    if (limit == 0)
        return;
    const StatementView view(statement, m_state->dialect, limit);
    LossScan& scan = m_state->scans.last();
    const qsizetype lossesBefore = scan.losses.size();
    const qsizetype notesBefore = scan.notUnderstood.size();
    LossContext context(view, m_state->memory, scan);
    for (const TokenRange verb : readVerbs(view)) {
        for (const LossRule rule : lossRules)
            rule(Cursor(view, verb), context);
    }
    if (view.isCut() && limit == StatementView::defaultLimit)
        context.note(QStringLiteral("A very long statement was looked into only at its beginning"), {});
    m_state->memory.learn(view);
    for (qsizetype i = lossesBefore; i < scan.losses.size(); ++i) {
        scan.losses[i].statement = number;
        scan.losses[i].line = line;
    }
    for (qsizetype i = notesBefore; i < scan.notUnderstood.size(); ++i) {
        scan.notUnderstood[i].position.statement = number;
        scan.notUnderstood[i].position.line = line;
    }
}

void LossScanner::note(base::Error note)
{
    m_state->scans.last().notUnderstood.append(std::move(note));
}

void LossScanner::nextScript()
{
    m_state->scans.append(LossScan());
}

namespace {

/// A dropped table whose rows the script copied elsewhere: nothing is lost, or the columns left out.
std::optional<DataLoss> withoutCopies(DataLoss loss, const ScriptMemory& memory, const QString& key)
{
    const auto copy = memory.survivingCopy(key);
    if (!copy)
        return loss;
    if (copy->all)
        return std::nullopt;
    loss.kind = LossKind::DropColumn;
    loss.keptColumns = copy->columns.values();
    loss.keptColumns.removeDuplicates();
    std::sort(loss.keptColumns.begin(), loss.keptColumns.end());
    loss.sentence =
        QStringLiteral("Drops the columns of %1 that its new table does not take over").arg(loss.object);
    return loss;
}

} // namespace

QList<LossScan> LossScanner::results() const
{
    const auto keyOf = [this](const QString& table) {
        const QByteArray quoted = table.toUtf8();
        const StatementView view(quoted, m_state->dialect);
        return Cursor(view).name().key(m_state->dialect);
    };
    QList<LossScan> results;
    for (const LossScan& scan : m_state->scans) {
        LossScan result;
        result.notUnderstood = scan.notUnderstood;
        for (const DataLoss& loss : scan.losses) {
            if (loss.kind != LossKind::DropTable)
                result.losses.append(loss);
            else if (const auto left = withoutCopies(loss, m_state->memory, keyOf(loss.table)))
                result.losses.append(*left);
        }
        results.append(result);
    }
    return results;
}

} // namespace strandline::analysis

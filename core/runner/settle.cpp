// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/settle.h"

#include "core/db/transaction.h"
#include "core/history/history_reader.h"
#include "core/history/history_writer.h"
#include "core/planner/plan_builder.h"
#include "core/runner/bookkeeping_setup.h"
#include "core/runner/settle_decision.h"

#include <QDeadlineTimer>
#include <QThread>

namespace strandline::runner {

using base::ErrorCode;

namespace {

constexpr int kPauseMs = 250;
constexpr int kSliceMs = 25;

base::Error lockedBy(const std::optional<engine::LockHolder>& holder)
{
    base::Error error;
    error.code = ErrorCode::Conflict;
    error.summary = QStringLiteral("Another run holds the lock of this database");
    if (holder) {
        error.detail = holder->who.isEmpty() ? holder->session
                                             : QStringLiteral("%1 (%2)").arg(holder->who, holder->session);
        if (holder->since.isValid())
            error.detail += QStringLiteral(", since %1 UTC")
                                .arg(holder->since.toUTC().toString(QStringLiteral("d MMM HH:mm")));
    }
    error.hint = QStringLiteral("Wait until it is done, and look again what there is to settle.");
    return error;
}

/// One call of settle().
class Settlement
{
public:
    Settlement(const SettleRequest& request, const engine::Engine& engine, const OpenConnection& open,
        const base::JobContext& context)
        : m_request(request)
        , m_engine(engine)
        , m_open(open)
        , m_context(context)
        , m_clock(context.clock ? context.clock : &m_systemClock)
    { }

    base::Result<SettleReport> run();

private:
    base::Result<void> takeLock();
    base::Result<QList<SettleStep>> decide();
    base::Result<void> write(const QList<SettleStep>& steps);
    base::Result<void> writeStep(history::HistoryWriter& writer, const SettleStep& step) const;
    bool pause(int milliseconds) const;

    const SettleRequest& m_request;
    const engine::Engine& m_engine;
    const OpenConnection& m_open;
    const base::JobContext& m_context;
    const base::SystemClock m_systemClock;
    const base::Clock* m_clock;
    std::unique_ptr<db::Connection> m_work;
    std::unique_ptr<engine::RunnerLock> m_lock; // released before the work connection closes
};

/// False when the user wants to stop.
bool Settlement::pause(int milliseconds) const
{
    const QDeadlineTimer end(milliseconds);
    while (!end.hasExpired() && !m_context.cancel.isCancelled())
        QThread::msleep(ulong(qBound(qint64(1), end.remainingTime(), qint64(kSliceMs))));
    return !m_context.cancel.isCancelled();
}

base::Result<void> Settlement::takeLock()
{
    const QDeadlineTimer deadline(m_request.lockWaitMs);
    for (;;) {
        auto connection = m_open(ConnectionUse::Lock, m_context);
        if (!connection)
            return base::forward(connection);
        auto attempt = m_engine.runServices().tryLock(std::move(*connection), *m_work,
            {m_request.identity.who(), m_request.identity.runId, m_clock->nowUtc(), m_request.historySchema});
        if (!attempt)
            return base::forward(attempt);
        if (attempt->lock) {
            m_lock = std::move(attempt->lock);
            return {};
        }
        if (m_request.lockWaitMs <= 0 || deadline.hasExpired())
            return base::fail(lockedBy(attempt->holder));
        if (!pause(int(qBound(qint64(1), deadline.remainingTime(), qint64(kPauseMs))))) {
            return base::fail(ErrorCode::Cancelled,
                QStringLiteral("Stopped while waiting for the lock of this database"),
                QStringLiteral("Nothing was changed."));
        }
    }
}

base::Result<QList<SettleStep>> Settlement::decide()
{
    const auto history = history::readHistory(*m_work, {m_request.historySchema, false});
    if (!history)
        return base::forward(history);
    if (!m_request.historyDigest.isEmpty() && planner::historyDigest(*history) != m_request.historyDigest) {
        return base::fail(ErrorCode::Conflict, QStringLiteral("The history changed while you looked at it"),
            QStringLiteral("Something was applied, undone, tried or settled in the meantime."),
            QStringLiteral("Look at the timeline again and decide anew. Nothing was changed."));
    }
    return decideSettling(m_request, *history, m_clock->nowUtc());
}

base::Result<void> Settlement::writeStep(history::HistoryWriter& writer, const SettleStep& step) const
{
    QList<history::RowText::ScriptText> texts;
    for (const migration::Script& script : step.kept)
        texts.append({script.sha256, script.bytes, qMax<qint64>(script.size, script.bytes.size())});
    if (const auto kept = writer.keepScripts(texts); !kept)
        return kept;
    for (const migration::HistoryRow& row : step.removed) {
        if (const auto removed = writer.remove(row.kind, row.version, row.name); !removed)
            return removed;
    }
    if (step.added) {
        if (const auto added = writer.add(*step.added); !added)
            return added;
    }
    if (step.retold) {
        if (const auto replaced = writer.replaceText(*step.retold); !replaced)
            return replaced;
    }
    return writer.append(step.events);
}

base::Result<void> Settlement::write(const QList<SettleStep>& steps)
{
    const auto tables = ensureBookkeeping(*m_work, m_request.historySchema, m_request.identity, *m_clock);
    if (!tables)
        return base::forward(tables);
    auto transaction = db::Transaction::begin(*m_work, db::TransactionKind::Immediate);
    if (!transaction)
        return base::forward(transaction);
    history::HistoryWriter writer(*m_work, tables->schema);
    for (const SettleStep& step : steps) {
        if (const auto written = writeStep(writer, step); !written) {
            return base::fail(
                written.error().withContext(QStringLiteral("“%1” could not be settled").arg(step.id)));
        }
    }
    // Somebody who ended the lock's session may be running by now.
    if (const auto held = m_lock->check(); !held)
        return held;
    return transaction->commit();
}

base::Result<SettleReport> Settlement::run()
{
    auto work = m_open(ConnectionUse::Work, m_context);
    if (!work)
        return base::forward(work);
    m_work = std::move(*work);
    if (const auto locked = takeLock(); !locked)
        return base::forward(locked);
    const auto steps = decide();
    if (!steps)
        return base::forward(steps);
    SettleReport report;
    report.runId = m_request.identity.runId;
    for (const SettleStep& step : *steps) {
        report.lines.append(step.line);
        if (step.changesSomething())
            report.settled.append(step.id);
    }
    if (report.settled.isEmpty())
        return report;
    if (const auto written = write(*steps); !written)
        return base::forward(written);
    return report;
}

} // namespace

base::Result<SettleReport> settle(const SettleRequest& request, const engine::Engine& engine,
    const OpenConnection& open, const base::JobContext& context)
{
    return Settlement(request, engine, open, context).run();
}

} // namespace strandline::runner

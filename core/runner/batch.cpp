// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/batch.h"

#include "core/db/transaction.h"
#include "core/runner/batch_key.h"
#include "core/runner/batch_text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace strandline::runner {

using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

constexpr int kMaxRetryPauseMs = 30'000;

std::optional<QStringList> strings(const QJsonValue& value)
{
    if (!value.isArray())
        return std::nullopt;
    QStringList list;
    for (const QJsonValue& entry : value.toArray()) {
        if (!entry.isString())
            return std::nullopt;
        list << entry.toString();
    }
    return list;
}

base::Failure badDetail(const QString& why)
{
    return base::fail(ErrorCode::Invalid, QStringLiteral("A batch checkpoint cannot be read"), why,
        QStringLiteral("Was the log changed by hand? Settle the migration by hand with “resolve”."));
}

/// Waits until the time is over or one of the tokens is cancelled.
void waitFor(qint64 milliseconds, const base::CancelToken& one, const base::CancelToken& other)
{
    if (milliseconds <= 0)
        return;
    std::mutex mutex;
    std::condition_variable changed;
    bool stopped = false;
    const auto wake = [&] {
        const std::lock_guard lock(mutex);
        stopped = true;
        changed.notify_all();
    };
    const auto first = one.onCancel(wake);
    const auto second = other.onCancel(wake);
    std::unique_lock lock(mutex);
    changed.wait_for(lock, std::chrono::milliseconds(milliseconds), [&] { return stopped; });
}

/// Keys per second over about the last ten batches.
class Rate
{
public:
    void add(qint64 keys, qint64 milliseconds)
    {
        const double weight = m_milliseconds > 0 ? 0.8 : 0.0;
        m_keys = m_keys * weight + double(keys);
        m_milliseconds = m_milliseconds * weight + double(qMax<qint64>(milliseconds, 1));
    }
    double perSecond() const { return m_milliseconds > 0 ? m_keys * 1000 / m_milliseconds : 0; }

private:
    double m_keys = 0;
    double m_milliseconds = 0;
};

class BatchRun
{
public:
    BatchRun(db::Connection& connection, const BatchRequest& request, const base::JobContext& context)
        : m_connection(connection)
        , m_request(request)
        , m_context(context)
        , m_state(request.from)
    { }

    Result<void> prepare();
    Result<BatchState> run();

private:
    Result<void> checkFrom() const;
    template <typename Work> auto retried(Work work) -> decltype(work());
    Result<bool> findNext();
    Result<bool> runBatch();
    Result<void> checkStop() const;
    qint64 now() const { return m_context.clock ? m_context.clock->monotonicMs() : m_system.monotonicMs(); }

    db::Connection& m_connection;
    const BatchRequest& m_request;
    const base::JobContext& m_context;
    base::SystemClock m_system;
    BatchState m_state;
    BatchStatement m_statement;
    BatchKey m_key;
    BatchKey::Page m_page;
    bool m_looksTwice = true;
    Rate m_rate;
};

Result<void> BatchRun::prepare()
{
    const migration::BatchDirective& directive = m_request.directive;
    if (directive.size <= 0 || directive.pauseMs < 0)
        return base::fail(ErrorCode::Invalid,
            QStringLiteral("The batch directive has no usable size or pause"),
            QStringLiteral("size=%1, pause=%2ms").arg(directive.size).arg(directive.pauseMs),
            QStringLiteral("The size is at least 1, the pause is not negative."));
    if (m_connection.isInTransaction())
        return base::fail(ErrorCode::Internal,
            QStringLiteral("A statement in batches was started inside of a transaction"));
    const sql::Dialect dialect = m_connection.info().dialect;
    auto statement = parseBatchStatement(m_request.statement, dialect);
    if (!statement)
        return base::forward(statement);
    m_statement = std::move(*statement);
    auto key = BatchKey::resolve(m_connection, directive);
    if (!key)
        return base::forward(key);
    m_key = std::move(*key);
    if (auto problem = batchMeetsItself(m_request.statement, m_key.table(), m_key.columnNames(), dialect))
        return base::fail(*problem);
    // An INSERT may make rows from what it finds: those who write while it runs are theirs to care for.
    m_looksTwice = !m_request.statement.trimmed().left(6).toUpper().startsWith("INSERT");
    if (const auto from = checkFrom(); !from)
        return from;
    if (m_request.notices) {
        for (const db::ServerNotice& notice : m_key.notices())
            m_request.notices(notice);
    }
    if (!m_state.endKey.isEmpty())
        return {};
    auto end = m_key.greatest(m_connection, {});
    if (!end)
        return base::forward(end);
    m_state.endKey = std::move(*end);
    const auto rows = m_key.estimatedRows(m_connection);
    if (!rows)
        return base::forward(rows);
    m_state.keysTotal = *rows;
    return {};
}

/// A checkpoint comes from a table that others may have changed, and its values become part of SQL.
Result<void> BatchRun::checkFrom() const
{
    const BatchState& from = m_request.from;
    const qsizetype width = m_key.columnNames().size();
    for (const QStringList* key : {&from.lastKey, &from.endKey}) {
        if (key->isEmpty())
            continue;
        if (key->size() != width)
            return base::fail(ErrorCode::Precondition,
                QStringLiteral("The batches began with another key than the directive names now"),
                QStringLiteral("The last checkpoint has %1 columns, the directive %2.")
                    .arg(key->size())
                    .arg(width),
                QStringLiteral("Restore the script, or settle the migration by hand with “resolve”."));
        for (const QString& literal : *key) {
            if (!isKeyLiteral(literal, m_connection.info().dialect))
                return badDetail(QStringLiteral("“%1” is no key value.").arg(literal));
        }
    }
    if (!from.lastKey.isEmpty() && from.endKey.isEmpty())
        return badDetail(QStringLiteral("It has a last key but no end."));
    return {};
}

Result<void> BatchRun::checkStop() const
{
    if (!m_context.cancel.isCancelled() && !m_request.stopAfterStatement.isCancelled())
        return {};
    return base::fail(ErrorCode::Cancelled, QStringLiteral("Stopped on request between two batches"),
        QStringLiteral("%1 batches are done and stay.").arg(m_state.batches),
        QStringLiteral("Apply again to go on behind the last batch."));
}

/// False: every row was met.
Result<bool> BatchRun::findNext()
{
    for (;;) {
        if (m_state.endKey.isEmpty())
            return false; // an empty table
        if (m_state.lastKey != m_state.endKey) {
            auto page =
                m_key.nextPage(m_connection, m_state.lastKey, m_state.endKey, m_request.directive.size);
            if (!page)
                return base::forward(page);
            m_page = std::move(*page);
            if (!m_page.last.isEmpty() && m_page.last == m_state.lastKey)
                return base::fail(ErrorCode::Unsupported,
                    QStringLiteral("The batch key of “%1” does not advance").arg(m_request.directive.table),
                    QStringLiteral("Behind %1 comes a row whose value reads the same, as a local time that "
                                   "occurs twice does.")
                        .arg(m_state.lastKey.join(QStringLiteral(", "))),
                    QStringLiteral("Choose another key, the primary key for example."));
            if (!m_page.last.isEmpty())
                return true;
        }
        // Once more for rows that came meanwhile; only once, since a busy table would never let it end.
        if (m_state.secondLook || !m_looksTwice)
            return false;
        auto end = m_key.greatest(m_connection, m_state.endKey);
        if (!end)
            return base::forward(end);
        m_state.secondLook = true;
        if (end->isEmpty())
            return false;
        m_state.endKey = std::move(*end);
    }
}

/// One transaction.
Result<bool> BatchRun::runBatch()
{
    const QByteArray condition = m_key.condition(m_statement.alias, m_state.lastKey, m_page.last);
    const qint64 begun = now();
    // SQLite: with its write lock from the start there is nothing to fail half-way for.
    auto transaction = db::Transaction::begin(m_connection, db::TransactionKind::Immediate);
    if (!transaction)
        return base::forward(transaction);
    const QByteArray text = m_statement.with(condition);
    const auto changed = m_connection.executeScript({text, {}}, m_request.notices);
    if (!changed)
        return base::fail(m_statement.placed(changed.error(), condition));
    const qint64 rows = qMax<qint64>(*changed, 0);
    BatchState next = m_state;
    next.lastKey = m_page.last;
    ++next.batches;
    next.rowsDone += rows;
    next.keysDone += m_page.keys;
    if (next.keysTotal > 0)
        next.keysTotal = qMax(next.keysTotal, next.keysDone);
    if (m_request.checkpoint) {
        if (const auto kept = m_request.checkpoint(next, rows, now() - begun); !kept)
            return base::forward(kept);
    }
    if (const auto committed = transaction->commit(); !committed)
        return base::forward(committed);
    m_state = std::move(next);
    return true;
}

/// Again after a lock time-out or a deadlock; work must leave everything as it was when it fails.
template <typename Work> auto BatchRun::retried(Work work) -> decltype(work())
{
    qint64 pause = qMax(m_request.firstRetryPauseMs, 1);
    for (int attempt = 0;; ++attempt) {
        auto done = work();
        const bool again = !done && attempt < m_request.lockRetries && m_request.isLockTimeout
            && m_request.isLockTimeout(done.error());
        if (!again)
            return done;
        // A random part, so that two who got into each other's way do not do so again.
        waitFor(pause + QRandomGenerator::global()->bounded(pause / 2 + 1), m_context.cancel,
            m_request.stopAfterStatement);
        if (const auto going = checkStop(); !going)
            return base::forward(going);
        pause = qMin<qint64>(pause * 2, kMaxRetryPauseMs);
    }
}

Result<BatchState> BatchRun::run()
{
    qint64 last = now();
    for (bool first = true;; first = false) {
        if (const auto going = checkStop(); !going)
            return base::forward(going);
        const auto more = retried([this] { return findNext(); });
        if (!more)
            return base::forward(more);
        if (!*more)
            return m_state;
        if (!first) {
            waitFor(m_request.directive.pauseMs, m_context.cancel, m_request.stopAfterStatement);
            if (const auto going = checkStop(); !going)
                return base::forward(going);
        }
        if (const auto done = retried([this] { return runBatch(); }); !done)
            return base::forward(done);
        const qint64 time = now();
        m_rate.add(m_page.keys, time - std::exchange(last, time));
        if (m_request.progress)
            m_request.progress(m_state, m_rate.perSecond());
    }
}

} // namespace

QString BatchState::toDetail() const
{
    QJsonObject object;
    object[QStringLiteral("last")] = QJsonArray::fromStringList(lastKey);
    object[QStringLiteral("end")] = QJsonArray::fromStringList(endKey);
    object[QStringLiteral("batches")] = batches;
    object[QStringLiteral("rows")] = rowsDone;
    object[QStringLiteral("keys")] = keysDone;
    object[QStringLiteral("keysTotal")] = keysTotal;
    object[QStringLiteral("secondLook")] = secondLook;
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

Result<BatchState> BatchState::fromDetail(const QString& detail)
{
    QJsonParseError parsed;
    const QJsonDocument document = QJsonDocument::fromJson(detail.toUtf8(), &parsed);
    if (!document.isObject())
        return badDetail(parsed.error == QJsonParseError::NoError ? QStringLiteral("It is not a JSON object.")
                                                                  : parsed.errorString());
    const QJsonObject object = document.object();
    BatchState state;
    const auto last = strings(object[QStringLiteral("last")]), end = strings(object[QStringLiteral("end")]);
    if (!last || !end)
        return badDetail(QStringLiteral("“last” and “end” must be lists of texts."));
    state.lastKey = *last;
    state.endKey = *end;
    const std::pair<const char*, qint64*> numbers[] = {{"batches", &state.batches}, {"rows", &state.rowsDone},
        {"keys", &state.keysDone}, {"keysTotal", &state.keysTotal}};
    for (const auto& [name, target] : numbers) {
        const QJsonValue value = object[QLatin1String(name)];
        *target = value.toInteger(-1);
        if (*target < 0)
            return badDetail(QStringLiteral("“%1” must be a whole number.").arg(QLatin1String(name)));
    }
    state.secondLook = object[QStringLiteral("secondLook")].toBool();
    return state;
}

Result<BatchState> runBatches(
    db::Connection& connection, const BatchRequest& request, const base::JobContext& context)
{
    BatchRun run(connection, request, context);
    if (const auto ready = run.prepare(); !ready)
        return base::forward(ready);
    return run.run();
}

} // namespace strandline::runner

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/connection.h"

#include "core/db/interrupter.h"
#include "core/db/sql_database.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QThread>

namespace strandline::db {

struct Connection::State
{
    std::unique_ptr<SqlDatabase> database; // declared before the session, which uses its handle to the end
    std::unique_ptr<Session> session;
    ServerInfo info;
    AccessMode accessMode;
    base::CancelToken cancel;
    const QThread* thread;
    std::shared_ptr<StatementTap> tap;

    base::Result<qint64> run(
        const QString& sql, const QVariantList& parameters, Rows* header, const RowVisitor& visitor);
};

namespace {

base::Error cancelledError()
{
    return {base::ErrorCode::Cancelled, QStringLiteral("Stopped on request"), {}, {}, {}, {}};
}

} // namespace

Connection::Connection(ConnectionParts parts)
    : m_state(new State {std::move(parts.database), std::move(parts.session), {}, parts.accessMode,
        std::move(parts.cancel), QThread::currentThread(), {}})
{ }

Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;

Connection::~Connection()
{
    Q_ASSERT_X(!m_state || m_state->thread == QThread::currentThread(), "Connection",
        "a connection must be closed on the thread that opened it");
}

const ServerInfo& Connection::info() const
{
    return m_state->info;
}

void Connection::setInfo(ServerInfo info)
{
    m_state->info = std::move(info);
}

AccessMode Connection::accessMode() const
{
    return m_state->accessMode;
}

const Interrupter& Connection::interrupter() const
{
    return m_state->session->interrupter();
}

bool Connection::isInTransaction() const
{
    return m_state->session->isInTransaction();
}

void Connection::setCancelToken(base::CancelToken token)
{
    m_state->cancel = std::move(token);
}

void Connection::setTap(std::shared_ptr<StatementTap> tap)
{
    m_state->tap = std::move(tap);
}

/// Thread check, cancel token and the bookkeeping of interrupts around one statement.
template <typename Value, typename Work>
base::Result<Value> Connection::guarded(QByteArrayView sql, Work work)
{
    State& state = *m_state;
    if (state.thread != QThread::currentThread()) {
        return base::fail(base::ErrorCode::Internal,
            QStringLiteral("A database connection was used from another thread than its own"));
    }
    if (state.cancel.isCancelled())
        return base::fail(cancelledError());

    StatementTap* const tap = sql.isEmpty() ? nullptr : state.tap.get();
    if (tap) {
        if (const auto refused = tap->before(sql))
            return base::fail(*refused);
    }
    Interrupter& interrupter = state.session->interrupter();
    base::Result<Value> result;
    interrupter.statementBegins();
    {
        const auto interrupt = state.cancel.onCancel([&interrupter] { interrupter.interrupt(); });
        result = work(state);
    }
    if (tap) {
        const auto failure = result ? std::nullopt : std::optional<base::Error>(result.error());
        if (const auto lost = tap->after(sql, failure); lost && result)
            result = base::fail(*lost);
    }
    if (!interrupter.statementEnded())
        return result;
    state.session->absorbLateInterrupt();
    if (!result && state.session->isInterruption(result.error())) {
        base::Error error = cancelledError();
        error.detail = result.error().detail;
        error.nativeCode = result.error().nativeCode;
        return base::fail(error);
    }
    return result;
}

base::Result<qint64> Connection::State::run(
    const QString& sql, const QVariantList& parameters, Rows* header, const RowVisitor& visitor)
{
    if (const auto bindable = session->checkParameters(parameters); !bindable)
        return base::forward(bindable);
    if (!database->get().isOpen())
        return base::fail(
            session->mapError(QSqlError(QString(), QStringLiteral("The connection was lost.")), sql));
    QSqlQuery query(database->get());
    query.setForwardOnly(true);
    query.setNumericalPrecisionPolicy(QSql::HighPrecision);
    bool ok = false;
    if (parameters.isEmpty()) {
        ok = query.exec(sql);
    } else if (query.prepare(sql)) {
        for (const QVariant& value : parameters)
            query.addBindValue(value);
        ok = query.exec();
    }
    if (!ok)
        return base::fail(session->mapError(query.lastError(), sql));

    const QSqlRecord record = query.record();
    const int width = record.count();
    for (int column = 0; header && column < width; ++column)
        header->columns << record.fieldName(column);

    qint64 count = 0;
    while (query.next()) {
        QVariantList row;
        row.reserve(width);
        for (int column = 0; column < width; ++column)
            row << query.value(column);
        ++count;
        if (!visitor(row))
            return count;
    }
    if (query.lastError().isValid())
        return base::fail(session->mapError(query.lastError(), sql));
    return count;
}

base::Result<Rows> Connection::query(const QString& sql, const QVariantList& parameters)
{
    return guarded<Rows>(sql.toUtf8(), [&](State& state) -> base::Result<Rows> {
        Rows rows;
        const auto count = state.run(sql, parameters, &rows, [&rows](const QVariantList& row) {
            rows.rows << row;
            return true;
        });
        if (!count)
            return base::forward(count);
        return rows;
    });
}

base::Result<qint64> Connection::forEachRow(
    const QString& sql, const QVariantList& parameters, const RowVisitor& visitor)
{
    return guarded<qint64>(
        sql.toUtf8(), [&](State& state) { return state.run(sql, parameters, nullptr, visitor); });
}

base::Result<qint64> Connection::execute(const QString& sql)
{
    return guarded<qint64>(sql.toUtf8(), [&](State& state) { return state.session->execute(sql); });
}

base::Result<qint64> Connection::executeScript(const ScriptStatement& statement, const NoticeSink& notices)
{
    return guarded<qint64>(
        statement.text, [&](State& state) { return state.session->executeScript(statement, notices); });
}

base::Result<void> Connection::executeOwn(const QList<QByteArray>& statements)
{
    if (!m_state->tap) {
        return guarded<void>({}, [&](State& state) { return state.session->executeOwn(statements); });
    }
    // One by one, so that the tap sees each and can stop between any two.
    for (const QByteArray& sql : statements) {
        const auto done = guarded<void>(sql, [&](State& state) { return state.session->executeOwn({sql}); });
        if (!done)
            return done;
    }
    return {};
}

base::Result<void> Connection::executeOwnShapes(const OwnStatements& statements)
{
    if (!m_state->tap) {
        return guarded<void>({}, [&](State& state) { return state.session->executeOwnShapes(statements); });
    }
    for (const OwnStatement& one : statements) {
        const auto done = guarded<void>(
            one.complete(), [&](State& state) { return state.session->executeOwnShapes({one}); });
        if (!done)
            return done;
    }
    return {};
}

base::Result<bool> Connection::checkSyntax(QByteArrayView statement)
{
    return guarded<bool>({}, [&](State& state) { return state.session->checkSyntax(statement); });
}

base::Result<QList<base::Result<bool>>> Connection::checkSyntaxOfEach(const QList<QByteArray>& statements)
{
    using Answers = QList<base::Result<bool>>;
    return guarded<Answers>({}, [&](State& state) -> base::Result<Answers> {
        Answers answers = state.session->checkSyntaxOfEach(statements);
        const bool isCut =
            !answers.isEmpty() && !answers.last() && answers.last().error().code != base::ErrorCode::Invalid;
        if (isCut)
            return base::forward(answers.last());
        return answers;
    });
}

base::Result<void> Connection::setLimits(const StatementLimits& limits)
{
    return guarded<void>({}, [&](State& state) { return state.session->setLimits(limits); });
}

base::Result<void> Connection::beginTransaction(TransactionKind kind)
{
    return guarded<void>("BEGIN", [&](State& state) { return state.session->begin(kind); });
}

base::Result<void> Connection::commitTransaction()
{
    return guarded<void>("COMMIT", [](State& state) { return state.session->commit(); });
}

base::Result<void> Connection::rollbackTransaction()
{
    // Not guarded: a cancelled token must not keep a transaction open.
    return m_state->session->rollback();
}

} // namespace strandline::db

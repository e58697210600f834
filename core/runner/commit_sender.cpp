// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/commit_sender.h"

namespace strandline::runner {

CommitSender::CommitSender(RunSession& session, Journal& journal, SessionKeeper& keeper)
    : m_session(session)
    , m_journal(journal)
    , m_keeper(keeper)
{ }

QByteArray CommitSender::begin() const
{
    switch (m_session.server().dialect) {
    case sql::Dialect::Sqlite: // the write lock at once, instead of failing half-way
        return QByteArrayLiteral("BEGIN IMMEDIATE");
    case sql::Dialect::MySql:
        return QByteArrayLiteral("START TRANSACTION");
    case sql::Dialect::PostgreSql:
        break;
    }
    return QByteArrayLiteral("BEGIN");
}

CommitSender::Outcome CommitSender::commit(
    const db::OwnStatements& statements, const Journal::Marker& marker, const db::OwnStatements& behind)
{
    if (const auto safe = protect(); !safe)
        return clarify(safe.error(), marker);
    db::OwnStatements message;
    if (m_session.hasWork() && !m_session.work().isInTransaction())
        message.append(begin());
    message += statements;
    message.append(QByteArrayLiteral("COMMIT"));
    message += m_keeper.unprotection() + behind;
    if (m_textOnly || m_keeper.isChanged()) {
        for (db::OwnStatement& statement : message)
            statement.shape.clear();
    }
    const auto sent = m_session.send(message);
    if (sent)
        return {};
    return clarify(sent.error(), marker);
}

bool CommitSender::forgetShapes(const base::Error& error)
{
    // invalid_sql_statement_name: something that the script called has thrown away what the session prepared.
    const bool isLost = error.nativeCode == QLatin1String("26000") && !m_textOnly;
    m_textOnly = m_textOnly || isLost;
    return isLost;
}

base::Result<void> CommitSender::protect()
{
    db::OwnStatements message = m_keeper.protection();
    if (message.isEmpty())
        return {};
    if (m_session.hasWork() && !m_session.work().isInTransaction())
        message.prepend(begin());
    return m_session.send(message);
}

base::Result<void> CommitSender::writeWithin(const db::OwnStatements& statements)
{
    if (const auto safe = protect(); !safe)
        return safe;
    return m_session.send(statements + m_keeper.unprotection());
}

/// Whether it was committed is not a matter of the error: a request to stop may hit behind the COMMIT, and a
/// lost connection says nothing at all. A transaction that is still open was not committed; otherwise the
/// journal knows, once the old session cannot write any more.
CommitSender::Outcome CommitSender::clarify(const base::Error& error, const Journal::Marker& marker)
{
    Outcome outcome;
    outcome.error = error;
    outcome.fate = Fate::Unknown;
    m_session.shieldWork();
    bool isLost = error.code == base::ErrorCode::Connection || !m_session.hasWork();
    if (!isLost && m_session.work().isInTransaction()) {
        if (m_session.send({QByteArrayLiteral("ROLLBACK")})) {
            m_session.unshieldWork();
            outcome.fate = Fate::RolledBack;
            return outcome;
        }
        isLost = true;
    }
    bool oldIsGone = true;
    if (isLost) {
        const auto again = m_session.reconnect();
        if (!again)
            return outcome;
        outcome.isReconnected = true;
        oldIsGone = again->oldSessionIsGone;
        if (const auto remembered = m_keeper.remember(m_session.work()); !remembered)
            return outcome;
    }
    const auto isThere = m_journal.isCommitted(marker);
    m_session.unshieldWork();
    if (!isThere)
        return outcome;
    if (*isThere)
        outcome.fate = Fate::Committed;
    else if (oldIsGone)
        outcome.fate = Fate::RolledBack;
    return outcome;
}

base::Result<void> CommitSender::writeAlone(const QList<migration::LogEvent>& events)
{
    if (events.isEmpty())
        return {};
    const QByteArray insert = m_journal.text().insertEvents(events).complete();
    if (!m_session.hasWork() || m_session.work().isInTransaction() || !m_keeper.isChanged())
        return m_session.send({insert});
    // A changed session may have switched autocommit off, or speak as somebody else.
    auto sent = protect();
    if (sent) {
        db::OwnStatements message {insert, QByteArrayLiteral("COMMIT")};
        if (!m_session.work().isInTransaction())
            message.prepend(begin());
        sent = m_session.send(message + m_keeper.unprotection());
    }
    if (!sent && sent.error().code != base::ErrorCode::Connection && m_session.work().isInTransaction()) {
        m_session.shieldWork();
        static_cast<void>(m_session.send({QByteArrayLiteral("ROLLBACK")}));
        m_session.unshieldWork();
    }
    return sent;
}

} // namespace strandline::runner

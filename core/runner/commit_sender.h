// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/journal.h"
#include "core/runner/session_keeper.h"

namespace strandline::runner {

/// Sends the message that makes a segment stay, and finds out what became of it when the answer is missing.
class CommitSender
{
public:
    CommitSender(RunSession& session, Journal& journal, SessionKeeper& keeper);

    enum class Fate { Committed, RolledBack, Unknown };
    struct Outcome
    {
        Fate fate = Fate::Committed;
        std::optional<base::Error> error; ///< also beside Committed, when it was found out by looking again
        bool isReconnected = false;
    };
    /// The statements, in the open transaction or one of their own, and COMMIT; `behind` follows it.
    Outcome commit(const db::OwnStatements& statements, const Journal::Marker& marker,
        const db::OwnStatements& behind = {});
    /// True, once, when the commit failed only because of how its rows were sent: the same transaction again
    /// sends them as text.
    bool forgetShapes(const base::Error& error);
    /// Rows that share the fate of the transaction that is open.
    base::Result<void> writeWithin(const db::OwnStatements& statements);
    /// Rows that commit by themselves. In a transaction that a script has opened they share its fate.
    base::Result<void> writeAlone(const QList<migration::LogEvent>& events);

    QByteArray begin() const;

private:
    /// In a session that a script has changed; begins a transaction where none is open.
    base::Result<void> protect();
    Outcome clarify(const base::Error& error, const Journal::Marker& marker);

    RunSession& m_session;
    Journal& m_journal;
    SessionKeeper& m_keeper;
    bool m_textOnly = false;
};

} // namespace strandline::runner

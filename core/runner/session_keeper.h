// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"

#include <QByteArrayView>

namespace strandline::runner {

/// Knows how a session was before the first script, and brings it back there: a script that changes
/// search_path, role, sql_mode or a PRAGMA changes it for itself, not for the migrations behind it.
class SessionKeeper
{
public:
    /// Reads what has to be known; asked again for each new connection.
    base::Result<void> remember(db::Connection& connection);

    /// The statement may change the session beyond its transaction.
    static bool mayChangeSession(QByteArrayView statement, sql::Dialect dialect);
    void changed() { m_changed = true; }
    bool isChanged() const { return m_changed; }

    /// What makes our own statements mean the same in a changed session. Sent inside of a transaction and
    /// as a message of its own: servers read the text of a whole message in one character set. On PostgreSQL
    /// it holds until the transaction ends. Empty when nothing was changed.
    db::OwnStatements protection() const;
    /// What gives the script its settings back; behind our own statements.
    db::OwnStatements unprotection() const;
    /// Brings everything back; only between two migrations, and outside of a transaction where that can be.
    base::Result<void> restore(db::Connection& connection);

private:
    sql::Dialect m_dialect = sql::Dialect::Sqlite;
    QList<QByteArray> m_restore;
    bool m_changed = false;
};

} // namespace strandline::runner

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/db/rows.h"
#include "core/db/script_statement.h"
#include "core/db/server_info.h"
#include "core/db/session.h"

#include <functional>
#include <memory>

namespace strandline::db {

class SqlDatabase;

enum class AccessMode {
    ReadOnly, ///< the engine's session refuses writes; docs/decisions/0006-read-only-sessions.md says how far
    ReadWrite,
};

/// What an engine hands over once it has opened a database.
struct ConnectionParts
{
    std::unique_ptr<SqlDatabase> database;
    std::unique_ptr<Session> session;
    AccessMode accessMode = AccessMode::ReadOnly;
    base::CancelToken cancel;
};

/// One open database. Made by an engine; belongs to the thread that opened it and must die there; calls from
/// another thread are refused with an Internal error. Only interrupter() may be used from elsewhere.
///
/// The write gate is the engine's session: a ReadOnly connection never sends a statement that was not
/// put under the engine's own lock first. What may write on a ReadWrite connection is for the caller.
class Connection
{
public:
    explicit Connection(ConnectionParts parts);
    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;
    ~Connection();

    const ServerInfo& info() const;
    void setInfo(ServerInfo info); ///< for the engine, once, after opening
    AccessMode accessMode() const;
    const Interrupter& interrupter() const;
    bool isInTransaction() const;

    /// Cancelling this token interrupts the running statement and refuses the following ones.
    void setCancelToken(base::CancelToken token);

    /// One of our own queries, with `?` for parameters; the whole answer in memory. Never for text of
    /// users: a question mark or colon in it would be taken for a parameter.
    base::Result<Rows> query(const QString& sql, const QVariantList& parameters = {});

    /// The same row by row; the visitor returns false when it has seen enough. Returns the number of rows.
    using RowVisitor = std::function<bool(const QVariantList& row)>;
    base::Result<qint64> forEachRow(
        const QString& sql, const QVariantList& parameters, const RowVisitor& visitor);

    /// One statement as it is; see Session::execute for what is promised.
    base::Result<qint64> execute(const QString& sql);

    /// One statement of a user's script; see Session::executeScript.
    base::Result<qint64> executeScript(const ScriptStatement& statement, const NoticeSink& notices = {});
    /// Our own statements, BEGIN and COMMIT among them, in as few round trips as possible.
    base::Result<void> executeOwn(const QList<QByteArray>& statements);
    /// The same for statements that come again and again with other values.
    base::Result<void> executeOwnShapes(const OwnStatements& statements);
    /// Whether the engine can parse it; see Session::checkSyntax. Works on a ReadOnly connection.
    base::Result<bool> checkSyntax(QByteArrayView statement);
    base::Result<QList<base::Result<bool>>> checkSyntaxOfEach(const QList<QByteArray>& statements);
    base::Result<void> setLimits(const StatementLimits& limits);

    /// Null: nobody listens. The tap sees what query() and forEachRow() send, too.
    void setTap(std::shared_ptr<StatementTap> tap);

private:
    friend class Transaction;
    struct State;
    template <typename Value, typename Work> base::Result<Value> guarded(QByteArrayView sql, Work work);
    base::Result<void> beginTransaction(TransactionKind kind);
    base::Result<void> commitTransaction();
    base::Result<void> rollbackTransaction();
    std::unique_ptr<State> m_state;
};

} // namespace strandline::db

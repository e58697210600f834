// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/db/own_statement.h"
#include "core/db/script_statement.h"

#include <QList>
#include <QVariant>

class QSqlError;

namespace strandline::db {

class Interrupter;

enum class TransactionKind {
    Default, ///< what BEGIN means to the engine
    Snapshot, ///< every statement sees the same moment
    Immediate, ///< SQLite: take the write lock at once instead of failing half-way; elsewhere the default
};

/// The engine's part of a connection: what Qt Sql hides, done on the native handle. One per connection, on
/// the connection's thread; dies before the handle does. Nobody but Connection and the engines calls it.
class Session
{
public:
    virtual ~Session() = default;

    /// Runs the text as it is, without preparing placeholders. Exactly one statement: a second one is
    /// refused and nothing is executed. Only comments: nothing happens and 0 is returned. Otherwise the
    /// number of changed rows, or -1 where the statement has none.
    virtual base::Result<qint64> execute(const QString& sql) = 0;

    /// The same for a statement of a script, without a detour over UTF-16, with the data of a COPY. Notices
    /// go to the sink while it runs, also when it fails. The error's position counts within the text.
    virtual base::Result<qint64> executeScript(
        const ScriptStatement& statement, const NoticeSink& notices) = 0;
    /// Several statements of our own in order, in as few messages as the engine can: stops at the first that
    /// fails. BEGIN and COMMIT may be among them. Never for text of users.
    virtual base::Result<void> executeOwn(const QList<QByteArray>& statements) = 0;
    /// The same where some statements name their values apart.
    virtual base::Result<void> executeOwnShapes(const OwnStatements& statements);
    /// Asks the engine whether it can parse this statement, without executing it. Only an error of syntax is
    /// a failure (Invalid, with position in the text); a table that does not exist yet is none. False: this
    /// engine cannot tell for this kind of statement.
    virtual base::Result<bool> checkSyntax(QByteArrayView statement) = 0;
    /// The same for several, in as few messages as the engine can: one answer each, up to the first failure
    /// that is not about its text.
    virtual QList<base::Result<bool>> checkSyntaxOfEach(const QList<QByteArray>& statements);
    virtual base::Result<void> setLimits(const StatementLimits& limits) = 0;

    virtual base::Result<void> begin(TransactionKind kind) = 0;
    virtual base::Result<void> commit() = 0;
    virtual base::Result<void> rollback() = 0;
    virtual bool isInTransaction() const = 0;

    /// Why these values cannot be bound, where the engine would truncate or misread them silently.
    virtual base::Result<void> checkParameters(const QVariantList& values) const = 0;
    /// What a failed query means. Never returns Cancelled: that is for the connection, who knows whether
    /// an interrupt was asked for.
    virtual base::Error mapError(const QSqlError& error, const QString& sql) const = 0;
    /// Whether this error is the engine's way to report an interrupted statement.
    virtual bool isInterruption(const base::Error& error) const = 0;

    virtual Interrupter& interrupter() = 0;
    /// Called after a statement during which an interrupt was sent: one that is still under way inside the
    /// server must hit nothing that matters.
    virtual void absorbLateInterrupt() = 0;
};

} // namespace strandline::db

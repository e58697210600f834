// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

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

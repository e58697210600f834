// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job_context.h"
#include "core/db/connection.h"
#include "core/migration/script.h"

#include <functional>

namespace strandline::runner {

/// How far a batch statement is: what a `batch-done` event holds in its detail.
struct BatchState
{
    QStringList lastKey; ///< SQL literals of the last key that is done; empty: at the beginning
    QStringList endKey; ///< where the statement ends: the greatest key when it started
    qint64 batches = 0;
    qint64 rowsDone = 0; ///< rows changed
    qint64 keysDone = 0; ///< keys walked over
    qint64 keysTotal = 0; ///< estimate; 0: unknown
    bool secondLook = false; ///< the first end was reached; endKey is the greatest key of that moment

    QString toDetail() const; ///< one JSON object; docs/formats/bookkeeping.md
    static base::Result<BatchState> fromDetail(const QString& detail);
};

struct BatchRequest
{
    QByteArray statement; ///< with {batch} in it
    migration::BatchDirective directive;
    BatchState from;
    base::CancelToken stopAfterStatement; ///< honoured between batches
    db::NoticeSink notices;
    int lockRetries = 5;
    int firstRetryPauseMs = 500;
    std::function<bool(const base::Error&)> isLockTimeout;
    /// Writes the checkpoint; called inside of the batch's transaction, right before its commit.
    std::function<base::Result<void>(const BatchState&, qint64 rowsOfBatch, qint64 durationMs)> checkpoint;
    /// After each batch. The rate counts keys, like keysDone and keysTotal, smoothed and with the pauses.
    std::function<void(const BatchState&, double keysPerSecond)> progress;
};

/// Runs the statement in keyset batches, each in a transaction of its own with its checkpoint, and gives the
/// state at the end. Stopped or failed: what is done stays, and the last checkpoint says where to go on.
/// Stopping between batches is a failure with the code Cancelled. Nothing runs when the directive does not
/// suit the statement or the table. An error's position counts in the statement as it is written.
/// docs/formats/native-migrations.md, "Batches"
base::Result<BatchState> runBatches(
    db::Connection& connection, const BatchRequest& request, const base::JobContext& context);

} // namespace strandline::runner

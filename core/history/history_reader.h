// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/migration/history_snapshot.h"

namespace strandline::history {

struct ReadOptions
{
    QString schema; ///< Environment::historySchema; empty: the engine's default
    /// Every event of the log. Otherwise those the timeline needs: not the plans, and the statements only of
    /// runs that did not end.
    bool everyEvent = false;
};

/// What the database says of its past, as one consistent picture. Reads only: a database without our tables
/// stays without them and gives present == false. Needs SELECT on the tables and nothing else.
///
/// Fails when the tables cannot be trusted or read: foreign ones of the same name (Invalid), a newer format
/// (Unsupported), a missing right or a log without its history (Precondition). Single rows that cannot be
/// understood are left out and become problems of the snapshot. docs/formats/bookkeeping.md, "Reading rules".
base::Result<migration::HistorySnapshot> readHistory(
    db::Connection& connection, const ReadOptions& options = {});

} // namespace strandline::history

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history/bookkeeping_tables.h"
#include "core/runner/runner.h"

namespace strandline::runner {

/// Makes or upgrades the bookkeeping tables with Strandline's own migrations and gives what is there then.
/// Nothing is written when they are current. Every migration that ran leaves its row, its text and a
/// `bookkeeping-changed` event; one transaction where the engine can, and a start that was interrupted where
/// it cannot is gone on with. docs/formats/bookkeeping.md
///
/// The caller holds the runner lock, which keeps two creators apart, and no transaction. Precondition for a
/// missing right or a schema that does not exist, Invalid for tables of our names that are not ours.
base::Result<history::BookkeepingTables> ensureBookkeeping(db::Connection& connection,
    const QString& wantedSchema, const RunIdentity& identity, const base::Clock& clock);

} // namespace strandline::runner

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "tests/support/bookkeeping/timeline_case.h"

namespace strandline::test {

/// Runs every statement of a script, as the runner would.
base::Result<void> runScript(db::Connection& connection, const QByteArray& script);

/// Makes our tables with the product's own scripts, and the rows that say so.
base::Result<void> createBookkeeping(db::Connection& connection);
/// Undoes that with the down scripts.
base::Result<void> dropBookkeeping(db::Connection& connection);

/// Writes rows and events of a story with the product's own writer.
base::Result<void> writeStory(db::Connection& connection, const TimelineCase& story);

} // namespace strandline::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"

#include <functional>

namespace strandline::engine::postgresql {

/// Runs `work` with the settings on which the server's printing of definitions depends: no search path (names
/// come out qualified), fixed formats. All of it sees one moment, in a read-only transaction of its own; in
/// the caller's transaction, when there is one, behind a savepoint that is rolled back. Afterwards the
/// session is as it was.
base::Result<void> withCanonicalSession(
    db::Connection& connection, const std::function<base::Result<void>()>& work);

} // namespace strandline::engine::postgresql

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"

namespace strandline::engine::postgresql {

/// The options for QSqlDatabase: all of libpq's keywords but host, user, password and database, which the
/// driver quotes itself. The driver turns every ';' into a space before libpq sees the text, so that a
/// value with one cannot be passed on unchanged: it is refused. Everything else is quoted.
base::Result<QString> driverOptions(
    const connection::ConnectionSettings& settings, const OpenOptions& options);

} // namespace strandline::engine::postgresql

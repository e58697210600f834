// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"

namespace strandline::engine::postgresql {

/// See RunServices::schemaFingerprint. One query that the server answers with 64 hexadecimal digits.
base::Result<QByteArray> schemaFingerprint(db::Connection& connection, const QString& historySchema);

} // namespace strandline::engine::postgresql

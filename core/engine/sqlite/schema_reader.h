// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"

namespace strandline::engine::sqlite {

/// Digest of the definitions as SQLite keeps them, word for word: it rewrites them itself on ALTER TABLE, in
/// the same way each time. user_version and application_id count, since programs decide by them which schema
/// they have before them. Attached and temporary databases do not.
base::Result<QByteArray> schemaDigest(db::Connection& connection);

/// See RunServices::dropEverything.
base::Result<QList<QByteArray>> dropStatements(db::Connection& connection);

} // namespace strandline::engine::sqlite

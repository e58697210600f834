// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"

namespace strandline::engine::mysql {

/// Digest over information_schema of the connected database, read by set queries: their number does not grow
/// with the number of tables. Which columns the views of information_schema have differs from server to
/// server, so all count but those that change without a change of definition, or that depend on the login.
base::Result<QByteArray> schemaDigest(db::Connection& connection);

/// Condition on a view of information_schema: rows of this database, by its name as it is where the server tells
/// upper and lower case apart; the views compare without case, and find the database by the first part only.
QString inDatabase(const char* column, const QString& database);

/// See RunServices::dropEverything.
base::Result<QList<QByteArray>> dropStatements(db::Connection& connection);

} // namespace strandline::engine::mysql

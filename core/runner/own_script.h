// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"

namespace strandline::runner {

/// One script of Strandline's own, which names no schema.
struct OwnScript
{
    QByteArray text;
    QString schema; ///< the current one while it runs; ignored by SQLite
    bool onlyWhatIsMissing = false; ///< leave statements out whose object is there already
    /// A failure takes back what this script did, and nothing of what the transaction did before. Nothing can
    /// be taken back on MariaDB and MySQL.
    bool undoWhenRefused = false;
};

/// Runs it. PostgreSQL: inside the caller's transaction, because the schema is set for that one only.
base::Result<void> runOwnScript(db::Connection& connection, const OwnScript& script);

/// The server refused for lack of a right, or of a setting that stands for one.
bool isMissingRight(const base::Error& error);

} // namespace strandline::runner

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/script.h"
#include "core/sql/dialect.h"

#include <QStringList>

namespace strandline::analysis {

/// The tables and views from before the script that its statements change, in the order in which it names
/// them, without repetition: "invoice", "billing.invoice" as in messages. Those that it makes itself, and
/// those that it only reads, are left out. Nothing for a large script. Pure.
QStringList touchedTables(const migration::Script& script, sql::Dialect dialect);

} // namespace strandline::analysis

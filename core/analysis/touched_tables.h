// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/statement_view.h"
#include "core/migration/script.h"
#include "core/sql/dialect.h"

#include <QStringList>

namespace strandline::analysis {

/// The tables and views from before the script that its statements change, in the order in which it names
/// them, without repetition: "invoice", "billing.invoice" as in messages. Those that it makes itself, and
/// those that it only reads, are left out. Nothing for a large script. Pure.
QStringList touchedTables(const migration::Script& script, sql::Dialect dialect);

/// What one statement changes, as it names it: tables whose rows or shape it changes, and what they are a
/// part of.
QList<ObjectName> changedTables(const StatementView& view);

} // namespace strandline::analysis

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/dialect.h"

#include <QByteArray>

namespace strandline::bench {

/// A script for the engine's own client: so many tables of twelve columns with a primary key, a unique one, a
/// foreign key to the table before, a check, two more indexes, defaults and comments; for each ten a view,
/// for each twenty a function or trigger.
QByteArray wideSchema(sql::Dialect dialect, int tables);

} // namespace strandline::bench

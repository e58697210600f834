// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/database.h"

#include <QByteArray>

namespace strandline::schema {

/// SHA-256, in hexadecimal, of the JSON form without the name of the database, the server's version, the
/// dependencies, the statements as they were written and what could not be read: two databases with the same
/// definitions have the same.
QByteArray fingerprint(const Database& database);

} // namespace strandline::schema

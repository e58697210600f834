// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/renderer.h"
#include "core/sql/dialect.h"

#include <QByteArray>

namespace strandline::dialect {

/// A script of these statements as it lies in a file: each with its terminator, notes as comments above, and
/// what cannot be written as a comment at the end. psql, mariadb and sqlite3 run it as it is, and so does our
/// runner: bodies with semicolons stand between DELIMITER commands where the client needs them.
QByteArray writeScript(const Rendered& rendered, sql::Dialect dialect);
QByteArray writeScript(const QList<RenderedStatement>& statements, sql::Dialect dialect);

/// A text as comment lines: "-- …" each.
QByteArray commentLines(const QString& text);

} // namespace strandline::dialect

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/connection/connection_settings.h"

#include <QString>

namespace strandline::engine::postgresql {

/// The fields of a server error, as libpq gives them.
struct ServerError
{
    QString sqlState;
    QString message;
    QString detail;
    QString hint;
    int position = 0; ///< of a character of the statement, from 1; 0: none
};

base::Error statementError(const ServerError& server, const QString& sql);

/// libpq reports a failed connection as one text without a code, so this reads the text; a server that
/// speaks another language than English gives the general Connection error, with its own words.
base::Error connectError(const QString& message, const connection::ConnectionSettings& settings);

} // namespace strandline::engine::postgresql

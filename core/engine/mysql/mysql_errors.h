// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/connection/connection_settings.h"

#include <QString>

namespace strandline::engine::mysql {

struct ServerError
{
    int number = 0; ///< 1146
    QString sqlState; ///< "42S02"; empty where the driver does not tell
    QString message;
};

/// Where in the statement the server stopped reading, from "… near 'TABEL x' at line 3", in whatever language
/// it says that. Unknown when the message is none of that kind.
base::SourcePosition positionFromMessage(const QString& message, QByteArrayView statement);

base::Error statementError(const ServerError& server, const QString& sql);
base::Error connectError(const ServerError& server, const connection::ConnectionSettings& settings);

} // namespace strandline::engine::mysql

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/connection/connection_settings.h"

#include <QByteArrayView>
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
    QString context; ///< the calls that led there
    QString schema;
    QString table;
    QString column;
    QString constraint;
    QString dataType;
    QString sourceFunction; ///< of the server: the same in every language
    bool connectionLost = false;
};

base::Error statementError(const ServerError& server, const QString& sql);
/// The same for UTF-8. Servers without an encoding (SQL_ASCII) count positions in bytes.
base::Error statementError(const ServerError& server, QByteArrayView sql, bool positionInBytes = false);

/// Line and column, from 1 and in characters, of what the server calls character `position` (from 1).
base::SourcePosition positionInUtf8(QByteArrayView text, qint64 position, bool inBytes = false);

/// The line of the data that a failed COPY … FROM STDIN names in its context; 0: none. The word for "line" is
/// in the server's language.
qint64 lineOfCopyData(const QString& context);

/// libpq reports a failed connection as one text without a code, so this reads the text; a server that
/// speaks another language than English gives the general Connection error, with its own words.
base::Error connectError(const QString& message, const connection::ConnectionSettings& settings);

} // namespace strandline::engine::postgresql

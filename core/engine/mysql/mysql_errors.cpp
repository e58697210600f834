// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/mysql/mysql_errors.h"

#include "core/db/statement_text.h"
#include "core/engine/engine.h"
#include "core/engine/mysql/error_catalogue.h"

#include <QRegularExpression>

#include <cctype>
#include <errmsg.h>
#include <mysql.h>
#include <mysqld_error.h>

namespace strandline::engine::mysql {

using base::ErrorCode;

namespace {

constexpr int mysqlStatementTimeout = 3024; // MariaDB's header does not have MySQL's number

QString nativeCode(const ServerError& server)
{
    if (server.number == 0)
        return server.sqlState;
    return server.sqlState.isEmpty() ? QString::number(server.number)
                                     : QStringLiteral("%1 (%2)").arg(server.number).arg(server.sqlState);
}

} // namespace

base::SourcePosition positionFromMessage(const QString& message, QByteArrayView statement)
{
    static const QRegularExpression pattern(
        QStringLiteral("'(.*)'[^']*?(\\d+)\\D*$"), QRegularExpression::DotMatchesEverythingOption);
    const auto match = pattern.match(message);
    if (!match.hasMatch())
        return {};
    // The server drops what is blank at the beginning before it counts lines.
    qsizetype lineStart = 0;
    while (lineStart < statement.size() && (std::isspace(uchar(statement.at(lineStart))) != 0))
        ++lineStart;
    for (int line = match.captured(2).toInt(); line > 1; --line) {
        const qsizetype end = statement.indexOf('\n', lineStart);
        if (end < 0)
            break;
        lineStart = end + 1;
    }
    QString near = match.captured(1);
    if (near.isEmpty())
        return db::positionInUtf8(statement, statement.size()); // it ended too early
    // The rest of the statement, cut off after 80 characters; the cut may have broken the last one. What was
    // not cut is the end of the text, and short pieces may stand further up as well.
    constexpr qsizetype surelyWhole = 70;
    const bool whole = near.size() < surelyWhole;
    near.truncate(surelyWhole);
    const qsizetype found =
        whole ? statement.lastIndexOf(near.toUtf8()) : statement.indexOf(near.toUtf8(), lineStart);
    const qsizetype at = found >= lineStart ? found : -1;
    base::SourcePosition position = db::positionInUtf8(statement, at >= 0 ? at : lineStart);
    if (at < 0)
        position.column = 0;
    return position;
}

base::Error statementError(const ServerError& server, const QString& sql)
{
    const QString excerpt = db::statementExcerpt(sql);
    base::Error error {ErrorCode::Sql, QStringLiteral("The server refused “%1”").arg(excerpt), server.message,
        {}, nativeCode(server), {}};
    switch (server.number) {
    case ER_OPTION_PREVENTS_STATEMENT:
        error.code = ErrorCode::Precondition;
        if (!server.message.contains(QLatin1String("read"))) {
            error.hint = QStringLiteral("The server was started so that it refuses this. Ask who runs it.");
            break;
        }
        [[fallthrough]];
    case ER_READ_ONLY_MODE:
        error.code = ErrorCode::Precondition;
        error.summary = QStringLiteral("The server takes no writes, so “%1” was refused").arg(excerpt);
        error.hint =
            QStringLiteral("It is a replica, or switched to reading only. Connect to the primary server.");
        break;
    case ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION:
        error.code = ErrorCode::Precondition;
        error.summary = QStringLiteral("The connection is read-only, so “%1” was refused").arg(excerpt);
        error.hint = QStringLiteral("Nothing was changed. Writing needs a connection opened for it.");
        break;
    case ER_LOCK_WAIT_TIMEOUT:
        error.code = ErrorCode::Conflict;
        error.summary = QStringLiteral("“%1” waited for a lock and gave up").arg(excerpt);
        break;
    case ER_LOCK_DEADLOCK:
    case ER_TABLE_DEF_CHANGED: // since the snapshot that this transaction reads
        error.code = ErrorCode::Conflict;
        break;
    case ER_DBACCESS_DENIED_ERROR:
    case ER_TABLEACCESS_DENIED_ERROR:
    case ER_COLUMNACCESS_DENIED_ERROR:
    case ER_SPECIFIC_ACCESS_DENIED_ERROR:
    case ER_PROCACCESS_DENIED_ERROR:
        error.code = ErrorCode::Precondition;
        break;
    case ER_QUERY_INTERRUPTED:
        error.summary = QStringLiteral("“%1” was stopped by the server").arg(excerpt);
        error.hint = QStringLiteral("Somebody stopped it. Find out who before running it again.");
        break;
    case ER_STATEMENT_TIMEOUT:
    case mysqlStatementTimeout:
        error.summary = QStringLiteral("“%1” was stopped by the statement time-out").arg(excerpt);
        break;
    case ER_DISK_FULL:
    case ER_RECORD_FILE_FULL:
        error.code = ErrorCode::Io;
        break;
    case CR_SERVER_GONE_ERROR:
    case CR_SERVER_LOST:
    case ER_CONNECTION_KILLED:
    case ER_SERVER_SHUTDOWN:
        error.code = ErrorCode::Connection;
        error.summary = QStringLiteral("The server ended the connection during “%1”").arg(excerpt);
        error.hint = QStringLiteral("Connect again and look at what has been done.");
        break;
    default:
        break;
    }
    if (error.hint.isEmpty())
        error.hint = catalogueHint(server.number);
    return error;
}

base::Error connectError(const ServerError& server, const connection::ConnectionSettings& settings)
{
    const QString name = settings.serverLabel();
    base::Error error {ErrorCode::Connection, QStringLiteral("Could not connect to “%1”").arg(name),
        base::redacted(server.message, settings.password),
        QStringLiteral("Check the settings of the connection."), nativeCode(server), {}};
    switch (server.number) {
    case ER_ACCESS_DENIED_ERROR:
    case ER_ACCESS_DENIED_NO_PASSWORD_ERROR:
        error.summary = QStringLiteral("“%1” rejected the login for “%2”").arg(name, settings.user.value);
        error.hint =
            QStringLiteral("Check user and password. The server may allow this user from other hosts only.");
        break;
    case ER_DBACCESS_DENIED_ERROR:
        error.summary = QStringLiteral("“%1” may not use “%2” on “%3”")
                            .arg(settings.user.value, settings.database.value, name);
        error.hint = QStringLiteral("Use another user, or have rights on the database granted. "
                                    "Servers also answer so when the database does not exist.");
        break;
    case ER_BAD_DB_ERROR:
        error.code = ErrorCode::NotFound;
        error.summary =
            QStringLiteral("There is no database “%1” on “%2”").arg(settings.database.value, name);
        error.hint = QStringLiteral("Check the name, or create the database.");
        break;
    case ER_HOST_NOT_PRIVILEGED:
    case ER_HOST_IS_BLOCKED:
        error.summary = QStringLiteral("“%1” does not accept connections from this computer").arg(name);
        error.hint = QStringLiteral("The rights of the user, or the server's list of blocked hosts, decide.");
        break;
    case ER_CON_COUNT_ERROR:
    case ER_TOO_MANY_USER_CONNECTIONS:
    case ER_USER_LIMIT_REACHED:
        error.summary = QStringLiteral("“%1” accepts no more connections").arg(name);
        error.hint = QStringLiteral("Close other connections, or try again later.");
        break;
    case CR_UNKNOWN_HOST:
        error.summary = QStringLiteral("There is no server “%1”").arg(name);
        error.hint = QStringLiteral("Check the spelling of the host name.");
        break;
    case CR_CONN_HOST_ERROR:
        error.summary = QStringLiteral("Could not reach “%1”").arg(name);
        error.hint = QStringLiteral(
            "Nothing answered on that port. Check address and port, and whether the server runs.");
        break;
    case CR_CONNECTION_ERROR:
        error.summary = QStringLiteral("Could not reach “%1”").arg(name);
        error.hint =
            QStringLiteral("Nothing answered on that socket. Check its path, and whether the server runs.");
        break;
    case CR_SSL_CONNECTION_ERROR:
        error.summary = QStringLiteral("No TLS connection to “%1” could be made").arg(name);
        error.hint =
            QStringLiteral("Check the TLS mode, the certificates and whether the server offers TLS.");
        break;
    case CR_SERVER_LOST:
    case CR_SERVER_GONE_ERROR:
    case CR_SERVER_HANDSHAKE_ERR:
        error.summary = QStringLiteral("“%1” broke off the connection").arg(name);
        error.hint =
            QStringLiteral("Check that a MariaDB or MySQL server is at that address; it may be starting up.");
        break;
    case CR_AUTH_PLUGIN_CANNOT_LOAD:
        error.code = ErrorCode::Unsupported;
        error.summary = QStringLiteral("“%1” asks for a kind of login that is not supported").arg(name);
        error.hint = QStringLiteral("Give the user another authentication plug-in.");
        break;
    default:
        break;
    }
    // A password typed into the wrong field must not be shown either.
    error.summary = base::redacted(error.summary, settings.password);
    return error;
}

} // namespace strandline::engine::mysql

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/postgresql_errors.h"

#include "core/db/statement_text.h"
#include "core/engine/engine.h"

#include <QStringList>

namespace strandline::engine::postgresql {

using base::ErrorCode;

namespace {

bool isConnectionState(const QString& state)
{
    // 57P0x: the server shuts down, crashed or is not accepting; 08: connection exception.
    return state.startsWith(QLatin1String("08")) || state.startsWith(QLatin1String("57P0"));
}

void classify(base::Error& error, const QString& sql)
{
    const QString& state = error.nativeCode;
    if (state == QLatin1String("25006")) {
        error.code = ErrorCode::Precondition;
        error.summary =
            QStringLiteral("The connection is read-only, so “%1” was refused").arg(db::statementExcerpt(sql));
        if (error.hint.isEmpty())
            error.hint = QStringLiteral("Nothing was changed. Writing needs a connection opened for it.");
    } else if (state == QLatin1String("55P03")) {
        error.code = ErrorCode::Conflict;
        error.summary = QStringLiteral("“%1” waited for a lock and gave up").arg(db::statementExcerpt(sql));
        if (error.hint.isEmpty())
            error.hint = QStringLiteral("Another session holds the lock; try again when it has finished.");
    } else if (state == QLatin1String("40P01") || state == QLatin1String("40001")) {
        error.code = ErrorCode::Conflict;
        if (error.hint.isEmpty())
            error.hint = QStringLiteral("Another session was in the way; try again.");
    } else if (state == QLatin1String("57014")) {
        error.summary = QStringLiteral("“%1” was stopped by the server").arg(db::statementExcerpt(sql));
        if (error.hint.isEmpty())
            error.hint =
                QStringLiteral("It ran longer than statement_timeout allows, or somebody cancelled it.");
    } else if (state == QLatin1String("42501")) {
        error.code = ErrorCode::Precondition;
        if (error.hint.isEmpty())
            error.hint = QStringLiteral("Log in as a user who may do this, or have the right granted.");
    } else if (state == QLatin1String("53100")) {
        error.code = ErrorCode::Io;
        error.hint = QStringLiteral("Free space on the disk of the server.");
    } else if (isConnectionState(state)) {
        error.code = ErrorCode::Connection;
        error.summary =
            QStringLiteral("The server ended the connection during “%1”").arg(db::statementExcerpt(sql));
        error.hint = QStringLiteral("Connect again and look at what has been done.");
    }
}

struct ConnectCase
{
    const char* pattern; ///< what libpq or the server says, in lower case
    ErrorCode code;
    const char* state; ///< SQLSTATE where the server would have sent one
    const char* summary; ///< %1 server, %2 database, %3 user
    const char* hint;
};

// Order matters: the first that occurs in the text decides.
constexpr ConnectCase connectCases[] = {
    {"password authentication failed", ErrorCode::Connection, "28P01", "“%1” rejected the login for “%3”",
        "Check user and password."},
    {"no password supplied", ErrorCode::Connection, "28P01", "“%1” asks for a password for “%3”",
        "Enter a password."},
    {"no pg_hba.conf entry", ErrorCode::Connection, "28000",
        "“%1” does not allow “%3” to connect to “%2” from here",
        "The server's pg_hba.conf decides who may connect from where and whether TLS is needed."},
    {"peer authentication failed", ErrorCode::Connection, "28000", "“%1” rejected the login for “%3”",
        "On this socket the server accepts only the system user of the same name; connect by host name with "
        "a "
        "password, or use another user."},
    {"is not permitted to log in", ErrorCode::Connection, "28000", "“%3” may not log in to “%1”",
        "Use another user, or have LOGIN granted to this one."},
    {"permission denied for database", ErrorCode::Connection, "42501", "“%3” may not connect to “%2” on “%1”",
        "Use another user, or have CONNECT granted to this one."},
    {"authentication failed", ErrorCode::Connection, "28000", "“%1” rejected the login for “%3”",
        "Check user and password."},
    {"too many connections", ErrorCode::Connection, "53300", "“%1” accepts no more connections",
        "Close other connections, or try again later."},
    {"too many clients", ErrorCode::Connection, "53300", "“%1” accepts no more connections",
        "Close other connections, or try again later."},
    {"remaining connection slots are reserved", ErrorCode::Connection, "53300",
        "“%1” accepts no more connections", "Close other connections, or try again later."},
    {"the database system is", ErrorCode::Connection, "57P03", "“%1” is not ready",
        "The server is starting up or shutting down; try again in a moment."},
    {"could not translate host name", ErrorCode::Connection, "", "There is no server “%1”",
        "Check the spelling of the host name."},
    {"certificate", ErrorCode::Connection, "", "The identity of “%1” could not be checked",
        "Check the host name, sslrootcert and the server's certificate. The check is never skipped."},
    {"does not support ssl", ErrorCode::Connection, "", "“%1” does not offer TLS",
        "The connection asks for TLS (sslmode); switch it on at the server."},
    {"ssl", ErrorCode::Connection, "", "No TLS connection to “%1” could be made",
        "Check sslmode, the certificates and the TLS versions of both sides."},
    {"timeout expired", ErrorCode::Connection, "", "Could not reach “%1”",
        "Check the address, the network and whether a firewall drops the packets."},
    {"connection refused", ErrorCode::Connection, "", "Could not reach “%1”",
        "Nothing answered on that port. Check address and port, and whether the server runs."},
    {"no such file or directory", ErrorCode::Connection, "", "Could not reach “%1”",
        "There is no such socket. Check the folder and the port, and whether the server runs."},
    {"unsupported startup parameter", ErrorCode::Unsupported, "",
        "“%1” is a connection pooler that refuses session settings",
        "Connect to the server itself; a pooler cannot keep a session read-only."},
    {"invalid connection option", ErrorCode::Invalid, "", "The connection to “%1” has an unknown option",
        "Check the options of the connection."},
};

/// Not QString::arg(), which warns about the ones that a text does not use.
QString fill(const char* text, const connection::ConnectionSettings& settings)
{
    const QStringList values {settings.serverLabel(), settings.database.value, settings.user.value};
    const QStringList parts = QString::fromUtf8(text).split(QLatin1Char('%'));
    QString filled = parts.first();
    for (qsizetype i = 1; i < parts.size(); ++i)
        filled += values.at(parts.at(i).at(0).digitValue() - 1) + parts.at(i).mid(1);
    return filled;
}

} // namespace

base::Error statementError(const ServerError& server, const QString& sql)
{
    base::Error error {ErrorCode::Sql,
        QStringLiteral("The server refused “%1”").arg(db::statementExcerpt(sql)), server.message, server.hint,
        server.sqlState, {}};
    if (!server.detail.isEmpty())
        error.detail += QLatin1Char('\n') + server.detail;
    if (server.position > 0)
        error.position = db::positionOfCharacter(sql, server.position - 1);
    classify(error, sql);
    return error;
}

base::Error connectError(const QString& message, const connection::ConnectionSettings& settings)
{
    const QString detail = base::redacted(message.trimmed(), settings.password);
    base::Error error {ErrorCode::Connection, fill("Could not connect to “%1”", settings), detail,
        QStringLiteral("Check the settings of the connection."), {}, {}};
    const QString lower = detail.toLower();
    if (lower.contains(QLatin1String("database \"")) && lower.contains(QLatin1String("does not exist"))) {
        error.code = ErrorCode::NotFound;
        error.nativeCode = QStringLiteral("3D000");
        error.summary = fill("There is no database “%2” on “%1”", settings);
        error.hint = QStringLiteral("Check the name, or create the database.");
        return error;
    }
    if (lower.contains(QLatin1String("role \"")) && lower.contains(QLatin1String("does not exist"))) {
        error.nativeCode = QStringLiteral("28000");
        error.summary = base::redacted(fill("“%1” knows no user “%3”", settings), settings.password);
        error.hint = QStringLiteral("Check the user name.");
        return error;
    }
    for (const ConnectCase& known : connectCases) {
        if (!lower.contains(QLatin1String(known.pattern)))
            continue;
        error.code = known.code;
        error.nativeCode = QString::fromLatin1(known.state);
        error.summary = base::redacted(fill(known.summary, settings), settings.password);
        error.hint = QString::fromUtf8(known.hint);
        break;
    }
    return error;
}

} // namespace strandline::engine::postgresql

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/postgresql_errors.h"

#include "core/db/statement_text.h"
#include "core/engine/engine.h"
#include "core/engine/postgresql/error_catalogue.h"

#include <QRegularExpression>
#include <QStringList>

namespace strandline::engine::postgresql {

using base::ErrorCode;

namespace {

/// What the server says beside its message, each on a line of its own.
QString serverDetail(const ServerError& server)
{
    QStringList lines {server.message};
    if (!server.detail.isEmpty())
        lines << server.detail;
    if (!server.hint.isEmpty())
        lines << QStringLiteral("The server suggests: ") + server.hint;
    QStringList objects;
    const auto name = [&objects](const char* what, const QString& value) {
        if (!value.isEmpty())
            objects << QStringLiteral("%1 “%2”").arg(QLatin1String(what), value);
    };
    const QString table = server.schema.isEmpty() || server.table.isEmpty()
        ? server.table
        : server.schema + QLatin1Char('.') + server.table;
    name("table", table);
    name("column", server.column);
    name("constraint", server.constraint);
    name("type", server.dataType);
    if (!objects.isEmpty())
        lines << QStringLiteral("Concerns ") + objects.join(QStringLiteral(", "));
    if (!server.context.isEmpty())
        lines << QStringLiteral("Where: ") + server.context;
    return lines.join(QLatin1Char('\n'));
}

QString excerptOf(QByteArrayView sql)
{
    // A cut inside of a character costs that character, which the excerpt leaves out anyway.
    return db::statementExcerpt(QString::fromUtf8(sql.first(qMin<qsizetype>(sql.size(), 1000))));
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
        "Give the address of the server itself (usually port 5432) instead of the pooler's: a pooler that "
        "drops "
        "session settings cannot keep a session read-only, and cannot hold the runner lock."},
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

base::SourcePosition positionInUtf8(QByteArrayView text, qint64 position, bool inBytes)
{
    if (position <= 0)
        return {};
    base::SourcePosition at;
    at.line = 1;
    qint64 count = 0;
    for (const char byte : text) {
        const bool begins = (uchar(byte) & 0xC0) != 0x80;
        at.column += begins ? 1 : 0;
        count += begins || inBytes ? 1 : 0;
        if (count == position)
            return at;
        if (byte == '\n') {
            ++at.line;
            at.column = 0;
        }
    }
    ++at.column;
    return count + 1 == position ? at : base::SourcePosition {}; // just behind the end
}

qint64 lineOfCopyData(const QString& context)
{
    // "COPY t, line 3, column b: "x"": the table's name may hold anything, so the last match of a line
    // counts.
    static const QRegularExpression pattern(
        QStringLiteral("^COPY .*, [^\\s,:]+ (\\d+)(?:[,:].*)?$"), QRegularExpression::MultilineOption);
    qint64 line = 0;
    for (auto it = pattern.globalMatch(context); it.hasNext();)
        line = it.next().captured(1).toLongLong();
    return line;
}

base::Error statementError(const ServerError& server, QByteArrayView sql, bool positionInBytes)
{
    const CatalogueEntry& known = catalogueEntry(server);
    base::Error error {known.code, QString::fromUtf8(known.summary), serverDetail(server),
        QString::fromUtf8(known.hint), server.sqlState,
        positionInUtf8(sql, server.position, positionInBytes)};
    error.summary.replace(QLatin1String("%1"), excerptOf(sql));
    return error;
}

base::Error statementError(const ServerError& server, const QString& sql)
{
    return statementError(server, QByteArrayView(sql.toUtf8()));
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

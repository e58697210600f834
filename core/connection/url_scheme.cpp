// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connection/url_scheme.h"

#include "core/connection/parameters.h"
#include "core/connection/url_parts.h"

#include <QRegularExpression>

#include <optional>

namespace strandline::connection {

namespace {

using base::Result;
using sql::Dialect;

std::optional<Dialect> dialectOfScheme(QString scheme)
{
    // "postgresql+psycopg2": the driver behind the plus is the affair of the program that wrote the URL.
    scheme = scheme.section(QLatin1Char('+'), 0, 0);
    if (scheme == QLatin1String("postgres") || scheme == QLatin1String("postgresql"))
        return Dialect::PostgreSql;
    if (scheme == QLatin1String("mysql") || scheme == QLatin1String("mariadb")
        || scheme == QLatin1String("mysql2"))
        return Dialect::MySql;
    if (scheme == QLatin1String("sqlite") || scheme == QLatin1String("sqlite3"))
        return Dialect::Sqlite;
    return std::nullopt;
}

/// Why a text without a known scheme is refused. Quotes the scheme at most: anything else may be a secret.
base::Error unknownScheme(const QString& url, const QString& scheme)
{
    static const QRegularExpression keywords(QStringLiteral("^\\s*\\w+\\s*=\\s*\\S"));
    static const QRegularExpression goForm(QStringLiteral("@(tcp|unix)\\("));
    if (scheme == QLatin1String("jdbc"))
        return urlError(QStringLiteral("It is a JDBC URL, whose parameters mean other things."),
            QStringLiteral("Write it without “jdbc:”, with the user before the host: "
                           "postgresql://user@host/database."));
    if (scheme == QLatin1String("file"))
        return urlError(QStringLiteral("It names a file, but not the kind of database."),
            QStringLiteral("For a SQLite file write sqlite: and the path."));
    if (goForm.match(url).hasMatch())
        return urlError(QStringLiteral("It has the form that Go's MySQL driver reads, not that of a URL."),
            QStringLiteral("Write it as mysql://user@host:3306/database."));
    if (keywords.match(url).hasMatch())
        return urlError(QStringLiteral("It is a list of keywords, not a URL."),
            QStringLiteral("Write it as postgresql://user@host:5432/database?name=value."));
    if (scheme.isEmpty())
        return urlError(QStringLiteral("It does not begin with the kind of database."), urlExamples());
    const QString nearest = nearestName(scheme,
        {QStringLiteral("postgres"), QStringLiteral("postgresql"), QStringLiteral("mysql"),
            QStringLiteral("mariadb"), QStringLiteral("sqlite")});
    return urlError(QStringLiteral("“%1” is not a kind of database that Strandline knows.").arg(scheme),
        nearest.isEmpty() ? urlExamples()
                          : QStringLiteral("The nearest known kind is “%1”. ").arg(nearest) + urlExamples());
}

} // namespace

QString urlExamples()
{
    return QStringLiteral(
        "Known are postgres://, postgresql://, mysql://, mariadb:// and sqlite:, for example "
        "postgres://user@host:5432/database or sqlite:shop.db.");
}

Result<UrlScheme> readScheme(const QString& url)
{
    static const QRegularExpression pattern(QStringLiteral("^([A-Za-z][A-Za-z0-9+.-]{0,31}):(//)?"));
    if (url.isEmpty())
        return base::fail(urlError(QStringLiteral("It is empty."), urlExamples()));
    const auto match = pattern.match(url);
    const QString scheme = match.captured(1).toLower();
    const auto dialect = dialectOfScheme(scheme);
    if (!match.hasMatch() || !dialect) {
        // Without "//" the word may be a user name ("deploy:secret@host"): not repeated.
        const bool isScheme = match.hasMatch()
            && (match.capturedLength(2) > 0 || scheme == QLatin1String("jdbc")
                || scheme == QLatin1String("file"));
        return base::fail(unknownScheme(url, isScheme ? scheme : QString()));
    }
    if (*dialect == Dialect::Sqlite)
        return UrlScheme {Dialect::Sqlite, match.capturedEnd(1) + 1};
    if (match.capturedLength(2) == 0)
        return base::fail(urlError(QStringLiteral("Behind “%1:” two slashes are missing.").arg(scheme),
            QStringLiteral("Write %1://user@host/database.").arg(scheme)));
    return UrlScheme {*dialect, match.capturedEnd(0)};
}

} // namespace strandline::connection

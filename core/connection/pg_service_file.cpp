// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connection/pg_service_file.h"

#include "core/connection/config_file.h"
#include "core/connection/parameters.h"

#include <QSet>

namespace strandline::connection {

namespace {

using base::ErrorCode;
using base::Result;

base::Failure failAt(const QString& path, int line, const QString& detail, const QString& hint = {})
{
    const base::Error error {ErrorCode::Invalid,
        QStringLiteral("The service file “%1” cannot be read").arg(path), detail, hint, {}, {}};
    return base::fail(error.at({path, 0, line, 0}));
}

struct Line
{
    QString text;
    int number = 0;
};

Result<void> readLine(
    ConnectionSettings& settings, const Line& line, const QString& path, const QString& origin)
{
    if (line.text.startsWith(QLatin1String("ldap"), Qt::CaseInsensitive)
        && line.text.contains(QLatin1String("://")))
        return failAt(path, line.number,
            QStringLiteral("The section asks an LDAP server, which Strandline does not do."),
            QStringLiteral("Write the parameters into the file, or into the URL."));
    const qsizetype equals = line.text.indexOf(QLatin1Char('='));
    if (equals < 0)
        return failAt(path, line.number, QStringLiteral("The line is neither [section] nor name=value."));
    const QString name = line.text.left(equals);
    if (name != name.trimmed())
        return failAt(path, line.number, QStringLiteral("There is a blank in front of “=”."),
            QStringLiteral("libpq wants name=value without blanks around the equals sign."));
    if (name == QLatin1String("service") || name == QLatin1String("servicefile"))
        return failAt(path, line.number, QStringLiteral("A service cannot refer to another service."));
    const Parameter parameter {name, line.text.mid(equals + 1), origin, {}, {}};
    auto set = setPostgresqlParameter(settings, parameter);
    if (!set)
        return base::fail(set.error().at({path, 0, line.number, 0}));
    return {};
}

/// Whether the service is in this file; a missing file holds none.
Result<std::optional<ConnectionSettings>> lookInto(const QString& path, const QString& service)
{
    auto bytes = readConfigFile(path);
    if (!bytes)
        return base::forward(bytes);
    if (!*bytes)
        return std::optional<ConnectionSettings>();
    return parseServiceFile(**bytes, path, service);
}

} // namespace

Result<std::optional<ConnectionSettings>> parseServiceFile(
    const QByteArray& bytes, const QString& path, const QString& service)
{
    auto text = configText(bytes, path);
    if (!text)
        return base::forward(text);
    const QString origin = QStringLiteral("service “%1” in %2").arg(service, path);
    const QString header = QStringLiteral("[%1]").arg(service);
    ConnectionSettings settings;
    settings.dialect = sql::Dialect::PostgreSql;
    QSet<QString> seen;
    bool isInside = false;
    int number = 0;
    for (const QString& raw : text->split(QLatin1Char('\n'))) {
        const Line line {raw.trimmed(), ++number};
        if (line.text.isEmpty() || line.text.startsWith(QLatin1Char('#')))
            continue;
        if (line.text.startsWith(QLatin1Char('['))) {
            if (isInside)
                break;
            isInside = line.text == header;
            continue;
        }
        if (!isInside)
            continue;
        const QString name = line.text.section(QLatin1Char('='), 0, 0);
        if (seen.contains(name) && isPostgresqlParameter(name))
            continue;
        seen.insert(name);
        if (auto read = readLine(settings, line, path, origin); !read)
            return base::forward(read);
    }
    if (!isInside)
        return std::optional<ConnectionSettings>();
    return std::optional<ConnectionSettings>(settings);
}

Result<ConnectionSettings> findService(const QString& service, const ServicePlaces& places)
{
    const QString userFile = places.namedFile.isEmpty() ? places.homeFile : places.namedFile;
    for (const QString& path : {userFile, places.systemFile}) {
        if (path.isEmpty())
            continue;
        auto found = lookInto(path, service);
        if (!found)
            return base::forward(found);
        if (*found)
            return **found;
    }
    return base::fail(ErrorCode::NotFound,
        QStringLiteral("The PostgreSQL service “%1” is not defined").arg(service),
        QStringLiteral("Looked in %1 and %2.").arg(userFile, places.systemFile),
        QStringLiteral("Add a section [%1] to one of these files, or give the connection as a URL.")
            .arg(service));
}

} // namespace strandline::connection

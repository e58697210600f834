// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/schema_source.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

namespace strandline::usecase {

using base::ErrorCode;

namespace {

constexpr QLatin1String kMigrations("migrations");

bool looksLikeUrl(const QString& text)
{
    static const QRegularExpression scheme(QStringLiteral("^([A-Za-z][A-Za-z0-9+.-]*://|sqlite:|service=)"));
    return scheme.match(text).hasMatch();
}

QString environmentNames(const project::Project* project)
{
    QStringList names;
    if (project) {
        for (const project::Environment& environment : project->environments)
            names << environment.name;
    }
    return names.isEmpty() ? QStringLiteral("The project names no environment.")
                           : QStringLiteral("The project names: %1.").arg(names.join(QLatin1String(", ")));
}

base::Result<SchemaSource> fileSource(const QString& text, const QString& folder, const QString& others)
{
    const QFileInfo file(QDir(folder), text);
    if (!file.exists()) {
        return base::fail(ErrorCode::NotFound, QStringLiteral("“%1” is no schema that can be read").arg(text),
            QStringLiteral("It is neither a URL nor an environment, and there is no such file. ") + others,
            QStringLiteral("Give a URL, an environment, an .sql file or folder, migrations, "
                           "migrations@VERSION, or a saved JSON."));
    }
    SchemaSource source {SourceKind::Script, text, QDir::cleanPath(file.absoluteFilePath()), {}};
    if (file.isFile() && file.suffix().compare(QLatin1String("json"), Qt::CaseInsensitive) == 0)
        source.kind = SourceKind::Json;
    return source;
}

} // namespace

base::Result<SchemaSource> parseSchemaSource(
    const QString& text, const QString& folder, const project::Project* project)
{
    if (text.isEmpty())
        return base::fail(ErrorCode::Invalid, QStringLiteral("No schema is named"));
    if (text == kMigrations || text.startsWith(kMigrations + QLatin1Char('@'))) {
        if (!project) {
            return base::fail(ErrorCode::NotFound, QStringLiteral("There is no project here"),
                QStringLiteral("“%1” are the migrations of the project.").arg(text),
                QStringLiteral("Name its folder with --project, or write ./%1 for a folder of SQL.")
                    .arg(text));
        }
        const QString version = text.mid(kMigrations.size() + 1);
        if (text.size() > kMigrations.size() && version.isEmpty()) {
            return base::fail(ErrorCode::Invalid, QStringLiteral("“%1” names no version").arg(text), {},
                QStringLiteral("Write migrations@VERSION, or migrations for all of them."));
        }
        return SchemaSource {SourceKind::Migrations, text, {}, version};
    }
    if (looksLikeUrl(text))
        return SchemaSource {SourceKind::Url, text, text, {}};
    if (project && project->environment(text))
        return SchemaSource {SourceKind::Environment, text, text, {}};
    return fileSource(text, folder, environmentNames(project));
}

} // namespace strandline::usecase

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/open.h"

#include "core/connection/resolve.h"
#include "core/project/foreign_layouts.h"
#include "core/project/native_format.h"
#include "core/project/project_file.h"

#include <QDir>
#include <QFileInfo>

#include <unistd.h>

namespace strandline::project {

namespace {

using base::ErrorCode;

QStringList likelyFolders()
{
    return {QStringLiteral("migrations"), QStringLiteral("db/migrations"),
        QStringLiteral("database/migrations"), QStringLiteral("sql/migrations"),
        QStringLiteral("src/migrations"), QString()};
}

/// A dangling link counts: it is there on purpose, and reading it gives the better message.
bool isThere(const QString& path)
{
    const QFileInfo info(path);
    return info.exists() || info.isSymLink();
}

/// The nearest project file at or above the folder; empty when there is none.
QString searchUpwards(const QString& folder)
{
    const QString home = QDir(QDir::homePath()).canonicalPath();
    QDir current(folder);
    for (bool isStart = true;; isStart = false) {
        const bool isBorder = current.isRoot() || current.canonicalPath() == home;
        if (isBorder && !isStart)
            return {};
        const QString path = current.filePath(QString(kProjectFileName));
        if (isThere(path))
            return path;
        if (isBorder || isThere(current.filePath(QStringLiteral(".git"))) || !current.cdUp())
            return {};
    }
}

/// Whether somebody else put the file above the folder that the user named; its hooks would run as the user.
bool isForeignOwned(const QString& path)
{
    const uint owner = QFileInfo(path).ownerId();
    return owner != ::geteuid() && owner != 0;
}

base::Result<Project> fromFile(const QString& path)
{
    auto project = readProjectFile(path);
    if (project && project->environments.isEmpty()) {
        const auto surroundings = environmentFromSurroundings(project->root);
        if (surroundings)
            project->environments.append(*surroundings);
    }
    return project;
}

base::Result<Project> byItsFiles(const QString& folder)
{
    Project project = defaultProject(folder);
    QStringList found;
    for (const QString& relative : likelyFolders()) {
        const QString path = relative.isEmpty() ? project.root : project.root + QLatin1Char('/') + relative;
        if (holdsNativeMigrations(path))
            found.append(path);
    }
    if (found.isEmpty()) {
        if (const auto foreign = recogniseForeignLayout(project.root))
            return base::fail(ErrorCode::Unsupported,
                QStringLiteral("“%1” looks like a project of %2").arg(folder, foreign->tool),
                QStringLiteral(
                    "“%1” tells. This version opens Strandline's own format; opening %2 projects comes "
                    "in a later one.")
                    .arg(foreign->sign, foreign->tool),
                QStringLiteral("To start a project of Strandline here, use “strandline-cli init”."));
        QStringList places = likelyFolders();
        places.removeLast();
        return base::fail(ErrorCode::NotFound, QStringLiteral("No project found in “%1”").arg(folder),
            QStringLiteral("Looked for strandline.toml here and above, and for names such as "
                           "20260101120000_name.up.sql in %1 and here.")
                .arg(places.join(QStringLiteral(", "))),
            QStringLiteral("Open another folder, or start a project with “strandline-cli init”."));
    }
    project.migrationFolders = {found.takeFirst()};
    for (const QString& other : std::as_const(found)) {
        base::Error warning;
        warning.code = ErrorCode::Invalid;
        warning.summary = QStringLiteral("“%1” holds migrations, too, and is left out")
                              .arg(QDir(project.root).relativeFilePath(other));
        warning.hint = QStringLiteral("Name the folders under migrations in %1.").arg(kProjectFileName);
        project.warnings.append(warning);
    }
    if (const auto surroundings = environmentFromSurroundings(project.root))
        project.environments.append(*surroundings);
    return project;
}

} // namespace

std::optional<Environment> environmentFromSurroundings(const QString& root)
{
    const auto process = connection::requestForProcess(root);
    if (!process)
        return std::nullopt; // a broken .env is reported where the connection is resolved
    const auto request = connection::fromSurroundings(*process);
    if (!request)
        return std::nullopt;
    Environment environment;
    environment.name = QStringLiteral("default");
    environment.tier = Tier::Custom; // nothing says that it is harmless
    environment.customTier = QStringLiteral("default");
    environment.url = request->url;
    environment.urlEnv = request->urlEnv;
    environment.origin = request->urlOrigin;
    const connection::VariableLookup lookup({request->environment, request->dotenv});
    if (const auto variable = lookup.find(request->urlEnv); variable && !request->urlEnv.isEmpty())
        environment.origin = variable->origin;
    environment.policy = Policy::forTier(environment.tier);
    return environment;
}

base::Result<Project> findProject(const QString& folderOrFile)
{
    const QFileInfo info(folderOrFile);
    if (!info.exists())
        return base::fail(ErrorCode::NotFound, QStringLiteral("“%1” does not exist").arg(folderOrFile), {},
            QStringLiteral("Check the path; a drive that is not mounted looks the same."));
    if (!info.isDir()) {
        if (info.suffix() == QLatin1String("toml"))
            return fromFile(info.absoluteFilePath());
        return base::fail(ErrorCode::Invalid, QStringLiteral("“%1” is not a project").arg(folderOrFile),
            QStringLiteral("It is neither a folder nor a strandline.toml."),
            QStringLiteral("Open the folder that holds the migrations."));
    }
    const QString folder = QDir::cleanPath(info.absoluteFilePath());
    const QString path = searchUpwards(folder);
    if (path.isEmpty())
        return byItsFiles(folder);
    if (QFileInfo(path).absolutePath() != folder && isForeignOwned(path))
        return base::fail(ErrorCode::Precondition,
            QStringLiteral("The project file “%1” belongs to another user").arg(path),
            QStringLiteral(
                "It was found above the folder that you named, and a project file can start commands."),
            QStringLiteral("If you trust it, open its folder itself."));
    return fromFile(path);
}

} // namespace strandline::project

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/create_sample.h"

#include "core/base/file.h"
#include "core/sample/sample_database.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>

namespace strandline::sample {

namespace {

const QString projectRoot = QStringLiteral(":/strandline/sample/atara/project");

/// The mark of a finished sample: made last, so that an interrupted one is recognised and made again.
const QString doneMark = QStringLiteral(".strandline-sample");

base::Result<void> writeFiles(const QString& folder)
{
    QDirIterator files(projectRoot, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString source = files.next();
        const QString target = folder + source.mid(projectRoot.size());
        if (const auto made = base::makeFolder(QFileInfo(target).absolutePath()); !made)
            return made;
        const auto bytes = base::readFile(source);
        if (!bytes)
            return base::forward(bytes);
        if (const auto written = base::writeFileAtomically({target, *bytes, base::WriteMode::CreateNew, {}});
            !written)
            return written;
    }
    return {};
}

base::Result<void> makeDatabase(const QString& path, const QList<StoryStep>& story, bool production,
    const engine::Engines& engines, const base::JobContext& context)
{
    // An empty file is an empty database, and opening never creates one by itself.
    if (const auto made = base::writeFileAtomically({path, {}, base::WriteMode::CreateNew, {}}); !made)
        return made;
    connection::ConnectionSettings settings;
    settings.dialect = sql::Dialect::Sqlite;
    settings.database = {path, QStringLiteral("sample project")};
    engine::OpenOptions options;
    options.access = db::AccessMode::ReadWrite;
    const auto token = engine::grantWrites(
        {QStringLiteral("sample"), true, false, QStringLiteral("sample"), QStringLiteral("sample")});
    if (!token)
        return base::forward(token);
    options.writeToken = *token;
    const auto opened = engines.open(settings, options, context);
    if (!opened)
        return base::forward(opened);
    // A sample that a power cut damages is made again: flushing after each of its statements would take
    // seconds.
    if (const auto quick = (*opened)->execute(QStringLiteral("PRAGMA synchronous = OFF")); !quick)
        return base::forward(quick);
    return tellStory(**opened, story, production, context);
}

base::Result<void> fill(
    const QString& folder, const engine::Engines& engines, const base::JobContext& context)
{
    if (const auto written = writeFiles(folder); !written)
        return written;
    const QDir directory(folder);
    if (const auto made = makeDatabase(
            directory.filePath(QStringLiteral("production.db")), productionStory(), true, engines, context);
        !made)
        return made;
    if (const auto made =
            makeDatabase(directory.filePath(QStringLiteral("dev.db")), devStory(), false, engines, context);
        !made)
        return made;
    return base::writeFileAtomically(
        {directory.filePath(doneMark), "This folder was made by Strandline as a sample. It can be deleted.\n",
            base::WriteMode::CreateNew, {}});
}

void removeAllIn(const QString& folder)
{
    QDir directory(folder);
    for (const QFileInfo& entry :
        directory.entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)) {
        if (entry.isDir() && !entry.isSymLink())
            QDir(entry.absoluteFilePath()).removeRecursively();
        else
            directory.remove(entry.fileName());
    }
}

} // namespace

base::Result<QString> createSampleProject(
    const QString& folder, const engine::Engines& engines, const base::JobContext& context)
{
    const QString path = QDir(folder).absolutePath();
    if (QFileInfo::exists(QDir(path).filePath(doneMark)))
        return path;
    const bool existed = QFileInfo::exists(path);
    if (existed && !QDir(path).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot))
        return base::fail(base::ErrorCode::Conflict,
            QStringLiteral("Could not make the sample project in “%1”").arg(path),
            QStringLiteral("The folder holds something already."),
            QStringLiteral("Choose an empty or a new folder."));
    if (const auto made = base::makeFolder(path); !made)
        return base::forward(made);
    if (const auto filled = fill(path, engines, context); !filled) {
        removeAllIn(path);
        if (!existed)
            QDir().rmdir(path);
        return base::forward(filled);
    }
    return path;
}

} // namespace strandline::sample

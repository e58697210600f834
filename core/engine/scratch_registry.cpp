// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/scratch_registry.h"

#include "core/base/file.h"
#include "core/engine/scratch.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QThread>

#include <csignal>
#include <optional>
#include <sys/types.h>

namespace strandline::engine {

namespace {

constexpr QLatin1String kSuffix(".json");

QByteArray toBytes(const ScratchMark& mark)
{
    const QJsonObject json {
        {QStringLiteral("kind"),
            mark.kind == ScratchKind::Folder ? QStringLiteral("folder") : QStringLiteral("database")},
        {QStringLiteral("name"), mark.name},
        {QStringLiteral("folder"), mark.folder},
        {QStringLiteral("server"), mark.server},
        {QStringLiteral("owner"), mark.owner.toJson()},
        {QStringLiteral("serverProcess"), mark.serverProcess.toJson()},
    };
    return QJsonDocument(json).toJson();
}

std::optional<ScratchMark> readMark(const QString& path)
{
    const auto bytes = base::readFile(path, 1 << 16);
    if (!bytes)
        return std::nullopt;
    const QJsonObject json = QJsonDocument::fromJson(*bytes).object();
    ScratchMark mark;
    mark.kind = json[QStringLiteral("kind")] == QLatin1String("database") ? ScratchKind::Database
                                                                          : ScratchKind::Folder;
    mark.name = json[QStringLiteral("name")].toString();
    mark.folder = json[QStringLiteral("folder")].toString();
    mark.server = json[QStringLiteral("server")].toString();
    mark.owner = ProcessIdentity::fromJson(json[QStringLiteral("owner")].toObject());
    mark.serverProcess = ProcessIdentity::fromJson(json[QStringLiteral("serverProcess")].toObject());
    if (!isScratchName(mark.name) || !mark.owner.isKnown())
        return std::nullopt;
    return mark;
}

/// Its data are of no worth, and it would write into a folder that is being removed.
void endServer(const ProcessIdentity& server)
{
    if (!server.isKnown() || livenessOf(server) != Liveness::Alive)
        return;
    ::kill(pid_t(server.pid), SIGKILL);
    for (int i = 0; i < 100 && livenessOf(server) == Liveness::Alive; ++i)
        QThread::msleep(20);
}

} // namespace

ScratchRegistry::ScratchRegistry(QString folder)
    : m_folder(std::move(folder))
{ }

QString ScratchRegistry::pathOf(const QString& name) const
{
    return m_folder + QLatin1Char('/') + name + kSuffix;
}

base::Result<void> ScratchRegistry::enter(const ScratchMark& mark)
{
    if (const auto made = base::makeFolder(m_folder); !made)
        return made;
    const auto written =
        base::writeFileAtomically({pathOf(mark.name), toBytes(mark), base::WriteMode::CreateNew, {}});
    if (!written) {
        return base::fail(written.error().withContext(
            QStringLiteral("Could not note down a scratch database, so none is made")));
    }
    return {};
}

void ScratchRegistry::update(const ScratchMark& mark)
{
    // Without it a crash leaves a server that ends itself with its parent; nothing depends on this.
    (void)base::writeFileAtomically({pathOf(mark.name), toBytes(mark), base::WriteMode::Replace, {}});
}

void ScratchRegistry::leave(const QString& name)
{
    QFile::remove(pathOf(name));
}

QList<ScratchMark> ScratchRegistry::leftOvers() const
{
    QList<ScratchMark> marks;
    const QDir folder(m_folder);
    for (const QString& file : folder.entryList({QLatin1Char('*') + kSuffix}, QDir::Files)) {
        const auto mark = readMark(folder.filePath(file));
        if (mark && mark->name + kSuffix == file && livenessOf(mark->owner) == Liveness::Dead)
            marks.append(*mark);
    }
    return marks;
}

void ScratchRegistry::removeFolders()
{
    for (const ScratchMark& mark : leftOvers()) {
        if (mark.kind != ScratchKind::Folder)
            continue;
        endServer(mark.serverProcess);
        if (!QFileInfo::exists(mark.folder) || removeScratchFolder(mark.folder))
            leave(mark.name);
    }
}

bool removeScratchFolder(const QString& folder)
{
    const QFileInfo info(folder);
    if (info.isSymLink() || !info.isDir() || !isScratchName(info.fileName()))
        return false;
    return QDir(folder).removeRecursively();
}

} // namespace strandline::engine

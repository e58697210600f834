// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/recent_projects.h"

#include "core/base/file.h"

#include <QDir>
#include <QFileInfo>
#include <QLoggingCategory>

namespace strandline::gui {

namespace {

Q_LOGGING_CATEGORY(logRecent, "strandline.recent")

/// Far above anything we write: whatever is longer is not our file.
constexpr qint64 kMaxBytes = 1 << 20;

} // namespace

RecentProjects::RecentProjects(const QString& stateFolder)
    : m_path(stateFolder.isEmpty() ? QString() : stateFolder + QStringLiteral("/recent-projects"))
{ }

QStringList RecentProjects::readAll() const
{
    if (m_path.isEmpty())
        return {};
    const auto bytes = base::readFile(m_path, kMaxBytes);
    // No list yet and a broken list look the same to a person: there is nothing to choose.
    if (!bytes)
        return {};
    QStringList folders;
    for (const QString& line : QString::fromUtf8(*bytes).split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        if (QDir::isAbsolutePath(line) && !folders.contains(line))
            folders << line;
    }
    return folders;
}

QStringList RecentProjects::folders() const
{
    QStringList existing;
    for (const QString& folder : readAll()) {
        if (QFileInfo(folder).isDir())
            existing << folder;
    }
    return existing;
}

void RecentProjects::remember(const QString& folder)
{
    QStringList folders = readAll();
    folders.removeAll(folder);
    folders.prepend(folder);
    write(folders.mid(0, kKept));
}

void RecentProjects::forget(const QString& folder)
{
    QStringList folders = readAll();
    folders.removeAll(folder);
    write(folders);
}

void RecentProjects::write(const QStringList& folders) const
{
    if (m_path.isEmpty())
        return;
    auto done = base::makeFolder(QFileInfo(m_path).absolutePath());
    if (done)
        done = base::writeFileAtomically({m_path, folders.join(QLatin1Char('\n')).toUtf8() + '\n',
            base::WriteMode::Replace, std::nullopt});
    // Not worth a message in the window: the program works without the list.
    if (!done)
        qCWarning(logRecent).noquote() << done.error().toText();
}

} // namespace strandline::gui

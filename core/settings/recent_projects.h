// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QDateTime>
#include <QList>
#include <QString>

namespace strandline::settings {

struct RecentProject
{
    QString folder; ///< absolute
    QString name;
    QString environment; ///< the one that was chosen last; empty: none
    QDateTime openedAt; ///< UTC
    bool operator==(const RecentProject&) const = default;
};

/// The projects opened last, newest first, in recent-projects.json of the state folder. Folders that no
/// longer exist are kept: they may be on a disk that is not mounted now. Thread-safe; safe against other
/// processes.
class RecentProjects
{
public:
    static constexpr int kLimit = 20; ///< more than a menu can show is of no use

    explicit RecentProjects(QString stateFolder);

    base::Result<QList<RecentProject>> read() const;
    /// Puts it in front; the same folder is listed once.
    base::Result<void> remember(const RecentProject& project) const;
    base::Result<void> forget(const QString& folder) const;

private:
    QString m_path;
};

} // namespace strandline::settings

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace strandline::gui {

/// The folders opened last, newest first, one per line of a file in the state folder. Read when it is
/// needed, so that two windows do not overwrite each other's list with an old one.
class RecentProjects
{
public:
    static constexpr int kKept = 20;

    /// An empty folder: nothing is kept.
    explicit RecentProjects(const QString& stateFolder);

    QStringList folders() const; ///< those that still exist
    void remember(const QString& folder);
    void forget(const QString& folder);

private:
    QStringList readAll() const;
    void write(const QStringList& folders) const;

    QString m_path;
};

} // namespace strandline::gui

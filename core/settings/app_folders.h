// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QProcessEnvironment;

namespace strandline::settings {

/// Where the program keeps what is not the project's, after the XDG base directory specification. Nothing is
/// made here; whoever writes makes the folder.
struct AppFolders
{
    QString config; ///< preferences
    QString data; ///< project-independent data, index of backups
    QString state; ///< recent projects, layout, logs, journal, recovery
    QString cache; ///< what can be made again
};

/// Qt 6.4 knows no state location, so all four follow one rule here. A relative path in a variable is
/// ignored, as the specification demands.
AppFolders appFolders(const QProcessEnvironment& environment, const QString& home);
AppFolders appFolders();

} // namespace strandline::settings

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace strandline::gui {

/// Where the program keeps what is its own. Qt 6.4 knows no state folder, so both are told by the XDG rules.
struct ProgramFolders
{
    QString state; ///< layout, recent projects, logs
    QString config;

    /// From $XDG_STATE_HOME and $XDG_CONFIG_HOME, or their defaults below the home folder.
    static ProgramFolders standard();
};

} // namespace strandline::gui

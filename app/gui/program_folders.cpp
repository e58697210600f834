// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/program_folders.h"

#include <QDir>

namespace strandline::gui {

namespace {

QString folder(const char* variable, const QString& fallback)
{
    // A relative path in these variables is to be ignored, says the base directory specification.
    const QString set = qEnvironmentVariable(variable);
    const QString base = QDir::isAbsolutePath(set) ? set : QDir::homePath() + QLatin1Char('/') + fallback;
    return base + QStringLiteral("/strandline");
}

} // namespace

ProgramFolders ProgramFolders::standard()
{
    return {folder("XDG_STATE_HOME", QStringLiteral(".local/state")),
        folder("XDG_CONFIG_HOME", QStringLiteral(".config"))};
}

} // namespace strandline::gui

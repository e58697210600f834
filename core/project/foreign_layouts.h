// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace strandline::project {

/// Another tool's project, and the file that gave it away.
struct ForeignLayout
{
    QString tool; ///< "Flyway"
    QString sign; ///< path relative to the folder
};

/// Recognises the layouts of other migration tools by the names of their files and, where names are not
/// enough, by the first lines of a script. For a friendly message only; never to read them.
std::optional<ForeignLayout> recogniseForeignLayout(const QString& folder);

} // namespace strandline::project

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QList>
#include <QString>

namespace strandline::project {

enum class EntryType { File, Folder, DanglingLink, Special };

struct FolderEntry
{
    QString name;
    EntryType type = EntryType::File; ///< of what a link leads to
};

/// The names in a folder, without "." and "..", in the order of their characters. Unlike QDir it tells a
/// folder that may not be read from an empty one, and costs no look at each file unless it is a link.
base::Result<QList<FolderEntry>> listFolder(const QString& path);

} // namespace strandline::project

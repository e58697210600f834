// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diff/rename.h"

namespace strandline::diff {

QList<Rename> reversed(const QList<Rename>& renames)
{
    QList<Rename> result;
    result.reserve(renames.size());
    for (auto it = renames.rbegin(); it != renames.rend(); ++it)
        result.append({it->to, it->from});
    return result;
}

} // namespace strandline::diff

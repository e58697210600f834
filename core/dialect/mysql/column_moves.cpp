// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/mysql/column_moves.h"

#include <algorithm>

namespace strandline::dialect::mysql {

QSet<int> movedPlaces(const QList<int>& targets)
{
    // The longest rising subsequence stays. best[n]: index of the smallest end of one with n + 1 members.
    QList<int> best;
    QList<int> previous(targets.size(), -1);
    for (int i = 0; i < targets.size(); ++i) {
        const auto at = std::lower_bound(best.begin(), best.end(), i,
            [&](int member, int current) { return targets.at(member) < targets.at(current); });
        const auto length = at - best.begin();
        if (length > 0)
            previous[i] = best.at(length - 1);
        if (at == best.end())
            best.append(i);
        else
            *at = i;
    }
    QSet<int> moved(targets.begin(), targets.end());
    for (int i = best.isEmpty() ? -1 : best.last(); i >= 0; i = previous.at(i))
        moved.remove(targets.at(i));
    return moved;
}

} // namespace strandline::dialect::mysql

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QSet>

namespace strandline::dialect::mysql {

/// Which of the kept things have to move so that their order becomes that of their targets; as few as can be.
/// `targets`: for each thing in its old order, its place in the new one. Returned: places in the new order.
QSet<int> movedPlaces(const QList<int>& targets);

} // namespace strandline::dialect::mysql

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <functional>

namespace strandline::diff {

/// 0 to 1: how alike two names look. 1: equal but for case and underscores; customers and customer, name and
/// full_name are above 0.7; names that share nothing are near 0.
double nameLikeness(const QString& a, const QString& b);

/// Values of one type can mean the same as values of the other: integer and bigint, varchar(20) and text.
bool isSameTypeFamily(const QString& a, const QString& b);

struct ScoredPair
{
    qsizetype from = 0;
    qsizetype to = 0;
    int score = 0;
    QString reason;
};

/// Each place of both sides at most once, the best pair first; of equal ones the earlier places.
QList<ScoredPair> bestOneToOne(QList<ScoredPair> pairs);

/// 0: not alike enough to be asked about.
using PairScore = std::function<ScoredPair(qsizetype from, qsizetype to)>;
/// All pairs. For small numbers only: it is their product that counts.
QList<ScoredPair> scoreAll(qsizetype fromCount, qsizetype toCount, int threshold, const PairScore& score);

} // namespace strandline::diff

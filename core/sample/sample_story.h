// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>

namespace strandline::sample {

/// What once happened to a database of the sample project.
enum class Deed {
    Baseline, ///< the script's schema was there before; the version is the starting mark
    Apply,
    Revert,
    Skip,
    Seed, ///< rows written by the shop itself, not by a migration
    FailHere, ///< applying stops at the statement that the data refuse
};

struct StoryStep
{
    Deed deed = Deed::Apply;
    QString id; ///< "20250903091500_create_products"; "order_totals" for a repeatable; file name for Seed
    QDateTime at; ///< UTC
    QString actor;
    QString host;
    qint64 durationMs = 0;
};

QList<StoryStep> productionStory();
QList<StoryStep> devStory();

} // namespace strandline::sample

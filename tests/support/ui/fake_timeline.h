// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/timeline.h"

namespace strandline::test {

/// Noon of a fixed day: everything below is told relative to it.
QDateTime fixedNow();

/// One entry with believable texts for its state; flags as given.
migration::TimelineEntry makeEntry(const QString& version, const QString& name,
    migration::MigrationState state, migration::MigrationFlags flags = {});

/// A small shop whose timeline holds every state and every flag at least once.
migration::Timeline everyStateTimeline();
/// The same project seen by an environment that is behind (or, for the newest ones, ahead).
migration::Timeline stagingTimeline();
/// Only files: nothing was compared.
migration::Timeline filesTimeline();
/// `count` entries, most of them applied, with some of everything towards the end.
migration::Timeline longTimeline(int count);

migration::TimelineCounts countsOf(const migration::Timeline& timeline);

} // namespace strandline::test

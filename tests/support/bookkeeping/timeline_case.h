// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/timeline.h"

namespace strandline::test {

/// One story of files, rows and events with the timeline that must come out of it, as text in
/// tests/cases/timeline/*.case; the head of states.case explains the language.
struct TimelineCase
{
    QString name;
    migration::MigrationSet set;
    migration::HistorySnapshot history;
    QSet<QString> liveRuns;
    QStringList expected; ///< as renderTimeline() writes it
};

/// Every case of the folder; fails the program on a line that it does not understand, because a case that is
/// skipped silently proves nothing.
QList<TimelineCase> readTimelineCases(const QString& folder);

/// One line of a story, for other tests that tell more with the same language.
void addStoryLine(TimelineCase& story, const QString& text);
/// The text of "text=A"; that of the down script is storyScript("A down").
QByteArray storyScript(const QString& text);

/// "2_b pending +outOfOrder after=3 !Version 2 is used by 2 files", one line per entry, and the counts.
QStringList renderTimeline(const migration::Timeline& timeline);

} // namespace strandline::test

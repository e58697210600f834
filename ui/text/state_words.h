// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/timeline.h"

#include <QDateTime>

namespace strandline::ui {

/// The words of the state model: what is written beside every glyph and what a screen reader says.
QString stateWord(migration::MigrationState state); ///< "Half applied"
QString stateWord(migration::MigrationState state, bool compared); ///< "Not compared" when nothing was asked
QString flagBadge(migration::MigrationFlag flag); ///< "edited after apply"
QString flagGlyph(migration::MigrationFlag flag); ///< "≠"
QString flagExplanation(migration::MigrationFlag flag); ///< a full sentence, for tooltips and the inspector

/// "0044", or "repeatable" where there is no version.
QString entryVersion(const migration::TimelineEntry& entry);
/// "drop legacy invoice": underscores read badly, aloud and in sentences.
QString spokenName(const migration::TimelineEntry& entry);

/// "0044 drop legacy invoice, pending, no way back": the whole row in one sentence.
QString entrySpeech(const migration::TimelineEntry& entry, bool compared);

/// Stable identity of an entry across refreshes and environments.
QString entryKey(const migration::TimelineEntry& entry);

/// Is its effect in the database (or counted as such)?
bool countsAsApplied(migration::MigrationState state);
/// Would "apply all" run it?
bool waitsToRun(const migration::TimelineEntry& entry);
/// Does it ask for attention: failed, half applied, missing, edited, or a file that cannot be read?
bool isProblem(const migration::TimelineEntry& entry);

/// What the "Last run" column says: "18 Nov 10:02", "failed 20 Nov 11:20 at #3", "undone 19 Nov 17:05".
QString lastRunText(const migration::TimelineEntry& entry, const QDateTime& nowUtc);

struct SentenceContext
{
    QString environment; ///< "production"; empty: files only
    QDateTime nowUtc;
    bool compared = true;
};

/// One sentence for the head of the inspector: state, when, by whom, how long.
QString stateSentence(const migration::TimelineEntry& entry, const SentenceContext& context);

} // namespace strandline::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/timeline.h"
#include "core/project/project.h"

namespace strandline::report {

/// "Applied", "Half applied", "From a newer checkout": the word users read, on every surface the same.
QString stateWord(migration::MigrationState state);
/// "edited after apply", "no way back": the text of a badge.
QString flagWord(migration::MigrationFlag flag);
QString tierWord(project::Tier tier);

/// A state's sign where colour and words are not enough; one character that every UTF-8 terminal has.
QChar stateGlyph(migration::MigrationState state);
QChar tierGlyph(project::Tier tier);

/// "0.1 s", "41 s", "6 min 3 s", "2 h 5 min"; empty when negative (unknown).
QString durationText(qint64 milliseconds);

/// What the state of one entry means for the reader, as one sentence with a full stop:
/// "Failed on 20 Nov 2026 11:20 at statement 3 of 6; nothing was kept."
QString stateSentence(const migration::TimelineEntry& entry);

} // namespace strandline::report

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/timeline.h"

#include <QDate>

#include <functional>

namespace strandline::ui {

/// The filter language of every list: `state:pending by:anna -flag:irreversible invoice`. Words combine with
/// AND, `-` negates one, `state:failed,pending` means either, quotes hold blanks together.
struct FilterTerm
{
    enum class Key { Text, State, Flag, Risk, By, Env, Touches, Before, After };

    Key key = Key::Text;
    bool negated = false;
    QStringList values; ///< any of them; as typed, for messages
    QList<migration::MigrationState> states; ///< of Key::State
    migration::MigrationFlags flags; ///< of Key::Flag
    QDate date; ///< of Before and After; invalid: the value is a version
};

struct TimelineFilter
{
    QList<FilterTerm> terms;
    /// Why a part of the text was not understood: "No such filter “stat”. Try state:, flag:, risk:".
    QString problem;
    /// What was understood but cannot narrow anything yet.
    QString note;

    bool isEmpty() const { return terms.isEmpty(); }
};

TimelineFilter parseTimelineFilter(const QString& text);

/// What a migration is in one environment; nothing when that environment was not read or lacks it.
using StateIn = std::function<std::optional<migration::MigrationState>(
    const migration::TimelineEntry&, const QString& environment)>;

bool matches(const TimelineFilter& filter, const migration::TimelineEntry& entry, const StateIn& stateIn);

/// Completions of the last word: keys, then values of the key.
struct FilterVocabulary
{
    QStringList people;
    QStringList environments;
};
QStringList filterCompletions(const QString& lastWord, const FilterVocabulary& vocabulary);

} // namespace strandline::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/diff/compare.h"

#include <QSet>

#include <memory>

namespace strandline::ui {

enum class CompareState { OnlyHere, OnlyThere, Different, Same };
inline constexpr int kCompareStates = int(CompareState::Same) + 1;

/// An object, or a part of one, on both sides. `here` is the side that is compared, `there` what with.
struct CompareRow
{
    CompareState state = CompareState::Same;
    bool isRenamed = false;
    schema::ObjectId id; ///< as it is there; where it is only here, as it is here
    QString name;
    QString kind;
    QString sentence;
    QList<diff::FieldDifference> fields;
    QList<CompareRow> parts; ///< what differs within it

    /// What of its state and that of its parts the filter looks at.
    bool isShown(const QSet<CompareState>& states, const QString& text) const;
};

/// Two schemas and what is known of their difference.
struct CompareInput
{
    std::shared_ptr<const schema::Database> here;
    std::shared_ptr<const schema::Database> there;
    QList<diff::Difference> differences;
};

/// One row per object on either side: those that differ, then those that are the same, each by name.
QList<CompareRow> compareRows(const CompareInput& input);

QString compareStateWord(
    CompareState state, const QString& here, const QString& there); ///< "only in staging"
QString compareStateSign(CompareState state); ///< "−", "+", "≠", "="

} // namespace strandline::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/settle.h"

namespace strandline::runner {

/// What settling does to one migration. All of it is written in one transaction, or nothing.
struct SettleStep
{
    QString id;
    QString line; ///< a sentence for users
    QList<migration::HistoryRow> removed; ///< before anything is added
    std::optional<migration::HistoryRow> added;
    std::optional<migration::HistoryRow> retold; ///< a row that gets another text and stays where it is
    QList<migration::Script> kept; ///< texts for strandline_script
    QList<migration::LogEvent> events;

    /// False: it is already as the user wants it.
    bool changesSomething() const { return !events.isEmpty(); }
};

/// What has to be written so that the history says what the user says. Decided from the history as it is now,
/// whatever the entries of the request say of it; of those only identity and files are used. Precondition
/// for what would contradict the history or hide statements that are half done.
/// docs/decisions/0016-settling.md
base::Result<QList<SettleStep>> decideSettling(
    const SettleRequest& request, const migration::HistorySnapshot& history, const QDateTime& now);

} // namespace strandline::runner

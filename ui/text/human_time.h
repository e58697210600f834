// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

namespace strandline::ui {

/// Times as people read them: local, short, with the year only when it is not this one.
/// All take UTC and answer an empty text for an invalid time.
QString shortDateTime(const QDateTime& utc, const QDateTime& nowUtc); ///< "18 Nov 10:02"
QString spokenDateTime(const QDateTime& utc, const QDateTime& nowUtc); ///< "18 November 10:02"
QString exactDateTime(const QDateTime& utc); ///< "2026-11-18 10:02:11 +0100": for tooltips and copies
QString relativeAge(const QDateTime& utc, const QDateTime& nowUtc); ///< "2 days ago"
QString clockTime(const QDateTime& utc); ///< "14:02:11"

/// "0.1 s", "41 s", "6 min", "1 h 12 min"; empty below zero, which means unknown.
QString shortDuration(qint64 milliseconds);

} // namespace strandline::ui

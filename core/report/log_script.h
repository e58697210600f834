// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/history_snapshot.h"
#include "core/sql/dialect.h"

#include <functional>

namespace strandline::report {

/// One line of the log, and where it happened.
struct LogLine
{
    migration::LogEvent event;
    QString environment;
};

/// The script that an event is about, as far as it is at hand; else empty.
using ScriptOfEvent = std::function<QByteArray(const migration::LogEvent&)>;

/// What these lines ran, oldest first, as a script: the statements whose text is known for certain, each
/// once, below a comment that tells where it ran and how it ended. What is not known is named in a comment.
/// Passwords are replaced.
QString logAsScript(const QList<LogLine>& lines, sql::Dialect dialect, const ScriptOfEvent& scriptOf);

} // namespace strandline::report

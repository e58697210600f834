// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/run_report.h"

// What is said about a finished run, on every surface the same.
namespace strandline::report {

/// How it ended and what the database looks like now: "0043 stopped at statement 3. Statements 1 and 2
/// stayed." `place` is how the surface names the database ("Production shop_prod"); empty: the environment.
QString runHeadline(const migration::RunReport& report, const QString& place = {});

/// How the headline is known and what else the reader needs, as sentences; may be empty.
QString runExplanation(const migration::RunReport& report);

/// One way to go on.
struct RunChoice
{
    /// Stable: "open" (the failing line), "again", "resume", "undo", "resolve-applied", "resolve-pending",
    /// "check" (ask the server), "plan", "rollback".
    QString id;
    QString text; ///< "Go on from statement 3"
    QString consequence; ///< one sentence
    QString command; ///< for a terminal, without the program's name; empty: none
};

/// In order of safety. Empty where there is nothing to choose.
QList<RunChoice> runChoices(const migration::RunReport& report);

/// "statement 1", "statements 1 and 2", "statements 1 to 7".
QString statementsText(int first, int last);

} // namespace strandline::report

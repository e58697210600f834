// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "core/migration/run_report.h"
#include "core/usecase/prepare_run.h"

namespace strandline::cli {

enum class PlanFormat {
    Overview,
    Sql, ///< exact, with its transactions
    Html,
};

/// Overview, exact SQL or a page, or with --json the documented document. Refused when the plan is blocked.
ExitCode printPlan(CommandContext& context, const usecase::PreparedRun& run,
    const project::Environment& environment, PlanFormat format);

/// What is about to run: where, steps, and what needs attention; what is deleted only `withLosses`, for
/// callers that do not say it themselves.
void printPreparedRun(Terminal& terminal, const usecase::PreparedRun& run,
    const project::Environment& environment, bool withLosses);

/// How it ended, what the database looks like now, and what can be done next.
void printRunReport(Terminal& terminal, const migration::RunReport& report);

/// One line for each thing that is deleted.
QString lossSummary(const usecase::PreparedRun& run);

/// plan, losses, checks and confirmation as one document; docs/formats/json-output.md
QJsonObject preparedToJson(const usecase::PreparedRun& run);

/// The reasons why it cannot run as it is, each once.
QList<base::Error> blockingErrors(const usecase::PreparedRun& run);

/// On the error stream; of hundreds only the first ones.
void printErrors(Terminal& terminal, const QList<base::Error>& errors);

/// The same document with outcome "refused" and the reasons.
QJsonObject refusalToJson(const usecase::PreparedRun& run, const QList<base::Error>& reasons);

} // namespace strandline::cli

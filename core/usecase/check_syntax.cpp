// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/check_syntax.h"

#include "core/usecase/script_stream.h"

namespace strandline::usecase {

namespace {

constexpr int kMaxErrors = 20;
/// A large script is millions of rows in mostly the same form: what the first of them do not show, the rest
/// rarely does, and a round trip for each would take longer than running them.
constexpr int kOfLargeScript = 1000;

/// From the statement's own lines to those of the file.
base::Error inFile(
    base::Error error, const migration::Script& script, const sql::StreamedStatement& statement)
{
    const int line = error.position.line;
    error.position.file = script.path;
    error.position.statement = statement.number;
    if (line <= 1)
        error.position.column = statement.column + std::max(0, error.position.column - 1);
    error.position.line = statement.line + std::max(0, line - 1);
    return error;
}

base::Result<void> checkScript(
    db::Connection& connection, const migration::PlanStep& step, sql::Dialect dialect, SyntaxReport& report)
{
    sql::StatementStream stream = streamOf(step.script, dialect);
    int ofThis = 0;
    while (report.errors.size() < kMaxErrors) {
        if (step.script.isLarge && ofThis == kOfLargeScript) {
            ++report.largeScripts;
            return {};
        }
        auto statement = stream.next();
        if (!statement) {
            base::Error error = statement.error();
            error.position.file = step.script.path;
            report.errors.append(error);
            return {};
        }
        if (!*statement)
            return {};
        if ((*statement)->number < step.firstStatement)
            continue;
        ++ofThis;
        QByteArray text = (*statement)->text;
        // What stands for the condition of a batch is no SQL; any condition in its place is.
        if (!step.script.directives.batches.isEmpty())
            text.replace("{batch}", "(1 = 1)");
        const auto checked = connection.checkSyntax(text);
        if (checked) {
            ++(*checked ? report.checked : report.unchecked);
            continue;
        }
        if (checked.error().code != base::ErrorCode::Invalid)
            return base::forward(checked);
        report.errors.append(inFile(checked.error(), step.script, **statement));
    }
    return {};
}

} // namespace

base::Result<SyntaxReport> checkSyntax(
    db::Connection& connection, const migration::Plan& plan, const base::JobContext& context)
{
    SyntaxReport report;
    for (qsizetype place = 0; place < plan.steps.size(); ++place) {
        const migration::PlanStep& step = plan.steps.at(place);
        context.report({QStringLiteral("Checking syntax"), place, plan.steps.size(), step.id()});
        if (const auto done = checkScript(connection, step, plan.dialect, report); !done)
            return base::forward(done);
    }
    return report;
}

} // namespace strandline::usecase

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/count_losses.h"

#include "core/usecase/script_stream.h"

#include <array>

namespace strandline::usecase {

namespace {

/// PostgreSQL: undefined table, column, schema, database. MariaDB and MySQL: unknown table, column, database.
constexpr std::array<const char*, 9> kAbsentCodes {
    "42P01", "42703", "3F000", "3D000", "42704", "1146", "1054", "1049", "1109"};

bool meansAbsent(const base::Error& error)
{
    for (const char* code : kAbsentCodes) {
        if (error.nativeCode.startsWith(QLatin1String(code)))
            return true;
    }
    return error.detail.contains(QLatin1String("no such table"))
        || error.detail.contains(QLatin1String("no such column"));
}

std::optional<qint64> firstNumber(const base::Result<db::Rows>& rows)
{
    if (!rows || rows->isEmpty() || rows->rows.first().isEmpty())
        return std::nullopt;
    bool isNumber = false;
    const qint64 number = rows->rows.first().first().toLongLong(&isNumber);
    return isNumber && number >= 0 ? std::optional(number) : std::nullopt;
}

base::Result<analysis::LossCount> countOne(
    db::Connection& connection, const analysis::DataLoss& loss, sql::Dialect dialect)
{
    analysis::LossCount count;
    count.unit = analysis::lossUnit(loss);
    const analysis::CountQueries queries = analysis::countQueries(loss, dialect);
    if (queries.exact.isEmpty())
        return count;
    const auto exact = connection.query(queries.exact);
    if (const auto number = firstNumber(exact)) {
        count.count = *number;
        return count;
    }
    if (!exact) {
        const base::ErrorCode code = exact.error().code;
        if (code == base::ErrorCode::Cancelled || code == base::ErrorCode::Connection)
            return base::forward(exact);
        count.objectIsAbsent = meansAbsent(exact.error());
        if (count.objectIsAbsent)
            count.count = 0;
    }
    if (count.count < 0 && !queries.estimate.isEmpty()) {
        if (const auto number = firstNumber(connection.query(queries.estimate))) {
            count.count = *number;
            count.isEstimate = true;
        }
    }
    return count;
}

} // namespace

base::Result<LossReport> countLosses(
    db::Connection& connection, const migration::Plan& plan, int budgetMs, const base::JobContext& context)
{
    LossReport report;
    const sql::Dialect dialect = plan.dialect;
    if (const auto limited = connection.setLimits({budgetMs, budgetMs}); !limited)
        return base::forward(limited);
    const auto readLarge = [dialect](const migration::Script& script,
                               const analysis::StatementVisitor& visit) -> base::Result<void> {
        sql::StatementStream stream = streamOf(script, dialect);
        while (true) {
            const auto statement = stream.next();
            if (!statement)
                return base::forward(statement);
            if (!*statement)
                return {};
            if ((*statement)->kind == sql::StatementKind::Sql)
                visit((*statement)->text, (*statement)->number, (*statement)->line);
        }
    };
    const QList<analysis::LossScan> scans = analysis::findLosses(plan, readLarge);
    for (qsizetype place = 0; place < plan.steps.size(); ++place) {
        const migration::PlanStep& step = plan.steps.at(place);
        context.report(
            {QStringLiteral("Counting what would be deleted"), place, plan.steps.size(), step.id()});
        const analysis::LossScan& scan = scans.at(place);
        report.notUnderstood += scan.notUnderstood;
        for (const analysis::DataLoss& loss : scan.losses) {
            // What a batch has overwritten so far was agreed to when it began.
            if (step.checkpoint && step.checkpoint->statement == loss.statement)
                continue;
            auto count = countOne(connection, loss, dialect);
            if (!count)
                return base::forward(count);
            report.losses.append({step.id(), step.direction, loss, *count});
        }
    }
    return report;
}

} // namespace strandline::usecase

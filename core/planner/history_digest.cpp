// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"
#include "core/planner/plan_builder.h"
#include "core/planner/run_history.h"

#include <algorithm>

namespace strandline::planner {

using migration::HistoryRow;
using migration::RunSummary;

namespace {

/// Length before each text, so that no two lists of texts read the same.
class Writer
{
public:
    void add(const QByteArray& text)
    {
        m_hash.add(QByteArray::number(text.size()));
        m_hash.add(":");
        m_hash.add(text);
    }
    void add(const QString& text) { add(text.toUtf8()); }
    void add(int number) { add(QByteArray::number(number)); }
    QByteArray hex() const { return m_hash.hex(); }

private:
    base::Sha256 m_hash;
};

bool endedBadly(const RunSummary& run)
{
    return run.outcome == migration::EventKind::Started || run.outcome == migration::EventKind::Failed;
}

} // namespace

QByteArray historyDigest(const migration::HistorySnapshot& history)
{
    Writer writer;
    // The order of execution counts, the numbers that express it do not: each engine deals them differently.
    QList<const HistoryRow*> rows;
    rows.reserve(history.rows.size());
    for (const HistoryRow& row : history.rows)
        rows.append(&row);
    std::stable_sort(rows.begin(), rows.end(),
        [](const HistoryRow* a, const HistoryRow* b) { return a->sequence < b->sequence; });
    for (const HistoryRow* row : std::as_const(rows)) {
        writer.add(migrationKey(row->kind, row->version, row->name));
        writer.add(migration::historyStatusName(row->status));
        writer.add(row->meaning);
        writer.add(row->upSha256);
        writer.add(row->downSha256);
        writer.add(row->runId);
    }
    // Only what still says something about the present, whether the whole log was read or only its end.
    const RunHistory runs = collectRuns(history.events);
    QStringList keys = runs.keys();
    std::sort(keys.begin(), keys.end());
    for (const QString& key : std::as_const(keys)) {
        const MigrationRuns& of = runs[key];
        if (of.runs.size() <= of.settled || !endedBadly(of.runs.last()))
            continue;
        const RunSummary& run = of.runs.last();
        writer.add(QStringLiteral("run"));
        writer.add(key);
        writer.add(run.runId);
        writer.add(run.direction);
        writer.add(migration::eventKindName(run.outcome));
        writer.add(run.statementsKept);
        writer.add(run.doubtfulStatement);
        writer.add(run.partialStatement);
    }
    return writer.hex();
}

std::optional<base::Error> whyOutdated(const migration::Plan& plan, const migration::PlanBinding& now)
{
    base::Error error;
    error.code = base::ErrorCode::Conflict;
    error.hint = QStringLiteral("Make a new plan, and look at it before you run it.");
    const migration::PlanBinding& then = plan.binding;
    if (then.database != now.database) {
        error.summary = QStringLiteral("The plan was made for another database");
        error.detail = QStringLiteral("It was made for “%1”; this is “%2”.").arg(then.database, now.database);
        return error;
    }
    if (then.history != now.history) {
        error.summary = QStringLiteral("The history changed since the plan was made");
        error.detail = QStringLiteral("Migrations were applied, undone, marked or tried there in the "
                                      "meantime; the plan does not know.");
        return error;
    }
    // Empty: nobody asked for a fingerprint, then or now. The history still tells most of it.
    if (!then.schema.isEmpty() && !now.schema.isEmpty() && then.schema != now.schema) {
        error.summary = QStringLiteral("The schema changed since the plan was made");
        error.detail = QStringLiteral("Tables or other objects differ from those that the plan saw, without "
                                      "a migration of this history.");
        return error;
    }
    return std::nullopt;
}

} // namespace strandline::planner

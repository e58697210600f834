// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sample/sample_database.h"

#include "core/base/digest.h"
#include "core/base/file.h"
#include "core/db/transaction.h"
#include "core/history/history_writer.h"
#include "core/runner/bookkeeping_setup.h"
#include "core/sql/meaning_digest.h"
#include "core/sql/statement_splitter.h"

#include <QFile>
#include <QUuid>

namespace strandline::sample {

namespace {

using migration::EventKind;
using migration::HistoryStatus;

const QString root = QStringLiteral(":/strandline/sample/atara/");
const QString programVersion = QStringLiteral(STRANDLINE_VERSION);

QByteArray firstThatExists(const QStringList& paths)
{
    for (const QString& path : paths) {
        if (const auto bytes = base::readFile(path))
            return *bytes;
    }
    return {};
}

bool isRepeatable(const QString& id)
{
    return !id.isEmpty() && !id.at(0).isDigit();
}

/// Runs one story in one database; keeps what the steps share.
class Teller
{
public:
    Teller(db::Connection& connection, bool production)
        : m_connection(connection)
        , m_writer(connection)
        , m_production(production)
    { }

    base::Result<void> makeBookkeeping(const StoryStep& first);
    base::Result<void> tell(const StoryStep& step);

private:
    struct Outcome
    {
        int done = 0;
        int count = 0;
        std::optional<base::Error> error;
    };

    Outcome runStatements(const QByteArray& script);
    base::Result<void> apply(const StoryStep& step, const SampleScripts& scripts);
    base::Result<void> revert(const StoryStep& step, const SampleScripts& scripts);
    base::Result<void> mark(const StoryStep& step, const SampleScripts& scripts);
    base::Result<void> failHere(const StoryStep& step, const SampleScripts& scripts);
    base::Result<void> recordKept(const StoryStep& step, const QByteArray& script, const Outcome& outcome);
    base::Result<void> record(const migration::LogEvent& event) { return m_writer.append(event); }
    migration::LogEvent event(
        const StoryStep& step, EventKind kind, const char* direction, int statements) const;
    migration::HistoryRow row(const StoryStep& step, const SampleScripts& scripts) const;

    db::Connection& m_connection;
    history::HistoryWriter m_writer;
    bool m_production;
    QString m_runId;
};

Teller::Outcome Teller::runStatements(const QByteArray& script)
{
    const sql::SplitResult split = sql::split(script, sql::Dialect::Sqlite);
    Outcome outcome;
    outcome.count = int(split.statements.size());
    for (const sql::Statement& statement : split.statements) {
        const auto done = m_connection.execute(QString::fromUtf8(statement.textIn(script)));
        if (!done) {
            outcome.error = done.error();
            break;
        }
        ++outcome.done;
    }
    return outcome;
}

migration::LogEvent Teller::event(
    const StoryStep& step, EventKind kind, const char* direction, int statements) const
{
    migration::LogEvent event;
    const migration::HistoryRow named = row(step, {});
    event.at = kind == EventKind::Started ? step.at.addMSecs(-step.durationMs) : step.at;
    event.kind = kind;
    event.runId = m_runId;
    event.migrationKind = named.kind;
    event.version = named.version;
    event.name = named.name;
    event.direction = QLatin1String(direction);
    event.statementCount = statements;
    event.actor = step.actor;
    event.host = step.host;
    event.programVersion = programVersion;
    event.durationMs = kind == EventKind::Started ? 0 : step.durationMs;
    return event;
}

migration::HistoryRow Teller::row(const StoryStep& step, const SampleScripts& scripts) const
{
    migration::HistoryRow row;
    row.kind = isRepeatable(step.id) ? migration::Kind::Repeatable : migration::Kind::Versioned;
    row.version = isRepeatable(step.id) ? QString() : step.id.section(QLatin1Char('_'), 0, 0);
    row.name = isRepeatable(step.id) ? step.id : step.id.section(QLatin1Char('_'), 1);
    if (!scripts.up.isEmpty()) {
        row.meaning = sql::meaningDigest(scripts.up, sql::Dialect::Sqlite);
        row.upSha256 = base::sha256Hex(scripts.up);
    }
    if (!scripts.down.isEmpty())
        row.downSha256 = base::sha256Hex(scripts.down);
    row.appliedAt = step.at;
    row.appliedBy = step.actor + QLatin1Char('@') + step.host;
    row.durationMs = step.durationMs;
    row.runId = m_runId;
    row.programVersion = programVersion;
    return row;
}

/// As the first run of the story would have made them.
base::Result<void> Teller::makeBookkeeping(const StoryStep& first)
{
    const runner::RunIdentity identity {
        QUuid::createUuid().toString(QUuid::WithoutBraces), first.actor, first.host, programVersion};
    const base::FixedClock clock(first.at);
    const auto made = runner::ensureBookkeeping(m_connection, {}, identity, clock);
    return made ? base::Result<void>() : base::forward(made);
}

base::Result<void> Teller::apply(const StoryStep& step, const SampleScripts& scripts)
{
    const Outcome outcome = runStatements(scripts.up);
    if (outcome.error)
        return base::fail(*outcome.error);
    if (const auto recorded = record(event(step, EventKind::Started, "up", outcome.count)); !recorded)
        return recorded;
    migration::LogEvent applied = event(step, EventKind::Applied, "up", outcome.count);
    if (const auto recorded = record(applied); !recorded)
        return recorded;
    for (const QByteArray& script : {scripts.up, scripts.down}) {
        if (script.isEmpty())
            continue;
        if (const auto kept = m_writer.keepScript(base::sha256Hex(script), script); !kept)
            return kept;
    }
    return m_writer.add(row(step, scripts));
}

base::Result<void> Teller::revert(const StoryStep& step, const SampleScripts& scripts)
{
    const Outcome outcome = runStatements(scripts.down);
    if (outcome.error)
        return base::fail(*outcome.error);
    if (const auto recorded = record(event(step, EventKind::Started, "down", outcome.count)); !recorded)
        return recorded;
    if (const auto recorded = record(event(step, EventKind::Reverted, "down", outcome.count)); !recorded)
        return recorded;
    const migration::HistoryRow gone = row(step, scripts);
    return m_writer.remove(gone.kind, gone.version, gone.name);
}

base::Result<void> Teller::mark(const StoryStep& step, const SampleScripts& scripts)
{
    const bool baseline = step.deed == Deed::Baseline;
    if (baseline) {
        if (const Outcome outcome = runStatements(scripts.up); outcome.error)
            return base::fail(*outcome.error);
    }
    migration::HistoryRow marked = row(step, baseline ? scripts : SampleScripts {});
    marked.status = baseline ? HistoryStatus::Baseline : HistoryStatus::Skipped;
    if (const auto added = m_writer.add(marked); !added)
        return added;
    return record(event(step, baseline ? EventKind::Baselined : EventKind::Skipped, "", 0));
}

base::Result<void> Teller::failHere(const StoryStep& step, const SampleScripts& scripts)
{
    const bool transactional = !scripts.up.contains("strandline:no-transaction");
    Outcome outcome;
    if (transactional) {
        auto transaction = db::Transaction::begin(m_connection);
        if (!transaction)
            return base::forward(transaction);
        outcome = runStatements(scripts.up);
        if (const auto undone = transaction->rollback(); !undone)
            return undone;
    } else {
        outcome = runStatements(scripts.up);
    }
    if (!outcome.error)
        return base::fail(
            base::ErrorCode::Internal, QStringLiteral("“%1” of the sample did not fail").arg(step.id));
    migration::LogEvent started = event(step, EventKind::Started, "up", outcome.count);
    started.sha256 = base::sha256Hex(scripts.up);
    if (const auto recorded = record(started); !recorded)
        return recorded;
    if (const auto kept = transactional ? base::Result<void>() : recordKept(step, scripts.up, outcome); !kept)
        return kept;
    migration::LogEvent failed = event(step, EventKind::Failed, "up", outcome.count);
    failed.statement = outcome.done + 1;
    failed.statementsKept = transactional ? 0 : outcome.done;
    failed.errorCode = outcome.error->nativeCode;
    failed.error = outcome.error->detail.isEmpty() ? outcome.error->summary : outcome.error->detail;
    return record(failed);
}

/// What stayed, statement by statement: going on behind it, and taking it back, needs to know what it was.
base::Result<void> Teller::recordKept(const StoryStep& step, const QByteArray& script, const Outcome& outcome)
{
    const sql::SplitResult split = sql::split(script, sql::Dialect::Sqlite);
    for (int number = 1; number <= outcome.done; ++number) {
        migration::LogEvent done = event(step, EventKind::StatementDone, "up", outcome.count);
        done.statement = number;
        done.durationMs = 0;
        done.sha256 = base::sha256Hex(split.statements[size_t(number) - 1].textIn(script));
        if (const auto recorded = record(done); !recorded)
            return recorded;
    }
    return {};
}

base::Result<void> Teller::tell(const StoryStep& step)
{
    m_runId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    if (step.deed == Deed::Seed) {
        const Outcome outcome = runStatements(firstThatExists({root + QStringLiteral("ran/") + step.id}));
        return outcome.error ? base::Result<void>(base::fail(*outcome.error)) : base::Result<void>();
    }
    const auto scripts = scriptsThatRan(step.id, m_production);
    if (!scripts)
        return base::forward(scripts);
    switch (step.deed) {
    case Deed::Apply:
        return apply(step, *scripts);
    case Deed::Revert:
        return revert(step, *scripts);
    case Deed::FailHere:
        return failHere(step, *scripts);
    case Deed::Baseline:
    case Deed::Skip:
    case Deed::Seed:
        break;
    }
    return mark(step, *scripts);
}

} // namespace

base::Result<SampleScripts> scriptsThatRan(const QString& id, bool production)
{
    const QString ran = root + QStringLiteral("ran/");
    const QString files = root + QStringLiteral("project/migrations/");
    QStringList up;
    if (isRepeatable(id)) {
        if (production)
            up << ran + QStringLiteral("repeatable_") + id + QStringLiteral(".up.sql");
        up << files + QStringLiteral("repeatable/") + id + QStringLiteral(".sql");
    } else {
        const QString current = files + id + QStringLiteral(".up.sql");
        const QString former = ran + id + QStringLiteral(".up.sql");
        up = production ? QStringList {former, current} : QStringList {current, former};
    }
    SampleScripts scripts;
    scripts.up = firstThatExists(up);
    const QString down = id + QStringLiteral(".down.sql");
    scripts.down = firstThatExists({files + down, ran + down});
    if (scripts.up.isEmpty())
        return base::fail(
            base::ErrorCode::Internal, QStringLiteral("The sample lacks the script “%1”").arg(id));
    return scripts;
}

base::Result<void> tellStory(db::Connection& connection, const QList<StoryStep>& story, bool production,
    const base::JobContext& context)
{
    Teller teller(connection, production);
    if (const auto made = teller.makeBookkeeping(story.constFirst()); !made)
        return made;
    qint64 done = 0;
    for (const StoryStep& step : story) {
        if (context.cancel.isCancelled())
            return base::fail(
                base::ErrorCode::Cancelled, QStringLiteral("Making the sample project was cancelled"));
        if (const auto told = teller.tell(step); !told)
            return base::fail(
                told.error().withContext(QStringLiteral("Could not make the sample at “%1”").arg(step.id)));
        context.report({QStringLiteral("Making the sample project"), ++done, story.size(), step.id});
    }
    return {};
}

} // namespace strandline::sample

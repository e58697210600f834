// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/runner/run_bed.h"

#include "core/base/digest.h"
#include "core/history/history_reader.h"
#include "core/planner/plan_builder.h"
#include "core/sql/meaning_digest.h"
#include "core/sql/statement_kind.h"
#include "core/sql/statement_splitter.h"

#include <QFile>
#include <QUuid>

namespace strandline::test {

using migration::PlanStep;
using migration::StepAction;

void EventList::handle(const runner::RunEvent& event)
{
    events.append(event);
    if (react)
        react(event);
}

int EventList::count(runner::RunEventKind kind) const
{
    return int(std::count_if(
        events.begin(), events.end(), [kind](const runner::RunEvent& event) { return event.kind == kind; }));
}

std::optional<base::Error> FailingTap::before(QByteArrayView sql)
{
    seen.append(sql.toByteArray());
    m_isHit = false;
    if (beginning.isEmpty() || !sql.startsWith(beginning))
        return {};
    if (met++ != skip)
        return {};
    m_isHit = true;
    if (act)
        act();
    return instead;
}

std::optional<base::Error> FailingTap::after(QByteArrayView, const std::optional<base::Error>&)
{
    return m_isHit ? afterwards : std::nullopt;
}

RunBed::RunBed(sql::Dialect dialect)
    : m_database(dialect)
{ }

const engine::Engine& RunBed::engine() const
{
    return *m_database.engines().find(m_database.dialect());
}

runner::OpenConnection RunBed::opener()
{
    return [this](runner::ConnectionUse use,
               const base::JobContext& job) -> base::Result<std::unique_ptr<db::Connection>> {
        if (use != runner::ConnectionUse::Watch) // that one is opened on a thread of its own
            opened.append(use);
        if (refuseMore)
            return base::fail(base::ErrorCode::Connection, QStringLiteral("Could not reach the server"));
        engine::OpenOptions options;
        options.access =
            use == runner::ConnectionUse::Watch ? db::AccessMode::ReadOnly : db::AccessMode::ReadWrite;
        options.writeToken = writeToken();
        auto connection = m_database.engines().open(m_database.settings(), options, job);
        if (connection && use == runner::ConnectionUse::Work)
            workSession = (*connection)->info().sessionId;
        if (connection && use == runner::ConnectionUse::Work && tap)
            (*connection)->setTap(tap);
        return connection;
    };
}

void RunBed::cancelLater(int milliseconds)
{
    m_threads.emplace_back([token = context.cancel, milliseconds] {
        std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
        token.cancel();
    });
}

QByteArray RunBed::slowStatement() const
{
    switch (dialect()) {
    case sql::Dialect::PostgreSql:
        return "SELECT pg_sleep(30);\n";
    case sql::Dialect::MySql:
        return "INSERT INTO t SELECT sleep(30);\n";
    case sql::Dialect::Sqlite:
        break;
    }
    return "INSERT INTO t WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < "
           "900000000) "
           "SELECT max(x) FROM c;\n";
}

migration::Script RunBed::script(const QByteArray& text, const QString& path, sql::Dialect dialect)
{
    migration::Script script;
    script.path = path;
    script.bytes = text;
    script.size = text.size();
    script.sha256 = base::sha256Hex(text);
    script.meaning = sql::meaningDigest(text, dialect);
    script.directives.noTransaction = text.contains("strandline:no-transaction");
    return script;
}

namespace {

PlanStep stepOf(const QString& version, const QString& name, const QByteArray& text, sql::Dialect dialect)
{
    PlanStep step;
    step.version = version;
    step.name = name;
    step.script = RunBed::script(text, QStringLiteral("migrations/%1_%2.sql").arg(version, name), dialect);
    step.statementCount = int(sql::split(text, dialect).statements.size());
    step.segments = planner::segmentsOf(step.script, dialect, 1);
    return step;
}

} // namespace

PlanStep RunBed::apply(const QString& version, const QByteArray& up, const QByteArray& down) const
{
    PlanStep step = stepOf(version, QStringLiteral("step"), up, dialect());
    if (!down.isEmpty())
        step.down = script(down, QStringLiteral("migrations/%1_step.down.sql").arg(version), dialect());
    return step;
}

PlanStep RunBed::revert(const QString& version, const QByteArray& down) const
{
    PlanStep step = stepOf(version, QStringLiteral("step"), down, dialect());
    step.action = StepAction::Revert;
    step.direction = QStringLiteral("down");
    return step;
}

PlanStep RunBed::repeatable(const QString& name, const QByteArray& text) const
{
    PlanStep step = stepOf({}, name, text, dialect());
    step.kind = migration::Kind::Repeatable;
    return step;
}

PlanStep RunBed::resume(const QString& version, const QByteArray& up, int firstStatement) const
{
    PlanStep step = apply(version, up);
    step.action = StepAction::Resume;
    step.firstStatement = firstStatement;
    step.segments = planner::segmentsOf(step.script, dialect(), firstStatement);
    return step;
}

PlanStep RunBed::large(const QString& version, const QByteArray& up, const QString& path) const
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(up) != up.size())
        qFatal("cannot write %s", qPrintable(path));
    file.close();
    PlanStep step = apply(version, up);
    step.script.absolutePath = path;
    step.script.isLarge = true;
    step.script.bytes.clear();
    step.statementCount = 0;
    step.segments = planner::segmentsOf(step.script, dialect(), 1);
    return step;
}

runner::RunRequest RunBed::request(const QList<PlanStep>& steps) const
{
    runner::RunRequest request;
    request.plan.environment = QStringLiteral("test");
    request.plan.dialect = dialect();
    request.plan.steps = steps;
    request.planIsBound = false;
    request.identity = {QUuid::createUuid().toString(QUuid::WithoutBraces), QStringLiteral("Zoë"),
        QStringLiteral("build;7"), QStringLiteral("0.1.0")};
    request.limits.firstRetryPauseMs = 20;
    return request;
}

base::Result<migration::RunReport> RunBed::run(const runner::RunRequest& request)
{
    observer.events.clear();
    return runner::run(request, engine(), opener(), observer, context);
}

base::Result<migration::RunReport> RunBed::run(const QList<PlanStep>& steps)
{
    return run(request(steps));
}

migration::HistorySnapshot RunBed::history() const
{
    const auto connection = m_database.open(db::AccessMode::ReadOnly);
    if (!connection)
        return {};
    const auto history = history::readHistory(**connection, {{}, true});
    return history ? *history : migration::HistorySnapshot {};
}

QStringList RunBed::log() const
{
    QStringList lines;
    for (const migration::LogEvent& event : history().events) {
        using migration::EventKind;
        if (event.kind == EventKind::Planned || event.kind == EventKind::BookkeepingChanged)
            continue;
        QString line = migration::eventKindName(event.kind);
        if (!event.version.isEmpty() || !event.name.isEmpty())
            line += QLatin1Char(' ') + (event.version.isEmpty() ? event.name : event.version);
        if (event.direction == QLatin1String("down"))
            line += QStringLiteral(" down");
        if (event.statement > 0)
            line += QStringLiteral(" #%1").arg(event.statement);
        if (event.inTransaction)
            line += QStringLiteral(" in transaction");
        if (event.kind == EventKind::Failed)
            line += QStringLiteral(" kept %1").arg(event.statementsKept);
        lines.append(line);
    }
    return lines;
}

QStringList RunBed::applied() const
{
    QStringList ids;
    for (const migration::HistoryRow& row : history().rows)
        ids.append(row.version.isEmpty() ? row.name : row.version);
    return ids;
}

QString RunBed::value(const QString& sql) const
{
    const auto connection = m_database.open();
    if (!connection)
        return QStringLiteral("error: ") + connection.error().toText();
    const auto rows = (*connection)->query(sql);
    if (!rows)
        return QStringLiteral("error: ") + rows.error().toText();
    return rows->rows.value(0).value(0).toString();
}

bool RunBed::hasTable(const QString& name) const
{
    return !value(QStringLiteral("SELECT count(*) FROM %1").arg(name)).startsWith(QLatin1String("error"));
}

} // namespace strandline::test

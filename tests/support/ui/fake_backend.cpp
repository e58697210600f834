// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui/fake_backend.h"

#include "tests/support/ui/fake_timeline.h"

#include <QPromise>

namespace strandline::test {

namespace {

usecase::EnvironmentView viewOf(const QString& environment, migration::Timeline timeline)
{
    usecase::EnvironmentView view;
    view.environment = environment;
    view.connection.dialect = sql::Dialect::PostgreSql;
    view.connection.host = {QStringLiteral("db1"), QStringLiteral("service shop in pg_service.conf")};
    view.connection.port = {QStringLiteral("5432"), QStringLiteral("default")};
    view.connection.user = {QStringLiteral("deploy"), QStringLiteral("PGUSER")};
    view.connection.database = {
        QStringLiteral("shop_") + environment.left(4), QStringLiteral("strandline.toml")};
    view.connection.passwordOrigin = QStringLiteral("pgpass");
    view.server.dialect = sql::Dialect::PostgreSql;
    view.server.product = QStringLiteral("PostgreSQL");
    view.server.versionText = QStringLiteral("16.3");
    view.server.database = view.connection.database.value;
    view.server.writeLock = db::WriteLock::Engine;
    view.history.present = true;
    view.history.readAt = fixedNow();
    qint64 id = 0;
    for (const migration::TimelineEntry& entry : timeline.entries) {
        for (const migration::RunSummary& run : entry.runs) {
            migration::LogEvent event;
            event.id = ++id;
            event.at = run.at;
            event.kind = run.outcome;
            event.runId = run.runId;
            event.version = entry.version;
            event.name = entry.name;
            event.direction = run.direction;
            event.actor = run.actor;
            event.host = run.host;
            event.durationMs = run.durationMs;
            event.statement = run.failedStatement;
            event.statementCount = run.statementCount;
            event.error = run.error;
            event.errorCode = run.errorCode;
            view.history.events << event;
        }
    }
    view.timeline = std::move(timeline);
    view.readAt = fixedNow();
    return view;
}

} // namespace

FakeBackend::FakeBackend() = default;
FakeBackend::~FakeBackend() = default;

std::unique_ptr<FakeBackend> FakeBackend::shop()
{
    auto backend = std::make_unique<FakeBackend>();
    ui::ProjectFiles files;
    files.opened.project.root = QStringLiteral("/projects/shop");
    files.opened.project.configPath = QStringLiteral("/projects/shop/strandline.toml");
    files.opened.project.name = QStringLiteral("shop");
    files.opened.project.migrationFolders = {QStringLiteral("/projects/shop/migrations")};
    for (const auto& [name, tier] : {std::pair {QStringLiteral("dev"), project::Tier::Development},
             std::pair {QStringLiteral("test"), project::Tier::Test},
             std::pair {QStringLiteral("staging"), project::Tier::Staging},
             std::pair {QStringLiteral("production"), project::Tier::Production}}) {
        project::Environment environment;
        environment.name = name;
        environment.tier = tier;
        environment.policy = project::Policy();
        files.opened.project.environments << environment;
    }
    files.timeline = filesTimeline();
    for (const migration::TimelineEntry& entry : std::as_const(files.timeline.entries))
        files.opened.set.migrations << *entry.migration;
    backend->projects.insert(QStringLiteral("/projects/shop"), files);
    backend->environments.insert(QStringLiteral("dev"), viewOf(QStringLiteral("dev"), everyStateTimeline()));
    backend->environments.insert(QStringLiteral("test"), viewOf(QStringLiteral("test"), stagingTimeline()));
    backend->environments.insert(
        QStringLiteral("staging"), viewOf(QStringLiteral("staging"), stagingTimeline()));
    backend->environments.insert(
        QStringLiteral("production"), viewOf(QStringLiteral("production"), everyStateTimeline()));
    backend->recent = {QStringLiteral("/projects/shop"), QStringLiteral("/projects/billing")};
    return backend;
}

template <typename Value> QFuture<Value> FakeBackend::answer(Value value)
{
    ++asked;
    auto promise = std::make_shared<QPromise<Value>>();
    promise->start();
    const auto finish = [promise, value = std::move(value)] {
        promise->addResult(value);
        promise->finish();
    };
    if (hold)
        m_held << finish;
    else
        finish();
    return promise->future();
}

void FakeBackend::answerOldest()
{
    m_held.takeFirst()();
}

void FakeBackend::answerNewest()
{
    m_held.takeLast()();
}

int FakeBackend::waiting() const
{
    return int(m_held.size());
}

QFuture<base::Result<ui::ProjectFiles>> FakeBackend::openProject(
    const QString& folder, const base::CancelToken&)
{
    log << QStringLiteral("open ") + folder;
    base::Result<ui::ProjectFiles> missing =
        base::fail(base::ErrorCode::NotFound, QStringLiteral("Could not read the folder “%1”").arg(folder),
            QStringLiteral("No such file or directory"), QStringLiteral("Choose a folder that exists."));
    return answer(projects.value(folder, missing));
}

QFuture<base::Result<usecase::EnvironmentView>> FakeBackend::readEnvironment(
    const ui::EnvironmentQuestion& question, const base::CancelToken&)
{
    log << QStringLiteral("read ") + question.environment;
    passwords.insert(question.environment, question.password.reveal());
    base::Result<usecase::EnvironmentView> refused = base::fail(base::ErrorCode::Connection,
        QStringLiteral("Could not reach “db1:5432”"), QStringLiteral("Nothing answered on that port."),
        QStringLiteral("Check the address, then try again."));
    return answer(environments.value(question.environment, refused));
}

QFuture<base::Result<ui::LogAnswer>> FakeBackend::readLog(
    const ui::EnvironmentQuestion& question, const base::CancelToken&)
{
    log << QStringLiteral("log ") + question.environment;
    ui::LogAnswer found;
    const auto view = environments.constFind(question.environment);
    if (view != environments.constEnd() && view->has_value()) {
        found.events = (*view)->history.events;
        std::reverse(found.events.begin(), found.events.end());
    }
    return answer(base::Result<ui::LogAnswer>(found));
}

QFuture<base::Result<ui::RecordedTexts>> FakeBackend::readRecordedTexts(
    const ui::EnvironmentQuestion& question, const migration::TimelineEntry& entry, const base::CancelToken&)
{
    log << QStringLiteral("texts ") + question.environment + QLatin1Char(' ') + entry.id();
    return answer(base::Result<ui::RecordedTexts>(recorded));
}

QFuture<base::Result<QString>> FakeBackend::createSampleProject(
    const QString& folder, const base::CancelToken&)
{
    log << QStringLiteral("sample ") + folder;
    return answer(sample);
}

QFuture<base::Result<QString>> FakeBackend::createProject(const QString& folder, const QString&)
{
    log << QStringLiteral("create ") + folder;
    return answer(base::Result<QString>(folder));
}

QList<ui::MigrationKindChoice> FakeBackend::migrationKinds() const
{
    return {{QStringLiteral("empty"), QStringLiteral("Empty"), QStringLiteral("Two empty scripts")},
        {QStringLiteral("table"), QStringLiteral("Create a table"),
            QStringLiteral("CREATE TABLE and DROP TABLE")}};
}

QFuture<base::Result<ui::DraftFiles>> FakeBackend::previewMigration(
    const usecase::OpenedProject&, const ui::MigrationDraft& draft)
{
    if (draft.name.isEmpty())
        return answer(base::Result<ui::DraftFiles>(
            base::fail(base::ErrorCode::Invalid, QStringLiteral("A migration needs a name"), {},
                QStringLiteral("Use lower-case letters, digits and _."))));
    ui::DraftFiles files;
    files.upPath = QStringLiteral("migrations/20261120120000_%1.up.sql").arg(draft.name);
    files.upText =
        QStringLiteral("-- %1\nCREATE TABLE %1 (\n    id integer PRIMARY KEY\n);\n").arg(draft.name);
    files.downPath = QStringLiteral("migrations/20261120120000_%1.down.sql").arg(draft.name);
    files.downText = QStringLiteral("DROP TABLE %1;\n").arg(draft.name);
    return answer(base::Result<ui::DraftFiles>(files));
}

QFuture<base::Result<QString>> FakeBackend::createMigration(
    const usecase::OpenedProject& project, const ui::MigrationDraft& draft)
{
    log << QStringLiteral("migration ") + draft.name;
    return answer(base::Result<QString>(
        project.project.root + QStringLiteral("/migrations/20261120120000_%1.up.sql").arg(draft.name)));
}

void FakeBackend::rememberProject(const QString& folder)
{
    recent.removeAll(folder);
    recent.prepend(folder);
}

} // namespace strandline::test

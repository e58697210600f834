// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/verify_schema.h"

#include "core/history/script_reader.h"
#include "core/planner/recorded_script.h"
#include "core/usecase/refresh_timeline.h"
#include "core/usecase/replay_migrations.h"

namespace strandline::usecase {

using base::ErrorCode;
using migration::MigrationState;

namespace {

bool countsAsApplied(const migration::TimelineEntry& entry)
{
    switch (entry.state) {
    case MigrationState::Applied:
    case MigrationState::Missing:
    case MigrationState::Future:
    case MigrationState::Baseline:
        return true;
    default:
        return false;
    }
}

/// A half-applied migration has left what no replay explains.
QStringList unexplained(const migration::Timeline& timeline)
{
    QStringList notes;
    for (const migration::TimelineEntry& entry : timeline.entries) {
        if (entry.state == MigrationState::Partial)
            notes << QStringLiteral("%1 is half applied: what it left shows as drift.").arg(entry.id());
    }
    return notes;
}

struct LiveEnvironment
{
    EnvironmentView view;
    migration::MigrationSet applied;
    QString historySchema;
};

base::Result<LiveEnvironment> readLive(
    const SchemaLoader& loader, const QString& environment, const base::Secret& password)
{
    const auto resolved = resolveEnvironment(loader.project()->project, environment, password);
    if (!resolved)
        return base::forward(resolved);
    const auto& settings = resolved->connection.settings;
    auto connection = loader.engines().open(settings, lookOptions(resolved->environment), loader.context());
    if (!connection)
        return base::forward(connection);
    RefreshRequest request;
    request.project = *loader.project();
    request.environment = environment;
    request.password = password;
    auto view = readEnvironment(**connection, request, *resolved, loader.context());
    if (!view)
        return base::forward(view);
    LiveEnvironment live;
    live.historySchema = resolved->environment.historySchema;
    auto applied = appliedMigrations(**connection, *view, live.historySchema);
    if (!applied)
        return base::forward(applied);
    live.applied = std::move(*applied);
    live.view = std::move(*view);
    return live;
}

} // namespace

diff::CompareOptions compareOptions(const project::Project& project)
{
    const auto ignores = [&](const char* name) {
        return project.compareIgnore.contains(QLatin1String(name));
    };
    diff::CompareOptions options;
    options.ignoreOwner = ignores("owner");
    options.ignoreGrants = ignores("grants");
    options.ignoreTablespace = ignores("tablespace");
    options.ignoreComments = ignores("comments");
    options.ignoreColumnOrder = ignores("column-order");
    options.ignoreWhitespace = ignores("whitespace");
    options.ignoreCollationNames = ignores("collation-names");
    options.ignoreGeneratedNames = ignores("generated-names");
    options.ignoreSchemaName = ignores("schema-name");
    return options;
}

base::Result<migration::MigrationSet> appliedMigrations(
    db::Connection& connection, const EnvironmentView& view, const QString& historySchema)
{
    QList<QByteArray> digests;
    for (const migration::TimelineEntry& entry : view.timeline.entries) {
        if (countsAsApplied(entry) && entry.history && !entry.history->upSha256.isEmpty())
            digests << entry.history->upSha256;
    }
    history::ScriptTexts texts;
    if (view.history.present && !digests.isEmpty()) {
        auto read = history::readScripts(connection, historySchema, digests);
        if (!read)
            return base::forward(read);
        texts = std::move(*read);
    }
    migration::MigrationSet set;
    for (const migration::TimelineEntry& entry : view.timeline.entries) {
        if (!countsAsApplied(entry))
            continue;
        migration::Migration migration;
        if (entry.migration)
            migration = *entry.migration;
        migration.kind = entry.kind;
        migration.version = entry.version;
        migration.name = entry.name;
        migration.problems.clear();
        const QByteArray digest = entry.history ? entry.history->upSha256 : QByteArray();
        const auto text = texts.bytes.constFind(digest);
        if (text != texts.bytes.cend() && (!migration.up || migration.up->sha256 != digest)) {
            migration.up = planner::recordedScript(
                *text, digest, entry.id(), migration::ScriptRole::Up, view.server.dialect);
        }
        if (!migration.up) {
            return base::fail(ErrorCode::Precondition,
                QStringLiteral("What “%1” should hold is not known").arg(view.environment),
                QStringLiteral(
                    "%1 was applied, its file is not here, and the database has not kept its text.")
                    .arg(entry.id()),
                QStringLiteral("Bring its file back."));
        }
        set.migrations.append(std::move(migration));
    }
    return set;
}

base::Result<DriftReport> verifySchema(
    SchemaLoader& loader, const QString& environment, const base::Secret& password)
{
    auto live = readLive(loader, environment, password);
    if (!live)
        return base::forward(live);
    auto actual = loader.load({SourceKind::Environment, environment, environment, {}});
    if (!actual)
        return base::forward(actual);
    const auto scratch = loader.makeScratch();
    if (!scratch)
        return base::forward(scratch);
    OpenedProject applied = *loader.project();
    applied.dialect = loader.dialect(); // what it is cut in, so that nobody reads the folder instead
    applied.set = std::move(live->applied);
    const auto replayed = replayMigrations(
        {applied, (*scratch)->settings(), {}, live->historySchema}, *loader.engine(), loader.context());
    if (!replayed)
        return base::forward(replayed);
    auto expected =
        loader.introspectScratch(**scratch, QStringLiteral("what was applied"), live->historySchema);
    if (!expected)
        return base::forward(expected);
    DriftReport report;
    report.notes = loader.notes() + unexplained(live->view.timeline);
    report.view = std::move(live->view);
    report.actual = std::move(*actual);
    report.expected = std::move(*expected);
    report.applied = std::move(applied.set);
    report.differences = diff::compare(
        report.actual.database, report.expected.database, {}, compareOptions(loader.project()->project));
    return report;
}

} // namespace strandline::usecase

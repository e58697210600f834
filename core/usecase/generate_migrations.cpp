// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/generate_migrations.h"

#include "core/dialect/script_writer.h"
#include "core/project/migration_name.h"
#include "core/usecase/desired_schema.h"
#include "core/usecase/rehearse_generated.h"

#include <QSet>

namespace strandline::usecase {

using base::ErrorCode;

namespace {

/// Letters, digits and underscores of a subject, for a file name.
QString nameWith(const QString& base, const QString& subject, QSet<QString>& taken)
{
    const auto joined = project::normaliseName(base + QLatin1Char('_') + subject);
    const QString wanted = joined.value_or(base);
    QString name = wanted;
    for (int i = 2; taken.contains(name); ++i)
        name = wanted + QLatin1Char('_') + QString::number(i);
    taken.insert(name);
    return name;
}

bool losesData(const QList<dialect::RenderedStatement>& statements)
{
    return std::any_of(statements.begin(), statements.end(),
        [](const dialect::RenderedStatement& statement) { return statement.losesData; });
}

base::Failure cannotBeWritten(const QList<base::Error>& impossible)
{
    base::Error error = impossible.first();
    QStringList others;
    for (qsizetype i = 1; i < impossible.size(); ++i)
        others << impossible.at(i).summary;
    if (!others.isEmpty())
        error.detail += QStringLiteral("\nNor: ") + others.join(QLatin1String("; "));
    error.code = ErrorCode::Precondition;
    return base::fail(error.withContext(QStringLiteral("The change cannot be written as a migration")));
}

QList<GeneratedMigration> nameAndWrite(
    const QString& base, const QList<RehearsedGroup>& groups, sql::Dialect dialect)
{
    QList<GeneratedMigration> migrations;
    QSet<QString> taken;
    for (const RehearsedGroup& group : groups) {
        GeneratedMigration migration;
        migration.name = groups.size() == 1 ? base : nameWith(base, group.subject, taken);
        for (const QString& directive : group.directives)
            migration.scripts.up += directive.toUtf8() + '\n';
        migration.scripts.up += dialect::writeScript(group.up, dialect);
        migration.scripts.down = dialect::writeScript(group.down, dialect);
        migration.losesData = losesData(group.up);
        migration.downLosesData = losesData(group.down);
        migrations.append(migration);
    }
    return migrations;
}

} // namespace

base::Result<GeneratedSet> generateBetween(SchemaLoader& loader, LoadedSchema from, LoadedSchema to,
    const migration::MigrationSet& before, const GenerateRequest& request)
{
    const auto name = project::normaliseName(request.name);
    if (!name)
        return base::forward(name);
    auto diff = diffSchemas(std::move(from), std::move(to), request.diff);
    if (!diff)
        return base::forward(diff);
    GeneratedSet set;
    set.diff = std::move(*diff);
    set.notes = loader.notes();
    if (!set.diff.up.impossible.isEmpty())
        return cannotBeWritten(set.diff.up.impossible);
    if (set.diff.up.statements.isEmpty())
        return set;
    const bool perTable = loader.project()->project.perTable;
    auto rehearsed = rehearseGenerated(loader, {set.diff, before, perTable, request.diff});
    if (!rehearsed)
        return base::forward(rehearsed);
    set.migrations = nameAndWrite(*name, rehearsed->groups, set.diff.from.database.dialect);
    set.notes += rehearsed->notes;
    return set;
}

base::Result<GeneratedSet> generateMigrations(SchemaLoader& loader, const GenerateRequest& request)
{
    const SchemaSource live {SourceKind::Environment, request.environment, request.environment, {}};
    // First of all: it tells the engine and its version, and where scratch databases belong.
    base::Result<LoadedSchema> environment = LoadedSchema();
    if (request.fromDatabase || !request.environment.isEmpty()) {
        environment = loader.load(live);
        if (!environment && request.fromDatabase)
            return base::forward(environment);
    }
    auto current = request.fromDatabase
        ? std::move(environment)
        : loader.load({SourceKind::Migrations, QStringLiteral("migrations"), {}, {}});
    if (!current)
        return base::forward(current);
    auto desired = loadDesired(loader);
    if (!desired)
        return base::forward(desired);
    const migration::MigrationSet before =
        request.fromDatabase ? migration::MigrationSet() : loader.project()->set;
    auto set = generateBetween(loader, std::move(*current), std::move(*desired), before, request);
    if (set && !environment && environment.error().code != ErrorCode::Cancelled)
        set->notes << QStringLiteral("“%1” could not be reached: %2. Scratch databases were made elsewhere.")
                          .arg(request.environment, environment.error().summary);
    return set;
}

base::Result<QList<project::CreatedMigration>> writeGenerated(
    const project::Project& project, const GeneratedSet& set, const base::JobContext& context)
{
    QList<project::CreatedMigration> created;
    for (const GeneratedMigration& migration : set.migrations) {
        auto written = project::createMigration(
            {project.migrationFolders.constFirst(), migration.name, migration.scripts}, context);
        if (!written) {
            base::Error error = written.error();
            QStringList names;
            for (const project::CreatedMigration& done : std::as_const(created))
                names << done.id();
            if (!names.isEmpty())
                error.hint += QStringLiteral(" Written before it: %1.").arg(names.join(QLatin1String(", ")));
            return base::fail(error);
        }
        created.append(*written);
    }
    return created;
}

} // namespace strandline::usecase

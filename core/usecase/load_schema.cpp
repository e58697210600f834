// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/load_schema.h"

#include "core/base/file.h"
#include "core/connection/resolve.h"
#include "core/project/project_file.h"
#include "core/schema/schema_json.h"
#include "core/usecase/replay_migrations.h"
#include "core/usecase/resolve_environment.h"
#include "core/usecase/run_script_files.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>

namespace strandline::usecase {

using base::ErrorCode;

namespace {

constexpr qint64 kLargestJson = qint64(512) << 20;

QString folderOf(const LoaderRequest& request)
{
    return request.folder.isEmpty() ? QDir::currentPath() : request.folder;
}

ScratchSettings scratchSettingsOf(const LoaderRequest& request)
{
    return scratchSettings(request.project ? &request.project->project : nullptr, folderOf(request));
}

bool tellsEngine(const SchemaSource& source)
{
    return source.kind == SourceKind::Url || source.kind == SourceKind::Environment
        || source.kind == SourceKind::Json;
}

/// What the scratch login owns would belong to the login of the other side.
void changeOwner(schema::Database& database, const QString& from, const QString& to)
{
    const auto change = [&](auto& objects) {
        for (auto& object : objects) {
            if (object.access.owner == from)
                object.access.owner = to;
        }
    };
    change(database.schemas);
    change(database.types);
    change(database.sequences);
    change(database.tables);
    change(database.views);
    change(database.routines);
    change(database.others);
}

} // namespace

SchemaLoader::SchemaLoader(const engine::Engines& engines, LoaderRequest request, base::JobContext context)
    : m_engines(engines)
    , m_request(std::move(request))
    , m_context(std::move(context))
    , m_space(engines, scratchSettingsOf(m_request))
{ }

SchemaLoader::~SchemaLoader() = default;

sql::Dialect SchemaLoader::dialect() const
{
    if (m_dialect)
        return *m_dialect;
    if (m_request.dialect)
        return *m_request.dialect;
    return m_request.project ? m_request.project->dialect : sql::Dialect::PostgreSql;
}

bool SchemaLoader::scratchIsPrivate() const
{
    const engine::ScratchPlace* place = m_space.place(dialect());
    return place && place->isPrivate();
}

base::Result<SchemaSource> SchemaLoader::parse(const QString& text) const
{
    return parseSchemaSource(
        text, folderOf(m_request), m_request.project ? &m_request.project->project : nullptr);
}

base::Result<LoadedSchema> SchemaLoader::load(const SchemaSource& source)
{
    const auto loaded = [&]() -> base::Result<LoadedSchema> {
        switch (source.kind) {
        case SourceKind::Url:
            return loadUrl(source);
        case SourceKind::Environment:
            return loadEnvironment(source);
        case SourceKind::Json:
            return loadJson(source);
        case SourceKind::Script:
            return loadScript(source);
        case SourceKind::Migrations:
            break;
        }
        return loadMigrations(source);
    }();
    if (loaded && !m_dialect)
        m_dialect = loaded->database.dialect;
    return loaded;
}

base::Result<std::pair<LoadedSchema, LoadedSchema>> SchemaLoader::loadPair(
    const SchemaSource& from, const SchemaSource& to)
{
    if (!tellsEngine(from) && !tellsEngine(to) && !m_request.dialect
        && !(m_request.project && project::dialectOf(m_request.project->project))) {
        return base::fail(ErrorCode::Invalid, QStringLiteral("It is not clear which engine these are for"),
            QStringLiteral("Neither “%1” nor “%2” tells.").arg(from.text, to.text),
            QStringLiteral("Say it with --engine postgresql, --engine mariadb or --engine sqlite."));
    }
    const bool toFirst = tellsEngine(to) && (!tellsEngine(from) || from.kind == SourceKind::Json);
    auto first = load(toFirst ? to : from);
    if (!first)
        return base::forward(first);
    auto second = load(toFirst ? from : to);
    if (!second)
        return base::forward(second);
    if (first->database.dialect != second->database.dialect) {
        return base::fail(ErrorCode::Invalid,
            QStringLiteral("“%1” and “%2” are of different engines").arg(from.text, to.text),
            QStringLiteral("One is %1, the other %2.")
                .arg(sql::dialectName(first->database.dialect), sql::dialectName(second->database.dialect)));
    }
    if (toFirst)
        std::swap(*first, *second);
    return std::pair(std::move(*first), std::move(*second));
}

base::Result<schema::Database> SchemaLoader::introspect(
    db::Connection& connection, const QString& historySchema) const
{
    const engine::Engine* engine = m_engines.find(connection.info().dialect);
    const engine::Introspector* introspector = engine ? engine->introspector() : nullptr;
    if (!introspector) {
        return base::fail(ErrorCode::Unsupported,
            QStringLiteral("This program cannot read schemas of %1 yet").arg(connection.info().product));
    }
    m_context.report({QStringLiteral("Reading the schema"), 0, 0, connection.info().database});
    engine::ReadScope scope;
    scope.historySchema = historySchema;
    return introspector->read(connection, scope, m_context);
}

base::Result<LoadedSchema> SchemaLoader::loadLive(
    const connection::ConnectionSettings& settings, const project::Environment& environment)
{
    m_context.report({QStringLiteral("Connecting"), 0, 0, settings.describe()});
    auto connection = m_engines.open(settings, lookOptions(environment), m_context);
    if (!connection)
        return base::forward(connection);
    auto database = introspect(**connection, environment.historySchema);
    if (!database)
        return base::forward(database);
    if (!m_companion) {
        const auto traits = m_engines.find(settings.dialect)->scratch().traitsOf(**connection);
        if (!traits)
            return base::forward(traits);
        const bool mayHost =
            environment.tier != project::Tier::Production && environment.tier != project::Tier::Custom;
        m_companion = ScratchCompanion {settings, *traits, mayHost};
    }
    return LoadedSchema {std::move(*database), settings.describe()};
}

base::Result<LoadedSchema> SchemaLoader::loadUrl(const SchemaSource& source)
{
    auto request = connection::requestForProcess(folderOf(m_request));
    if (!request)
        return base::forward(request);
    request->url = source.value;
    request->urlOrigin = QStringLiteral("the command line");
    request->typedPassword = m_request.password;
    const auto resolved = connection::resolve(*request);
    if (!resolved)
        return base::forward(resolved);
    // Without an environment nobody said what it is; that its server has a production environment of the
    // project is looked for by the scratch space.
    return loadLive(resolved->settings, project::Environment());
}

base::Result<LoadedSchema> SchemaLoader::loadEnvironment(const SchemaSource& source)
{
    const auto resolved = resolveEnvironment(m_request.project->project, source.value, m_request.password);
    if (!resolved)
        return base::forward(resolved);
    return loadLive(resolved->connection.settings, resolved->environment);
}

base::Result<LoadedSchema> SchemaLoader::loadJson(const SchemaSource& source)
{
    const auto bytes = base::readFile(source.value, kLargestJson);
    if (!bytes)
        return base::forward(bytes);
    const QString what = QStringLiteral("“%1” is no saved schema").arg(source.text);
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(*bytes, &problem);
    if (problem.error != QJsonParseError::NoError)
        return base::fail(ErrorCode::Invalid, what, problem.errorString());
    // What `schema inspect --json` printed, or the schema alone.
    const QJsonObject object = document.object();
    const QJsonValue inner = object.value(QStringLiteral("schema"));
    auto database = schema::databaseFromJson(inner.isObject() ? inner.toObject() : object);
    if (!database)
        return base::fail(database.error().withContext(what));
    return LoadedSchema {std::move(*database), source.text};
}

base::Result<std::unique_ptr<engine::ScratchDatabase>> SchemaLoader::makeScratch()
{
    return m_space.make(dialect(), m_companion, m_context);
}

base::Result<LoadedSchema> SchemaLoader::introspectScratch(
    const engine::ScratchDatabase& scratch, const QString& label, const QString& historySchema) const
{
    auto connection = engine::openScratch(*engine(), scratch.settings(), m_context);
    if (!connection)
        return base::forward(connection);
    auto database = introspect(**connection, historySchema);
    if (!database)
        return base::forward(database);
    const QString& scratchUser = (*connection)->info().user;
    if (m_companion && dialect() == sql::Dialect::PostgreSql && scratchUser != m_companion->traits.user)
        changeOwner(*database, scratchUser, m_companion->traits.user);
    const engine::ScratchPlace* place = m_space.place(dialect());
    return LoadedSchema {
        std::move(*database), QStringLiteral("%1 in scratch (%2)").arg(label, place->describe())};
}

base::Result<LoadedSchema> SchemaLoader::loadScript(const SchemaSource& source)
{
    const auto scratch = makeScratch();
    if (!scratch)
        return base::forward(scratch);
    {
        auto connection = engine::openScratch(*engine(), (*scratch)->settings(), m_context);
        if (!connection)
            return base::forward(connection);
        const auto run = runScriptFiles(**connection, {source.value, scratchIsPrivate()}, m_context);
        if (!run) {
            if (run.error().code == ErrorCode::Cancelled)
                return base::forward(run);
            return base::fail(run.error().withContext(
                QStringLiteral("Could not build the schema of “%1”").arg(source.text)));
        }
    }
    return introspectScratch(**scratch, source.text);
}

base::Result<LoadedSchema> SchemaLoader::loadMigrations(const SchemaSource& source)
{
    const auto scratch = makeScratch();
    if (!scratch)
        return base::forward(scratch);
    migration::PlanTarget target;
    if (!source.version.isEmpty()) {
        target.kind = migration::TargetKind::UpTo;
        target.version = source.version;
    }
    const auto replayed =
        replayMigrations({*m_request.project, (*scratch)->settings(), target, {}}, *engine(), m_context);
    if (!replayed)
        return base::forward(replayed);
    return introspectScratch(**scratch, source.text);
}

} // namespace strandline::usecase

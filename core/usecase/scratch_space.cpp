// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/scratch_space.h"

#include "core/connection/resolve.h"
#include "core/settings/app_folders.h"
#include "core/usecase/resolve_environment.h"

namespace strandline::usecase {

using base::ErrorCode;

ScratchSpace::ScratchSpace(const engine::Engines& engines, ScratchSettings settings)
    : m_engines(engines)
    , m_settings(std::move(settings))
    , m_registry(m_settings.registryFolder)
{ }

ScratchSpace::~ScratchSpace() = default;

const engine::ScratchPlace* ScratchSpace::place(sql::Dialect dialect) const
{
    const auto found = m_places.find(dialect);
    return found == m_places.end() ? nullptr : found->second.get();
}

/// Null without an address in the project, or when it is one of another engine.
base::Result<std::unique_ptr<engine::ScratchPlace>> ScratchSpace::configuredPlace(
    const engine::Engine& engine, const base::JobContext& context)
{
    if (m_settings.url.isEmpty())
        return nullptr;
    auto request = connection::requestForProcess(m_settings.baseFolder);
    if (!request)
        return base::forward(request);
    request->url = m_settings.url;
    request->urlOrigin = QStringLiteral("url of [scratch] in strandline.toml");
    const auto resolved = connection::resolve(*request);
    if (!resolved) {
        return base::fail(resolved.error().withContext(
            QStringLiteral("Could not find out where scratch databases shall be made")));
    }
    if (resolved->settings.dialect != engine.dialect())
        return nullptr;
    auto place = engine.scratch().onServer(resolved->settings, m_registry, context);
    if (!place) {
        return base::fail(place.error().withContext(
            QStringLiteral("Could not reach the server for scratch databases ([scratch] url)")));
    }
    return place;
}

base::Result<std::unique_ptr<engine::ScratchDatabase>> ScratchSpace::tryCompanion(
    const engine::Engine& engine, const ScratchCompanion& companion, const base::JobContext& context)
{
    auto place = engine.scratch().onServer(companion.settings, m_registry, context);
    if (!place)
        return base::forward(place);
    auto database = (*place)->makeDatabase(companion.traits, context);
    if (!database)
        return base::forward(database);
    m_places[engine.dialect()] = std::move(*place);
    return database;
}

base::Result<std::unique_ptr<engine::ScratchDatabase>> ScratchSpace::make(
    sql::Dialect dialect, const std::optional<ScratchCompanion>& companion, const base::JobContext& context)
{
    const engine::Engine* engine = m_engines.find(dialect);
    if (!engine) {
        return base::fail(ErrorCode::Unsupported,
            QStringLiteral("This program was built without support for %1 databases")
                .arg(sql::dialectName(dialect)));
    }
    const engine::ScratchTraits traits = companion ? companion->traits : engine::ScratchTraits();
    if (const auto known = m_places.find(dialect); known != m_places.end())
        return known->second->makeDatabase(traits, context);
    context.report({QStringLiteral("Making a scratch database"), 0, 0, {}});
    auto configured = configuredPlace(*engine, context);
    if (!configured)
        return base::forward(configured);
    if (*configured) {
        const auto& place = m_places[dialect] = std::move(*configured);
        return place->makeDatabase(traits, context);
    }
    const bool mayHost = companion && companion->mayHost
        && !m_settings.forbiddenServers.contains(companion->settings.serverLabel());
    if (mayHost) {
        auto database = tryCompanion(*engine, *companion, context);
        if (database || database.error().code == ErrorCode::Cancelled)
            return database;
        m_notes << QStringLiteral("%1; a private server is used instead.").arg(database.error().summary);
    }
    auto place = engine->scratch().privatePlace(traits, m_registry, context);
    if (!place)
        return base::forward(place);
    const auto& kept = m_places[dialect] = std::move(*place);
    return kept->makeDatabase(traits, context);
}

ScratchSettings scratchSettings(const project::Project* project, const QString& folder)
{
    ScratchSettings settings;
    settings.registryFolder = settings::appFolders().state + QStringLiteral("/scratch");
    settings.baseFolder = project ? project->root : folder;
    if (!project)
        return settings;
    settings.url = project->scratchUrl;
    for (const project::Environment& environment : project->environments) {
        if (environment.tier != project::Tier::Production && environment.tier != project::Tier::Custom)
            continue;
        if (const auto resolved = resolveEnvironment(*project, environment.name))
            settings.forbiddenServers << resolved->connection.settings.serverLabel();
    }
    return settings;
}

} // namespace strandline::usecase

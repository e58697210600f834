// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engines.h"
#include "core/engine/scratch_registry.h"
#include "core/project/project.h"

#include <map>

namespace strandline::usecase {

/// The database that a scratch one will be compared with.
struct ScratchCompanion
{
    connection::ConnectionSettings settings;
    engine::ScratchTraits traits;
    bool mayHost = false; ///< its server is nobody's production
};

struct ScratchSettings
{
    QString url; ///< [scratch] url of the project; empty: none
    QString baseFolder; ///< of relative paths and of .env
    QString registryFolder; ///< where the own ones are noted down
    QStringList forbiddenServers; ///< serverLabel() of every server that has a production environment
};

/// Scratch databases for one piece of work, on the thread that does it. The place is chosen once per engine:
/// the server of [scratch] url; that of the companion, unless it is production or refuses; a private one.
/// docs/decisions/0021-scratch-databases.md
class ScratchSpace
{
public:
    ScratchSpace(const engine::Engines& engines, ScratchSettings settings);
    ~ScratchSpace();

    /// The database dies before the space.
    base::Result<std::unique_ptr<engine::ScratchDatabase>> make(sql::Dialect dialect,
        const std::optional<ScratchCompanion>& companion, const base::JobContext& context);
    /// Where they are; null before the first one.
    const engine::ScratchPlace* place(sql::Dialect dialect) const;
    const QStringList& notes() const { return m_notes; } ///< why it is not where one would expect it

private:
    base::Result<std::unique_ptr<engine::ScratchPlace>> configuredPlace(
        const engine::Engine& engine, const base::JobContext& context);
    base::Result<std::unique_ptr<engine::ScratchDatabase>> tryCompanion(
        const engine::Engine& engine, const ScratchCompanion& companion, const base::JobContext& context);

    const engine::Engines& m_engines;
    ScratchSettings m_settings;
    engine::ScratchRegistry m_registry;
    std::map<sql::Dialect, std::unique_ptr<engine::ScratchPlace>> m_places;
    QStringList m_notes;
};

/// For a project, or without one; forbids the servers of its production environments. Environments that
/// cannot be resolved (a variable that is not set) cannot be forbidden, and cannot be reached either.
ScratchSettings scratchSettings(const project::Project* project, const QString& folder);

} // namespace strandline::usecase

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/database.h"
#include "core/usecase/open_project.h"
#include "core/usecase/schema_source.h"
#include "core/usecase/scratch_space.h"

namespace strandline::usecase {

struct LoaderRequest
{
    std::optional<OpenedProject> project;
    QString folder; ///< of relative paths where there is no project
    base::Secret password; ///< as typed, for the databases that are named
    /// Of sources that do not tell (scripts, migrations), when no other source does.
    std::optional<sql::Dialect> dialect = std::nullopt;
};

struct LoadedSchema
{
    schema::Database database;
    QString label; ///< for people: "shop on db1:5432 as anna", "schema.sql in a temporary file"
};

/// Reads schemas from where users say they are. Keeps its scratch place between calls, so that several
/// schemas of one piece of work cost one server. On one thread; reads live databases only on read-only
/// connections.
class SchemaLoader
{
public:
    SchemaLoader(const engine::Engines& engines, LoaderRequest request, base::JobContext context);
    ~SchemaLoader();

    base::Result<SchemaSource> parse(const QString& text) const;
    base::Result<LoadedSchema> load(const SchemaSource& source);
    /// Both, whichever tells the engine first: a script is built for the engine of the other side, beside its
    /// database. Invalid when the two are of different engines.
    base::Result<std::pair<LoadedSchema, LoadedSchema>> loadPair(
        const SchemaSource& from, const SchemaSource& to);

    /// An empty scratch database like those that scripts are built in.
    base::Result<std::unique_ptr<engine::ScratchDatabase>> makeScratch();
    base::Result<schema::Database> introspect(db::Connection& connection, const QString& historySchema) const;
    base::Result<LoadedSchema> introspectScratch(const engine::ScratchDatabase& scratch, const QString& label,
        const QString& historySchema = {}) const;

    sql::Dialect dialect() const;
    bool scratchIsPrivate() const;
    const engine::Engines& engines() const { return m_engines; }
    const engine::Engine* engine() const { return m_engines.find(dialect()); }
    const base::JobContext& context() const { return m_context; }
    const std::optional<OpenedProject>& project() const { return m_request.project; }
    QStringList notes() const { return m_space.notes(); }

private:
    base::Result<LoadedSchema> loadLive(
        const connection::ConnectionSettings& settings, const project::Environment& environment);
    base::Result<LoadedSchema> loadUrl(const SchemaSource& source);
    base::Result<LoadedSchema> loadEnvironment(const SchemaSource& source);
    base::Result<LoadedSchema> loadJson(const SchemaSource& source);
    base::Result<LoadedSchema> loadScript(const SchemaSource& source);
    base::Result<LoadedSchema> loadMigrations(const SchemaSource& source);

    const engine::Engines& m_engines;
    LoaderRequest m_request;
    base::JobContext m_context;
    ScratchSpace m_space;
    std::optional<sql::Dialect> m_dialect; ///< as the first database told
    std::optional<ScratchCompanion> m_companion;
};

} // namespace strandline::usecase

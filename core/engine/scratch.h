// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job_context.h"
#include "core/base/result.h"
#include "core/connection/connection_settings.h"
#include "core/db/connection.h"

#include <QMap>
#include <QStringList>

#include <memory>

namespace strandline::engine {

class Engine;
class ScratchRegistry;

/// What a scratch database takes over from the one it stands for, so that the same text means the same there.
struct ScratchTraits
{
    int serverVersion = 0; ///< as in db::ServerInfo; 0: no wish
    QString user; ///< who owns what is made; a private server gets this name for its login
    QStringList roles; ///< made on a private server, without rights
    QMap<QString, QString> settings; ///< encoding, collation, search_path, …: the engine's own words
};

/// An empty database of ours. The destructor drops it, whatever happened; belongs to the thread that made it,
/// and dies before its place. What cannot be dropped stays in the registry and is removed by a later start.
class ScratchDatabase
{
public:
    virtual ~ScratchDatabase() = default;
    virtual const connection::ConnectionSettings& settings() const = 0;
};

/// Where scratch databases can be made.
class ScratchPlace
{
public:
    virtual ~ScratchPlace() = default;
    virtual base::Result<std::unique_ptr<ScratchDatabase>> makeDatabase(
        const ScratchTraits& traits, const base::JobContext& context) = 0;
    /// Nobody else is on this server, and it goes with the place: a script cannot harm anything here.
    virtual bool isPrivate() const = 0;
    virtual QString describe() const = 0; ///< "a private PostgreSQL 15", "the server db1:5432"
};

/// How one engine gets scratch databases; docs/decisions/0021-scratch-databases.md. Without state. Both
/// functions remove what earlier runs of this machine left behind there, never anything else.
class ScratchProvider
{
public:
    virtual ~ScratchProvider() = default;

    /// What a database made for comparison with this one has to share with it. Reads only.
    virtual base::Result<ScratchTraits> traitsOf(db::Connection& connection) const = 0;

    /// Databases beside the one of these settings. The caller has made sure that it is not production.
    /// Precondition when the login must not create databases.
    virtual base::Result<std::unique_ptr<ScratchPlace>> onServer(
        const connection::ConnectionSettings& settings, ScratchRegistry& registry,
        const base::JobContext& context) const = 0;

    /// A server of our own from the installed programs, of the nearest version; ends with the place, and with
    /// the thread that started it. Unsupported when none is installed. SQLite: a folder for temporary files.
    virtual base::Result<std::unique_ptr<ScratchPlace>> privatePlace(
        const ScratchTraits& traits, ScratchRegistry& registry, const base::JobContext& context) const = 0;
};

/// "strandline_scratch_" and twenty random letters and digits.
QString newScratchName();
/// Whether a name is one that newScratchName() gives: nothing else is ever dropped.
bool isScratchName(const QString& name);

/// How scratch databases are opened for writing.
base::Result<std::unique_ptr<db::Connection>> openScratch(
    const Engine& engine, const connection::ConnectionSettings& settings, const base::JobContext& context);

} // namespace strandline::engine

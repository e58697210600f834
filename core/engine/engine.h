// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job_context.h"
#include "core/base/result.h"
#include "core/connection/connection_settings.h"
#include "core/db/connection.h"
#include "core/engine/introspector.h"
#include "core/engine/run_services.h"
#include "core/engine/scratch.h"
#include "core/engine/write_gate.h"

#include <QString>

#include <memory>
#include <optional>

namespace strandline::engine {

struct OpenOptions
{
    db::AccessMode access = db::AccessMode::ReadOnly;
    /// Needed for ReadWrite, refused as an Internal error without; docs/decisions/0013-write-gate.md.
    std::shared_ptr<const WriteToken> writeToken;
    /// SQLite with ReadWrite: a file that is not there is made. Nobody else creates databases.
    bool createIfMissing = false;
    QString applicationName; ///< what the server's list of sessions shows; empty: "strandline"
    /// For reaching the server and logging in, all together; connect_timeout of the settings is stronger.
    int connectTimeoutMs = 10000;
    std::optional<int> lockTimeoutMs; ///< how long a statement may wait for a lock
    std::optional<int> statementTimeoutMs;
};

/// One kind of database. Without state that callers could see: open() may be called from several threads.
class Engine
{
public:
    virtual ~Engine() = default;
    virtual sql::Dialect dialect() const = 0;
    virtual QString displayName() const = 0;
    /// Lives as long as the engine.
    virtual const RunServices& runServices() const = 0;
    /// Lives as long as the engine. Null: this engine cannot read schemas.
    virtual const Introspector* introspector() const { return nullptr; }
    /// Lives as long as the engine.
    virtual const ScratchProvider& scratch() const = 0;

    /// Connects, locks the session against writes when asked to, and reads ServerInfo. Creates no database,
    /// and a file only where createIfMissing says so. The context's token cancels connecting and stays the
    /// connection's token.
    virtual base::Result<std::unique_ptr<db::Connection>> open(const connection::ConnectionSettings& settings,
        const OpenOptions& options, const base::JobContext& context) const = 0;
};

/// The limit for connecting: what the settings say, else the options.
int connectTimeoutMs(const connection::ConnectionSettings& settings, const OpenOptions& options);

} // namespace strandline::engine

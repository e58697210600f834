// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/scratch.h"
#include "core/engine/scratch_registry.h"

#include <functional>

namespace strandline::engine {

/// How to write CREATE and DROP DATABASE on one engine.
struct ScratchWords
{
    std::function<QStringList(const QString& name, const ScratchTraits& traits)> create;
    std::function<QString(const QString& name)> drop;
    /// The error says that this login must not create databases.
    std::function<bool(const base::Error& error)> isRefused;
};

/// Makes and drops databases through one connection that stays open, and notes each in the registry.
class DatabaseMaker
{
public:
    DatabaseMaker(std::unique_ptr<db::Connection> connection, connection::ConnectionSettings settings,
        ScratchRegistry* registry, ScratchWords words);

    base::Result<std::unique_ptr<ScratchDatabase>> make(const ScratchTraits& traits);
    /// Of dead processes of this machine on this server. What does not work is tried again the next time.
    void removeLeftOvers();
    db::Connection& connection() { return *m_connection; }
    const connection::ConnectionSettings& settings() const { return m_settings; }

private:
    class Database;
    std::unique_ptr<db::Connection> m_connection;
    connection::ConnectionSettings m_settings;
    ScratchRegistry* m_registry; ///< null: on a private server, which goes as a whole
    ScratchWords m_words;
};

} // namespace strandline::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/connection/connection_settings.h"
#include "core/engine/engines.h"

#include <QTest>

#include <memory>

namespace strandline::test {

/// Rows "sqlite", "postgresql", "mariadb" with the column `dialect`; call it in a `…_data()` slot.
void addEngineRows();

/// Fails or skips (see serversAreRequired) the running test when this engine has no server here. The caller
/// returns when it gives false; use STRANDLINE_NEEDS_ENGINE.
bool engineIsHere(sql::Dialect dialect);

#define STRANDLINE_NEEDS_ENGINE(dialect)                                                                     \
    do {                                                                                                     \
        if (!::strandline::test::engineIsHere(dialect))                                                      \
            return;                                                                                          \
    } while (false)

/// All three, as the programs compose them.
engine::Engines allEngines();

/// The permit that opening for writing needs.
std::shared_ptr<const engine::WriteToken> writeToken();

/// A fresh, empty database with an odd name for one test; dropped with its logins at the end.
class LiveDatabase
{
public:
    explicit LiveDatabase(sql::Dialect dialect);
    ~LiveDatabase();
    LiveDatabase(const LiveDatabase&) = delete;
    LiveDatabase& operator=(const LiveDatabase&) = delete;

    /// Empty when the database was made.
    QString problem() const { return m_problem; }
    sql::Dialect dialect() const { return m_dialect; }

    /// A login that owns this database and nothing else.
    const connection::ConnectionSettings& settings() const { return m_settings; }
    /// A login that may read whatever the owner creates, and nothing more. SQLite has no logins: the same.
    const connection::ConnectionSettings& readerSettings() const { return m_reader; }

    const engine::Engines& engines() const { return m_engines; }
    base::Result<std::unique_ptr<db::Connection>> open(
        db::AccessMode access = db::AccessMode::ReadWrite) const;
    /// Runs statements one by one through a connection of the owner; the first failure is returned.
    base::Result<void> run(const QStringList& statements) const;

private:
    bool runAsAdmin(const QStringList& statements, const QString& database);
    void createPostgresql(const QString& suffix);
    void createMysql(const QString& suffix);
    void createSqlite();

    sql::Dialect m_dialect;
    engine::Engines m_engines;
    QString m_problem;
    QString m_folder; // SQLite
    QStringList m_dropStatements;
    connection::ConnectionSettings m_settings;
    connection::ConnectionSettings m_reader;
};

} // namespace strandline::test

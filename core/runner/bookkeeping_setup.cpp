// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/bookkeeping_setup.h"

#include "core/base/digest.h"
#include "core/db/transaction.h"
#include "core/history/bookkeeping_scripts.h"
#include "core/history/history_writer.h"
#include "core/runner/own_script.h"
#include "core/sql/meaning_digest.h"

namespace strandline::runner {

namespace {

using history::BookkeepingMigration;
using history::BookkeepingTables;
using migration::EventKind;
using sql::Dialect;

base::Error missingSchema(const db::ServerInfo& server, const QString& schema)
{
    base::Error error;
    error.code = base::ErrorCode::Precondition;
    error.hint = QStringLiteral("Make it yourself, or correct history_schema of this environment in "
                                "strandline.toml.");
    if (schema.isEmpty()) {
        error.summary = QStringLiteral("There is no place for the bookkeeping tables");
        error.detail = server.dialect == Dialect::PostgreSql
            ? QStringLiteral("None of the schemas in search_path exists.")
            : QStringLiteral("The connection names no database.");
        error.hint = QStringLiteral("Set history_schema for this environment in strandline.toml.");
    } else if (server.dialect == Dialect::PostgreSql) {
        error.summary = QStringLiteral("There is no schema “%1” for the bookkeeping tables").arg(schema);
        error.detail = QStringLiteral("Strandline makes its tables, but no schemas.");
    } else {
        error.summary = QStringLiteral("There is no database “%1” for the bookkeeping tables").arg(schema);
        error.detail =
            QStringLiteral("Strandline makes its tables, but no databases. The server also answers so when "
                           "%1 has no right in that database.")
                .arg(server.user);
    }
    return error;
}

base::Result<void> checkSchema(db::Connection& connection, const QString& schema)
{
    const db::ServerInfo& server = connection.info();
    if (server.dialect == Dialect::Sqlite)
        return {};
    if (schema.isEmpty())
        return base::fail(missingSchema(server, {}));
    const auto found = connection.query(server.dialect == Dialect::PostgreSql
            ? QStringLiteral("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = ?")
            : QStringLiteral("SELECT 1 FROM information_schema.schemata WHERE schema_name = ?"),
        {schema});
    if (!found)
        return base::forward(found);
    if (found->isEmpty())
        return base::fail(missingSchema(server, schema));
    return {};
}

/// What the owner has to grant, beside the server's own words.
base::Error withGrantHint(base::Error error, const db::ServerInfo& server, const QString& schema)
{
    if (!isMissingRight(error))
        return error;
    const QString what =
        server.dialect == Dialect::PostgreSql ? QStringLiteral("schema") : QStringLiteral("database");
    error.code = base::ErrorCode::Precondition;
    error.summary =
        QStringLiteral("%1 may not make the bookkeeping tables in %2 “%3”").arg(server.user, what, schema);
    error.hint = server.dialect == Dialect::PostgreSql
        ? QStringLiteral("Ask the owner of the database for USAGE and CREATE on the schema, or let the owner "
                         "run the first migration.")
        : QStringLiteral("Ask the owner of the database for CREATE, ALTER, INDEX, TRIGGER and REFERENCES in "
                         "it, or let the owner run the first migration.");
    return error;
}

/// One call of ensureBookkeeping().
class Setup
{
public:
    Setup(db::Connection& connection, BookkeepingTables found, const RunIdentity& identity,
        const base::Clock& clock)
        : m_connection(connection)
        , m_found(std::move(found))
        , m_identity(identity)
        , m_clock(clock)
        , m_writer(connection, m_found.schema)
    { }

    base::Result<bool> isCurrent();
    base::Result<void> makeSure();

private:
    bool commitsByItself() const { return m_connection.info().dialect == Dialect::MySql; }
    base::Result<void> readRows();
    base::Result<void> checkLoneScriptTable();
    base::Result<void> makeAll();
    base::Result<void> make(const BookkeepingMigration& migration);
    base::Result<void> record(
        const BookkeepingMigration& migration, const std::optional<base::Error>& refused, qint64 durationMs);
    base::Result<void> forgetRow(const BookkeepingMigration& migration);
    bool isDone(const BookkeepingMigration& migration) const;

    db::Connection& m_connection;
    const BookkeepingTables m_found;
    const RunIdentity& m_identity;
    const base::Clock& m_clock;
    history::HistoryWriter m_writer;
    QSet<QString> m_rows; ///< versions of our own migrations that the history has
};

base::Result<void> Setup::readRows()
{
    if (!m_found.hasHistory)
        return {};
    const auto rows =
        m_connection.query(QStringLiteral("SELECT version FROM %1 WHERE kind = 'bookkeeping'")
                               .arg(history::historyTable(m_connection.info(), m_found.schema)));
    if (!rows)
        return base::forward(rows);
    for (const QVariantList& row : rows->rows)
        m_rows.insert(row.at(0).toString());
    return {};
}

bool Setup::isDone(const BookkeepingMigration& migration) const
{
    if (!m_rows.contains(migration.version))
        return false;
    // A table that somebody dropped is made again, and with a new log come its triggers.
    return migration.isOptional ? m_found.hasLog : m_found.hasLog && m_found.hasScript;
}

base::Result<bool> Setup::isCurrent()
{
    if (const auto read = readRows(); !read)
        return base::forward(read);
    for (const BookkeepingMigration& migration :
        history::bookkeepingMigrations(m_connection.info().dialect)) {
        if (!isDone(migration))
            return false;
    }
    return true;
}

/// findTables() judges tables only when a history is among them; where DDL commits, ours would be made
/// around a foreign strandline_script.
base::Result<void> Setup::checkLoneScriptTable()
{
    if (m_found.hasHistory || !m_found.hasScript)
        return {};
    const QString table = history::scriptTable(m_connection.info(), m_found.schema);
    const auto probe = m_connection.query(
        QStringLiteral("SELECT sha256, encoding, size, content FROM %1 WHERE 1 = 0").arg(table));
    if (probe)
        return {};
    if (isMissingRight(probe.error()) || probe.error().code == base::ErrorCode::Connection
        || probe.error().code == base::ErrorCode::Cancelled)
        return base::fail(history::withRightsHint(probe.error(), m_connection.info(), table));
    return base::fail(base::ErrorCode::Invalid,
        QStringLiteral("The table strandline_script was not made by Strandline"), probe.error().detail,
        QStringLiteral("If another program owns the table, set history_schema for this environment in "
                       "strandline.toml, so that Strandline keeps its own elsewhere."));
}

base::Result<void> Setup::forgetRow(const BookkeepingMigration& migration)
{
    if (!m_rows.contains(migration.version))
        return {};
    const auto gone =
        m_connection.query(QStringLiteral("DELETE FROM %1 WHERE kind = 'bookkeeping' AND version = ?")
                               .arg(history::historyTable(m_connection.info(), m_found.schema)),
            {migration.version});
    return gone ? base::Result<void>() : base::forward(gone);
}

base::Result<void> Setup::record(
    const BookkeepingMigration& migration, const std::optional<base::Error>& refused, qint64 durationMs)
{
    if (const auto gone = forgetRow(migration); !gone)
        return gone;
    migration::HistoryRow row;
    row.version = migration.version;
    row.name = migration.name;
    row.status = refused ? migration::HistoryStatus::Skipped : migration::HistoryStatus::Applied;
    row.appliedAt = m_clock.nowUtc();
    row.appliedBy = m_identity.who();
    row.durationMs = durationMs;
    row.runId = m_identity.runId;
    row.programVersion = m_identity.programVersion;
    if (!refused) {
        row.meaning = sql::meaningDigest(migration.up, m_connection.info().dialect);
        row.upSha256 = base::sha256Hex(migration.up);
        row.downSha256 = base::sha256Hex(migration.down);
        for (const QByteArray& script : {migration.up, migration.down}) {
            if (const auto kept = m_writer.keepScript(base::sha256Hex(script), script); !kept)
                return kept;
        }
    }
    if (const auto added = m_writer.addBookkeepingRow(row); !added)
        return added;
    migration::LogEvent event;
    event.kind = EventKind::BookkeepingChanged;
    event.at = row.appliedAt;
    event.runId = m_identity.runId;
    event.actor = m_identity.actor;
    event.host = m_identity.host;
    event.programVersion = m_identity.programVersion;
    event.durationMs = durationMs;
    event.sha256 = row.upSha256;
    event.detail = QString::number(migration.format);
    if (refused) {
        event.errorCode = refused->nativeCode;
        event.error = refused->detail.isEmpty() ? refused->summary : refused->detail;
    }
    return m_writer.append(event);
}

base::Result<void> Setup::make(const BookkeepingMigration& migration)
{
    const qint64 begun = m_clock.monotonicMs();
    OwnScript script;
    script.text = migration.up;
    script.schema = m_found.schema;
    // Only what is missing, where parts were there before: the scripts of these engines know no second time.
    script.onlyWhatIsMissing = m_found.hasHistory;
    script.undoWhenRefused = migration.isOptional;
    const auto ran = runOwnScript(m_connection, script);
    if (!ran && !(migration.isOptional && isMissingRight(ran.error())))
        return base::fail(withGrantHint(ran.error(), m_connection.info(), m_found.schema));
    const std::optional<base::Error> refused = ran ? std::nullopt : std::optional<base::Error>(ran.error());
    const qint64 durationMs = m_clock.monotonicMs() - begun;
    if (!commitsByItself())
        return record(migration, refused, durationMs);
    auto transaction = db::Transaction::begin(m_connection);
    if (!transaction)
        return base::forward(transaction);
    if (const auto recorded = record(migration, refused, durationMs); !recorded)
        return recorded;
    return transaction->commit();
}

base::Result<void> Setup::makeAll()
{
    for (const BookkeepingMigration& migration :
        history::bookkeepingMigrations(m_connection.info().dialect)) {
        if (isDone(migration))
            continue;
        if (const auto made = make(migration); !made)
            return made;
    }
    return {};
}

base::Result<void> Setup::makeSure()
{
    if (const auto there = checkSchema(m_connection, m_found.schema); !there)
        return there;
    if (const auto ours = checkLoneScriptTable(); !ours)
        return ours;
    if (commitsByItself())
        return makeAll();
    auto transaction = db::Transaction::begin(m_connection, db::TransactionKind::Immediate);
    if (!transaction)
        return base::forward(transaction);
    if (const auto made = makeAll(); !made)
        return made;
    return transaction->commit();
}

} // namespace

base::Result<BookkeepingTables> ensureBookkeeping(db::Connection& connection, const QString& wantedSchema,
    const RunIdentity& identity, const base::Clock& clock)
{
    if (connection.isInTransaction())
        return base::fail(base::ErrorCode::Internal,
            QStringLiteral("The bookkeeping tables were to be made inside a transaction"));
    auto found = history::findTables(connection, wantedSchema);
    if (!found) {
        // To a login without rights MariaDB and MySQL say of a database that does not exist that it is
        // closed.
        if (!wantedSchema.isEmpty() && isMissingRight(found.error())) {
            if (const auto there = checkSchema(connection, wantedSchema); !there)
                return base::forward(there);
        }
        return found;
    }
    Setup setup(connection, *found, identity, clock);
    const auto current = setup.isCurrent();
    if (!current)
        return base::forward(current);
    if (*current)
        return found;
    if (const auto made = setup.makeSure(); !made)
        return base::forward(made);
    return history::findTables(connection, wantedSchema);
}

} // namespace strandline::runner

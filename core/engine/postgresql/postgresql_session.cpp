// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/postgresql_session.h"

#include "core/db/statement_text.h"
#include "core/engine/postgresql/postgresql_errors.h"

#include <QSqlError>

#include <array>
#include <libpq-fe.h>

namespace strandline::engine::postgresql {

using base::ErrorCode;

namespace {

QString field(const PGresult* result, int which)
{
    return QString::fromUtf8(PQresultErrorField(result, which));
}

/// What the server calls a statement that it has run.
const char* tagOf(const PGresult* result)
{
    return PQcmdStatus(const_cast<PGresult*>(result));
}

} // namespace

void PostgresqlSession::ClearResult::operator()(pg_result* result) const
{
    PQclear(result);
}

PostgresqlSession::PostgresqlSession(pg_conn* handle, db::AccessMode access)
    : m_handle(handle)
    , m_readOnly(access == db::AccessMode::ReadOnly)
    , m_stopAsked(std::make_shared<std::atomic<bool>>(false))
{
    // libpq would write notices to the standard error stream.
    PQsetNoticeReceiver(
        m_handle, [](void*, const PGresult*) {}, nullptr);
    const std::shared_ptr<PGcancel> cancel(PQgetCancel(m_handle), PQfreeCancel);
    // PQcancel's own connection is bounded by the tcp_user_timeout that the engine sets.
    m_interrupter = std::make_unique<db::Interrupter>([cancel, asked = m_stopAsked] {
        asked->store(true);
        std::array<char, 256> reason {};
        PQcancel(cancel.get(), reason.data(), int(reason.size()));
    });
}

PostgresqlSession::~PostgresqlSession()
{
    PQsetNoticeReceiver(
        m_handle, [](void*, const PGresult*) {}, nullptr);
}

base::Error PostgresqlSession::failure(const pg_result* result, QByteArrayView sql) const
{
    ServerError server {field(result, PG_DIAG_SQLSTATE), field(result, PG_DIAG_MESSAGE_PRIMARY),
        field(result, PG_DIAG_MESSAGE_DETAIL), field(result, PG_DIAG_MESSAGE_HINT),
        field(result, PG_DIAG_STATEMENT_POSITION).toInt(), field(result, PG_DIAG_CONTEXT),
        field(result, PG_DIAG_SCHEMA_NAME), field(result, PG_DIAG_TABLE_NAME),
        field(result, PG_DIAG_COLUMN_NAME), field(result, PG_DIAG_CONSTRAINT_NAME),
        field(result, PG_DIAG_DATATYPE_NAME), field(result, PG_DIAG_SOURCE_FUNCTION),
        PQstatus(m_handle) == CONNECTION_BAD};
    if (server.message.isEmpty())
        server.message = QString::fromUtf8(PQerrorMessage(m_handle)).trimmed();
    if (server.connectionLost && !server.sqlState.startsWith(QLatin1String("57P"))
        && !server.sqlState.startsWith(QLatin1String("25P0")))
        server.sqlState = QStringLiteral("08006");
    const bool inBytes = qstrcmp(PQparameterStatus(m_handle, "server_encoding"), "SQL_ASCII") == 0;
    base::Error error = statementError(server, sql, inBytes);
    if (error.code == ErrorCode::Invalid && server.position == 0)
        error.detail = QStringLiteral("Nothing was executed.");
    return error;
}

/// Keeps what we know about limits true: see setLimits().
void PostgresqlSession::noteTag(const char* tag)
{
    const QByteArrayView word(tag);
    if (word == "COMMIT") {
        m_limitsAreOfTransaction = false;
    } else if (word == "ROLLBACK" || word == "PREPARE TRANSACTION") {
        // Also for ROLLBACK TO SAVEPOINT, which may or may not lie before the SET.
        if (m_limitsAreOfTransaction)
            m_limits = {};
        m_limitsAreOfTransaction = m_limitsAreOfTransaction && isInTransaction();
    } else if (word == "SET" || word == "RESET" || word.startsWith("DISCARD")) {
        m_limits = {};
    }
}

base::Result<qint64> PostgresqlSession::outcomeOf(const pg_result* result, QByteArrayView sql)
{
    const auto counted = [result]() -> qint64 {
        bool isNumber = false;
        const qint64 count = QByteArray(PQcmdTuples(const_cast<PGresult*>(result))).toLongLong(&isNumber);
        return isNumber ? count : -1;
    };
    switch (PQresultStatus(result)) {
    case PGRES_EMPTY_QUERY:
        return 0;
    case PGRES_COMMAND_OK:
        noteTag(tagOf(result));
        return counted();
    case PGRES_TUPLES_OK: {
        // INSERT … RETURNING changes rows as well as answering some.
        const QByteArrayView tag(tagOf(result));
        return tag.isEmpty() || tag.startsWith("SELECT") ? qint64(-1) : counted();
    }
    default:
        return base::fail(failure(result, sql));
    }
}

base::Result<qint64> PostgresqlSession::execute(const QString& sql)
{
    if (const auto text = db::checkStatementText(sql); !text)
        return base::forward(text);
    const QByteArray utf8 = sql.toUtf8();
    return guarded({utf8, {}});
}

base::Result<qint64> PostgresqlSession::guarded(const db::ScriptStatement& statement)
{
    if (!m_readOnly || isInTransaction())
        return sendOne(statement);
    // default_transaction_read_only can be switched off by any statement; a transaction that has begun
    // read-only and taken its snapshot cannot.
    if (const auto begun = begin(db::TransactionKind::Default); !begun)
        return base::forward(begun);
    auto outcome = sendOne(statement);
    if (isInTransaction()) {
        const auto ended = outcome ? run("COMMIT") : run("ROLLBACK");
        if (outcome && !ended)
            return base::forward(ended);
    }
    return outcome;
}

base::Result<void> PostgresqlSession::run(const char* sql)
{
    const ResultPtr result(PQexec(m_handle, sql));
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        return base::fail(failure(result.get(), sql));
    noteTag(tagOf(result.get()));
    return {};
}

base::Result<void> PostgresqlSession::setLimits(const db::StatementLimits& limits)
{
    if (m_limitsAreOfTransaction && !isInTransaction()) {
        // It ended where nobody looked.
        m_limits = {};
        m_limitsAreOfTransaction = false;
    }
    db::StatementLimits wanted = m_limits;
    QByteArray sql;
    const auto set = [&sql](const char* name, const std::optional<int>& value, std::optional<int>& known) {
        if (!value || value == known)
            return;
        sql += QByteArray("SET ") + name + " = " + QByteArray::number(*value) + ';';
        known = value;
    };
    set("lock_timeout", limits.lockTimeoutMs, wanted.lockTimeoutMs);
    set("statement_timeout", limits.statementTimeoutMs, wanted.statementTimeoutMs);
    if (sql.isEmpty())
        return {};
    if (auto done = run(sql.constData()); !done)
        return done;
    m_limits = wanted;
    m_limitsAreOfTransaction = isInTransaction();
    return {};
}

base::Result<void> PostgresqlSession::begin(db::TransactionKind kind)
{
    // By default each statement sees what was committed before it.
    if (kind == db::TransactionKind::Snapshot)
        return run(m_readOnly ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1"
                              : "BEGIN ISOLATION LEVEL REPEATABLE READ");
    return run(m_readOnly ? "BEGIN READ ONLY; SELECT 1" : "BEGIN");
}

base::Result<void> PostgresqlSession::commit()
{
    return executeOwn({QByteArrayLiteral("COMMIT")});
}

base::Result<void> PostgresqlSession::rollback()
{
    return isInTransaction() ? run("ROLLBACK") : base::Result<void> {};
}

bool PostgresqlSession::isInTransaction() const
{
    const auto status = PQtransactionStatus(m_handle);
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

base::Result<void> PostgresqlSession::checkParameters(const QVariantList& values) const
{
    for (const QVariant& value : values) {
        if (value.typeId() == QMetaType::QString && value.toString().contains(QChar(0))) {
            return base::fail(ErrorCode::Invalid,
                QStringLiteral("A text with a NUL character cannot be sent"),
                QStringLiteral("PostgreSQL cannot store NUL in a text."));
        }
    }
    return {};
}

base::Error PostgresqlSession::mapError(const QSqlError& error, const QString& sql) const
{
    // The driver joins message and "(SQLSTATE) QPSQL: …"; the first line is the server's.
    ServerError server {error.nativeErrorCode(),
        (error.databaseText().isEmpty() ? error.driverText() : error.databaseText()).trimmed(), {}, {}, 0, {},
        {}, {}, {}, {}, {}, {}, PQstatus(m_handle) == CONNECTION_BAD};
    if (server.connectionLost && !server.sqlState.startsWith(QLatin1String("57P")))
        server.sqlState = QStringLiteral("08006");
    return statementError(server, sql);
}

bool PostgresqlSession::isInterruption(const base::Error& error) const
{
    return error.nativeCode == QLatin1String("57014");
}

void PostgresqlSession::absorbLateInterrupt()
{
    static_cast<void>(run("SELECT 1")); // whether it is hit or not is the same to us
}

} // namespace strandline::engine::postgresql

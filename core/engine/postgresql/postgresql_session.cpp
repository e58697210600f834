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

/// libpq would write notices to the standard error stream.
void dropNotice(void*, const PGresult*)
{ }

QString field(const PGresult* result, int which)
{
    return QString::fromUtf8(PQresultErrorField(result, which));
}

bool isStatement(const PGresult* result, const char* tag)
{
    return qstrcmp(PQcmdStatus(const_cast<PGresult*>(result)), tag) == 0;
}

} // namespace

void PostgresqlSession::ClearResult::operator()(pg_result* result) const
{
    PQclear(result);
}

PostgresqlSession::PostgresqlSession(pg_conn* handle, db::AccessMode access)
    : m_handle(handle)
    , m_readOnly(access == db::AccessMode::ReadOnly)
{
    PQsetNoticeReceiver(m_handle, dropNotice, nullptr);
    const std::shared_ptr<PGcancel> cancel(PQgetCancel(m_handle), PQfreeCancel);
    // PQcancel's own connection is bounded by the tcp_user_timeout that the engine sets.
    m_interrupter = std::make_unique<db::Interrupter>([cancel] {
        std::array<char, 256> reason {};
        PQcancel(cancel.get(), reason.data(), int(reason.size()));
    });
}

PostgresqlSession::~PostgresqlSession() = default;

/// The extended protocol, because the server itself then refuses a second statement.
PostgresqlSession::ResultPtr PostgresqlSession::send(const QString& sql) const
{
    return ResultPtr(
        PQexecParams(m_handle, sql.toUtf8().constData(), 0, nullptr, nullptr, nullptr, nullptr, 0));
}

base::Error PostgresqlSession::failure(const pg_result* result, const QString& sql) const
{
    ServerError server {field(result, PG_DIAG_SQLSTATE), field(result, PG_DIAG_MESSAGE_PRIMARY),
        field(result, PG_DIAG_MESSAGE_DETAIL), field(result, PG_DIAG_MESSAGE_HINT),
        field(result, PG_DIAG_STATEMENT_POSITION).toInt()};
    if (server.message.isEmpty())
        server.message = QString::fromUtf8(PQerrorMessage(m_handle)).trimmed();
    if (PQstatus(m_handle) == CONNECTION_BAD && !server.sqlState.startsWith(QLatin1String("57P")))
        server.sqlState = QStringLiteral("08006");
    base::Error error = statementError(server, sql);
    if (server.sqlState == QLatin1String("42601") && server.position == 0
        && server.message.contains(QLatin1String("multiple commands"))) {
        error.code = ErrorCode::Invalid;
        error.summary = QStringLiteral("Several statements cannot be run as one");
        error.detail = QStringLiteral("Nothing was executed.");
        error.hint = QStringLiteral("Separate them; each is run by itself.");
    }
    return error;
}

base::Result<qint64> PostgresqlSession::refuseCopyData(const QString& sql) const
{
    PQputCopyEnd(m_handle, "no data");
    while (const ResultPtr rest {PQgetResult(m_handle)}) { }
    return base::fail(ErrorCode::Unsupported,
        QStringLiteral("“%1” waits for data that is not here").arg(db::statementExcerpt(sql)),
        QStringLiteral("COPY … FROM STDIN takes its rows from the program that runs it."),
        QStringLiteral("Write the rows as INSERT statements."));
}

base::Result<qint64> PostgresqlSession::sendOne(const QString& sql) const
{
    const ResultPtr result = send(sql);
    switch (PQresultStatus(result.get())) {
    case PGRES_EMPTY_QUERY:
        return 0;
    case PGRES_COMMAND_OK: {
        bool isNumber = false;
        const qint64 count = QByteArray(PQcmdTuples(result.get())).toLongLong(&isNumber);
        return isNumber ? count : -1;
    }
    case PGRES_TUPLES_OK: {
        // INSERT … RETURNING changes rows as well as answering some.
        if (isStatement(result.get(), "") || QByteArray(PQcmdStatus(result.get())).startsWith("SELECT"))
            return -1;
        bool isNumber = false;
        const qint64 count = QByteArray(PQcmdTuples(result.get())).toLongLong(&isNumber);
        return isNumber ? count : -1;
    }
    case PGRES_COPY_IN:
        return refuseCopyData(sql);
    case PGRES_COPY_OUT: {
        char* row = nullptr;
        while (PQgetCopyData(m_handle, &row, 0) > 0)
            PQfreemem(row);
        while (const ResultPtr rest {PQgetResult(m_handle)}) { }
        return -1;
    }
    default:
        return base::fail(failure(result.get(), sql));
    }
}

base::Result<qint64> PostgresqlSession::execute(const QString& sql)
{
    if (const auto text = db::checkStatementText(sql); !text)
        return base::forward(text);
    if (!m_readOnly || isInTransaction())
        return sendOne(sql);
    // default_transaction_read_only can be switched off by any statement; a transaction that has begun
    // read-only and taken its snapshot cannot.
    if (const auto begun = begin(db::TransactionKind::Default); !begun)
        return base::forward(begun);
    auto outcome = sendOne(sql);
    if (isInTransaction()) {
        const auto ended = outcome ? run("COMMIT") : run("ROLLBACK");
        if (outcome && !ended)
            return base::forward(ended);
    }
    return outcome;
}

base::Result<void> PostgresqlSession::run(const char* sql) const
{
    const ResultPtr result(PQexec(m_handle, sql));
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        return base::fail(failure(result.get(), QString::fromLatin1(sql)));
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
    const ResultPtr result(PQexec(m_handle, "COMMIT"));
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK)
        return base::fail(failure(result.get(), QStringLiteral("COMMIT")));
    if (isStatement(result.get(), "ROLLBACK")) {
        // The server answers COMMIT of a failed transaction with success and this word.
        return base::fail(ErrorCode::Sql,
            QStringLiteral("The transaction was rolled back instead of committed"),
            QStringLiteral("A statement in it had failed."));
    }
    return {};
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
        (error.databaseText().isEmpty() ? error.driverText() : error.databaseText()).trimmed(), {}, {}, 0};
    if (PQstatus(m_handle) == CONNECTION_BAD && !server.sqlState.startsWith(QLatin1String("57P")))
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

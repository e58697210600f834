// SPDX-License-Identifier: GPL-3.0-or-later
// Asking the server whether it can read a statement, without running it.
#include "core/db/statement_text.h"
#include "core/engine/postgresql/postgresql_session.h"

#include <algorithm>
#include <array>
#include <libpq-fe.h>

namespace strandline::engine::postgresql {

using base::ErrorCode;

namespace {

/// The server also looks at the catalogue while it parses, and an unknown table or a column that an earlier
/// statement would have added is no fault of the text. What its grammar says comes from these files.
bool isFromGrammar(const PGresult* result)
{
    const QByteArray file(PQresultErrorField(result, PG_DIAG_SOURCE_FILE));
    const QByteArray name = file.mid(file.lastIndexOf('/') + 1);
    if (name.isEmpty()) // a server or pooler in between that does not tell
        return qstrcmp(PQresultErrorField(result, PG_DIAG_SQLSTATE), "42601") == 0;
    static constexpr std::array files {"gram.y", "gram.c", "scan.l", "scan.c", "parser.c", "scansup.c",
        "mbutils.c", "wchar.c", "postgres.c"};
    return std::find(files.begin(), files.end(), name) != files.end();
}

/// A failed server or a stop says nothing about the text.
bool isAboutText(const PGresult* result)
{
    const QByteArray state(PQresultErrorField(result, PG_DIAG_SQLSTATE));
    return state.startsWith("42") || state.startsWith("22") || state.startsWith("0A");
}

} // namespace

void PostgresqlSession::sendParse(QByteArrayView statement, bool limitsWait)
{
    m_text.resize(0);
    m_text.append(statement);
    if (limitsWait) {
        PQsendQueryParams(m_handle, "SELECT pg_catalog.set_config('lock_timeout', '10', true)", 0, nullptr,
            nullptr, nullptr, nullptr, 0);
    }
    PQsendPrepare(m_handle, "", m_text.constData(), 0, nullptr);
    PQpipelineSync(m_handle);
}

/// The first failure among them.
PostgresqlSession::ResultPtr PostgresqlSession::answersUntilSync(int syncs)
{
    ResultPtr firstFailure;
    while (syncs > 0) {
        ResultPtr result(PQgetResult(m_handle));
        if (!result) {
            if (PQstatus(m_handle) == CONNECTION_BAD)
                break;
            continue; // the end of one answer
        }
        const auto kind = PQresultStatus(result.get());
        if (kind == PGRES_PIPELINE_SYNC)
            --syncs;
        else if (kind == PGRES_FATAL_ERROR && !firstFailure)
            firstFailure = std::move(result);
    }
    return firstFailure;
}

/// One message there and one back: everything is sent before the first answer is read. Parsing takes locks on
/// the tables it finds, so it waits for nobody and forgets them at once.
PostgresqlSession::ResultPtr PostgresqlSession::parseOnly(QByteArrayView statement)
{
    const auto status = PQtransactionStatus(m_handle);
    const auto send = [this](const char* sql) {
        PQsendQueryParams(m_handle, sql, 0, nullptr, nullptr, nullptr, nullptr, 0);
    };
    PQenterPipelineMode(m_handle);
    if (status == PQTRANS_INTRANS) {
        send("SAVEPOINT strandline_parse");
        PQpipelineSync(m_handle);
    }
    // In a failed transaction nothing but the grammar is asked.
    sendParse(statement, status != PQTRANS_INERROR);
    if (status == PQTRANS_INTRANS) {
        send("ROLLBACK TO SAVEPOINT strandline_parse");
        send("RELEASE SAVEPOINT strandline_parse");
        PQpipelineSync(m_handle);
    }
    ResultPtr failed = answersUntilSync(status == PQTRANS_INTRANS ? 3 : 1);
    PQexitPipelineMode(m_handle);
    return failed;
}

base::Result<bool> PostgresqlSession::verdictOf(const PGresult* failed, QByteArrayView statement) const
{
    if (!failed && PQstatus(m_handle) != CONNECTION_BAD)
        return true;
    if (PQstatus(m_handle) == CONNECTION_BAD
        || qstrcmp(PQresultErrorField(failed, PG_DIAG_SQLSTATE), "57014") == 0)
        return base::fail(failure(failed, statement));
    if (!isAboutText(failed) || !isFromGrammar(failed))
        return true;
    base::Error error = failure(failed, statement);
    error.code = ErrorCode::Invalid;
    return base::fail(error);
}

base::Result<bool> PostgresqlSession::checkSyntax(QByteArrayView statement)
{
    if (const auto nul = statement.indexOf('\0'); nul >= 0) {
        const auto refused = db::checkStatementText(QString::fromUtf8(statement.first(nul + 1)));
        return base::forward(refused);
    }
    const ResultPtr failed = parseOnly(statement);
    return verdictOf(failed.get(), statement);
}

/// All of them in one message, each in a transaction of its own. The server's answers are short enough for
/// the buffers in between; the caller sees to it that the statements are, too. How long one may wait for a
/// lock is set once for all of them: for each it would be half of the server's work.
QList<base::Result<bool>> PostgresqlSession::checkSyntaxOfEach(const QList<QByteArray>& statements)
{
    const auto hasNul = [](const QByteArray& text) { return text.contains('\0'); };
    if (PQtransactionStatus(m_handle) != PQTRANS_IDLE
        || std::any_of(statements.begin(), statements.end(), hasNul))
        return Session::checkSyntaxOfEach(statements);
    const auto send = [this](const char* sql) {
        PQsendQueryParams(m_handle, sql, 0, nullptr, nullptr, nullptr, nullptr, 0);
        PQpipelineSync(m_handle);
    };
    PQenterPipelineMode(m_handle);
    send(
        "SELECT pg_catalog.set_config('strandline.lock_timeout', pg_catalog.current_setting('lock_timeout'), "
        "false), pg_catalog.set_config('lock_timeout', '10', false)");
    for (const QByteArray& statement : statements)
        sendParse(statement, false);
    send(
        "SELECT pg_catalog.set_config('lock_timeout', pg_catalog.current_setting('strandline.lock_timeout'), "
        "false)");
    ResultPtr unset = answersUntilSync(1);
    QList<base::Result<bool>> answers;
    for (const QByteArray& statement : statements) {
        const ResultPtr failed = answersUntilSync(1);
        if (!answers.isEmpty() && !answers.last() && answers.last().error().code != ErrorCode::Invalid)
            continue; // read for the session's sake only
        answers.append(verdictOf(failed.get(), statement));
    }
    ResultPtr notRestored = answersUntilSync(1);
    PQexitPipelineMode(m_handle);
    for (const PGresult* lost : {unset.get(), notRestored.get()}) {
        if (lost)
            return {base::fail(failure(lost, "SELECT set_config('lock_timeout', …)"))};
    }
    return answers;
}

} // namespace strandline::engine::postgresql

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

/// One message there and one back: everything is sent before the first answer is read. Parsing takes locks on
/// the tables it finds, so it waits for nobody and forgets them at once.
PostgresqlSession::ResultPtr PostgresqlSession::parseOnly(QByteArrayView statement)
{
    const auto status = PQtransactionStatus(m_handle);
    m_text.resize(0);
    m_text.append(statement);
    const auto send = [this](const char* sql) {
        PQsendQueryParams(m_handle, sql, 0, nullptr, nullptr, nullptr, nullptr, 0);
    };
    PQenterPipelineMode(m_handle);
    if (status == PQTRANS_INTRANS) {
        send("SAVEPOINT strandline_parse");
        PQpipelineSync(m_handle);
    }
    if (status != PQTRANS_INERROR) // there, nothing but the grammar is asked
        send("SELECT pg_catalog.set_config('lock_timeout', '10', true)");
    PQsendPrepare(m_handle, "", m_text.constData(), 0, nullptr);
    PQpipelineSync(m_handle);
    if (status == PQTRANS_INTRANS) {
        send("ROLLBACK TO SAVEPOINT strandline_parse");
        send("RELEASE SAVEPOINT strandline_parse");
        PQpipelineSync(m_handle);
    }

    ResultPtr firstFailure;
    for (int syncs = status == PQTRANS_INTRANS ? 3 : 1; syncs > 0;) {
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
    PQexitPipelineMode(m_handle);
    return firstFailure;
}

base::Result<bool> PostgresqlSession::checkSyntax(QByteArrayView statement)
{
    if (const auto nul = statement.indexOf('\0'); nul >= 0) {
        const auto refused = db::checkStatementText(QString::fromUtf8(statement.first(nul + 1)));
        return base::forward(refused);
    }
    const ResultPtr failed = parseOnly(statement);
    if (!failed)
        return true;
    if (PQstatus(m_handle) == CONNECTION_BAD
        || qstrcmp(PQresultErrorField(failed.get(), PG_DIAG_SQLSTATE), "57014") == 0)
        return base::fail(failure(failed.get(), statement));
    if (!isAboutText(failed.get()) || !isFromGrammar(failed.get()))
        return true;
    base::Error error = failure(failed.get(), statement);
    error.code = ErrorCode::Invalid;
    return base::fail(error);
}

} // namespace strandline::engine::postgresql

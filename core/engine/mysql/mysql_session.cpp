// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/mysql/mysql_session.h"

#include "core/db/statement_text.h"
#include "core/engine/mysql/read_only_gate.h"

#include <QSqlError>

#include <mysql.h>
#include <mysqld_error.h>

namespace strandline::engine::mysql {

MysqlSession::MysqlSession(st_mysql* handle, db::AccessMode access, std::function<void()> sendKill)
    : m_handle(handle)
    , m_readOnly(access == db::AccessMode::ReadOnly)
    , m_interrupter(std::move(sendKill))
{ }

ServerError MysqlSession::lastError() const
{
    return {int(mysql_errno(m_handle)), QString::fromLatin1(mysql_sqlstate(m_handle)),
        QString::fromUtf8(mysql_error(m_handle))};
}

base::Result<qint64> MysqlSession::sendOne(const QByteArray& utf8, const QString& sql)
{
    if (mysql_real_query(m_handle, utf8.constData(), ulong(utf8.size())) != 0) {
        const ServerError error = lastError();
        if (error.number == ER_EMPTY_QUERY)
            return 0; // only comments
        return base::fail(statementError(error, sql));
    }
    // A CALL answers several results, and an error of the n-th shows only when it is fetched.
    qint64 changed = -1;
    for (int next = 0; next == 0; next = mysql_next_result(m_handle)) {
        if (MYSQL_RES* rows = mysql_use_result(m_handle)) {
            while (mysql_fetch_row(rows)) { }
            mysql_free_result(rows);
            if (mysql_errno(m_handle) != 0)
                return base::fail(statementError(lastError(), sql));
        } else if (mysql_field_count(m_handle) == 0) {
            changed = qMax<qint64>(changed, 0) + qint64(mysql_affected_rows(m_handle));
        }
    }
    if (mysql_errno(m_handle) != 0)
        return base::fail(statementError(lastError(), sql));
    return changed;
}

base::Result<qint64> MysqlSession::execute(const QString& sql)
{
    if (const auto text = db::checkStatementText(sql); !text)
        return base::forward(text);
    if (m_readOnly) {
        if (const auto allowed = checkReadOnlyStatement(sql); !allowed)
            return base::forward(allowed);
    }
    const QByteArray utf8 = sql.toUtf8();
    if (!m_readOnly || isInTransaction())
        return sendOne(utf8, sql);
    if (const auto begun = begin(db::TransactionKind::Default); !begun)
        return base::forward(begun);
    auto outcome = sendOne(utf8, sql);
    if (const auto ended = run("COMMIT"); outcome && !ended)
        return base::forward(ended);
    return outcome;
}

base::Result<void> MysqlSession::run(const char* sql)
{
    if (mysql_real_query(m_handle, sql, ulong(qstrlen(sql))) != 0)
        return base::fail(statementError(lastError(), QString::fromLatin1(sql)));
    if (MYSQL_RES* rows = mysql_store_result(m_handle))
        mysql_free_result(rows);
    return {};
}

base::Result<void> MysqlSession::begin(db::TransactionKind kind)
{
    if (kind == db::TransactionKind::Snapshot) {
        // For the next transaction only. Servers may be configured for READ COMMITTED.
        if (auto level = run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"); !level)
            return level;
        return run(m_readOnly ? "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"
                              : "START TRANSACTION WITH CONSISTENT SNAPSHOT");
    }
    return run(m_readOnly ? "START TRANSACTION READ ONLY" : "START TRANSACTION");
}

base::Result<void> MysqlSession::commit()
{
    return run("COMMIT");
}

base::Result<void> MysqlSession::rollback()
{
    return run("ROLLBACK");
}

bool MysqlSession::isInTransaction() const
{
    return (m_handle->server_status & SERVER_STATUS_IN_TRANS) != 0;
}

base::Result<void> MysqlSession::checkParameters(const QVariantList&) const
{
    return {}; // sent with their length
}

base::Error MysqlSession::mapError(const QSqlError& error, const QString& sql) const
{
    return statementError({error.nativeErrorCode().toInt(), {},
                              error.databaseText().isEmpty() ? error.driverText() : error.databaseText()},
        sql);
}

bool MysqlSession::isInterruption(const base::Error& error) const
{
    return error.nativeCode.startsWith(QString::number(ER_QUERY_INTERRUPTED));
}

void MysqlSession::absorbLateInterrupt()
{
    static_cast<void>(run("DO 0")); // whether it is hit or not is the same to us
}

} // namespace strandline::engine::mysql

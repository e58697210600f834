// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/sqlite/sqlite_session.h"

#include "core/db/statement_text.h"
#include "core/engine/sqlite/read_only_lock.h"
#include "core/engine/sqlite/sqlite_errors.h"

#include <QSqlError>

#include <memory>
#include <sqlite3.h>

namespace strandline::engine::sqlite {

namespace {

struct Finalizer
{
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalizer>;

base::Error severalStatements(const QString& sql, qint64 secondAt)
{
    base::Error error {base::ErrorCode::Invalid, QStringLiteral("Several statements cannot be run as one"),
        QStringLiteral("Nothing was executed."), QStringLiteral("Separate them; each is run by itself."), {},
        {}};
    return error.at(db::positionOfByte(sql, secondAt));
}

} // namespace

SqliteSession::SqliteSession(sqlite3* handle, db::AccessMode access, int lockTimeoutMs)
    : m_handle(handle)
    , m_lockTimeoutMs(lockTimeoutMs)
    , m_interrupter([this] {
        m_stopWaiting = true;
        sqlite3_interrupt(m_handle);
    })
{
    sqlite3_busy_handler(m_handle, &SqliteSession::waitForLock, this);
    if (access == db::AccessMode::ReadOnly)
        installReadOnlyLock(m_handle);
}

SqliteSession::~SqliteSession()
{
    sqlite3_busy_handler(m_handle, nullptr, nullptr);
}

/// Instead of sqlite3_busy_timeout(), whose wait sqlite3_interrupt() does not end.
int SqliteSession::waitForLock(void* session, int attempt)
{
    auto* self = static_cast<SqliteSession*>(session);
    constexpr int pauseMs = 10;
    if (self->m_stopWaiting || attempt * pauseMs >= self->m_lockTimeoutMs)
        return 0;
    sqlite3_sleep(pauseMs);
    return 1;
}

base::Error SqliteSession::lastError(const QByteArray& utf8, const QString& sql) const
{
    base::Error error =
        statementError(sqlite3_extended_errcode(m_handle), QString::fromUtf8(sqlite3_errmsg(m_handle)), sql);
    const int offset = sqlite3_error_offset(m_handle);
    if (offset >= 0 && offset <= utf8.size())
        error.position = db::positionOfByte(sql, offset);
    return error;
}

base::Result<qint64> SqliteSession::execute(const QString& sql)
{
    if (const auto text = db::checkStatementText(sql); !text)
        return base::forward(text);
    m_stopWaiting = false;
    const QByteArray utf8 = sql.toUtf8();
    sqlite3_stmt* prepared = nullptr;
    const char* tail = nullptr;
    if (sqlite3_prepare_v2(m_handle, utf8.constData(), int(utf8.size()) + 1, &prepared, &tail) != SQLITE_OK)
        return base::fail(lastError(utf8, sql));
    const Statement statement(prepared);
    if (!prepared)
        return 0; // only comments

    // What follows may hold comments and semicolons only. A second statement that cannot even be prepared
    // (it may need the first) is a second statement as well.
    while (*tail != '\0') {
        const qint64 offset = tail - utf8.constData();
        sqlite3_stmt* next = nullptr;
        const int code = sqlite3_prepare_v2(m_handle, tail, -1, &next, &tail);
        sqlite3_finalize(next);
        if (code != SQLITE_OK || next)
            return base::fail(severalStatements(sql, offset));
    }

    const sqlite3_int64 before = sqlite3_total_changes64(m_handle);
    const bool answersRows = sqlite3_column_count(prepared) > 0;
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW)
        code = sqlite3_step(prepared);
    if (code != SQLITE_DONE)
        return base::fail(lastError({}, sql));
    if (sqlite3_total_changes64(m_handle) == before)
        return answersRows ? -1 : 0;
    return sqlite3_changes64(m_handle);
}

base::Result<void> SqliteSession::run(const char* sql)
{
    m_stopWaiting = false;
    if (sqlite3_exec(m_handle, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        return base::fail(lastError({}, QString::fromLatin1(sql)));
    return {};
}

base::Result<void> SqliteSession::begin(db::TransactionKind kind)
{
    return run(kind == db::TransactionKind::Immediate ? "BEGIN IMMEDIATE" : "BEGIN");
}

base::Result<void> SqliteSession::commit()
{
    return run("COMMIT");
}

base::Result<void> SqliteSession::rollback()
{
    // Some errors (disk full, I/O) have rolled back already.
    return isInTransaction() ? run("ROLLBACK") : base::Result<void> {};
}

bool SqliteSession::isInTransaction() const
{
    return sqlite3_get_autocommit(m_handle) == 0;
}

base::Result<void> SqliteSession::checkParameters(const QVariantList&) const
{
    return {}; // bound with their length: everything arrives as it is
}

base::Error SqliteSession::mapError(const QSqlError& error, const QString& sql) const
{
    bool isNumber = false;
    const int code = error.nativeErrorCode().toInt(&isNumber);
    return statementError(isNumber ? code : SQLITE_ERROR,
        error.databaseText().isEmpty() ? error.driverText() : error.databaseText(), sql);
}

bool SqliteSession::isInterruption(const base::Error& error) const
{
    // Busy: the wait for a lock was given up because of the request.
    return error.nativeCode == QLatin1String("SQLITE_INTERRUPT")
        || error.nativeCode.startsWith(QLatin1String("SQLITE_BUSY"));
}

void SqliteSession::absorbLateInterrupt()
{
    m_stopWaiting = false; // sqlite3_interrupt() itself ends with the statement
}

} // namespace strandline::engine::sqlite

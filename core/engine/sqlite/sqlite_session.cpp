// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/sqlite/sqlite_session.h"

#include "core/db/statement_text.h"
#include "core/engine/sqlite/read_only_lock.h"
#include "core/engine/sqlite/sqlite_errors.h"
#include "core/engine/sqlite/syntax_checker.h"

#include <QSqlError>

#include <limits>
#include <memory>
#include <sqlite3.h>

namespace strandline::engine::sqlite {

namespace {

struct Finalizer
{
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalizer>;

base::Error severalStatements(QByteArrayView utf8, qint64 secondAt)
{
    base::Error error {base::ErrorCode::Invalid, QStringLiteral("Several statements cannot be run as one"),
        QStringLiteral("Nothing was executed."), QStringLiteral("Separate them; each is run by itself."), {},
        {}};
    return error.at(db::positionInUtf8(utf8, secondAt));
}

/// Instructions of SQLite's machine between two looks at the clock: a fraction of a millisecond.
constexpr int stepsBetweenLooks = 20000;

} // namespace

SqliteSession::SqliteSession(sqlite3* handle, db::AccessMode access, const db::StatementLimits& limits)
    : m_handle(handle)
    , m_readOnly(access == db::AccessMode::ReadOnly)
    , m_interrupter([this] {
        m_stopWaiting = true;
        sqlite3_interrupt(m_handle);
    })
{
    sqlite3_busy_handler(m_handle, &SqliteSession::waitForLock, this);
    static_cast<void>(setLimits(limits));
    if (access == db::AccessMode::ReadOnly)
        installReadOnlyLock(m_handle);
}

SqliteSession::~SqliteSession()
{
    sqlite3_busy_handler(m_handle, nullptr, nullptr);
    sqlite3_progress_handler(m_handle, 0, nullptr, nullptr);
    m_keptJournal.reset();
}

/// Instead of sqlite3_busy_timeout(), whose wait sqlite3_interrupt() does not end.
int SqliteSession::waitForLock(void* session, int attempt)
{
    auto* self = static_cast<SqliteSession*>(session);
    const int limit = self->m_limits.lockTimeoutMs.value_or(0);
    if (attempt == 0)
        self->m_lockDeadline = limit > 0 ? QDeadlineTimer(limit) : QDeadlineTimer(QDeadlineTimer::Forever);
    if (self->m_stopWaiting || self->m_lockDeadline.hasExpired())
        return 0;
    sqlite3_sleep(attempt < 10 ? 1 : 10);
    return 1;
}

int SqliteSession::lookAtClock(void* session)
{
    auto* self = static_cast<SqliteSession*>(session);
    if (self->m_statementDeadline.hasExpired())
        self->m_timedOut = true;
    return self->m_timedOut ? 1 : 0;
}

void SqliteSession::armLimits()
{
    m_stopWaiting = false;
    m_timedOut = false;
    const int limit = m_limits.statementTimeoutMs.value_or(0);
    if (limit > 0)
        m_statementDeadline.setRemainingTime(limit);
}

base::Error SqliteSession::lastError(QByteArrayView utf8) const
{
    const int code = sqlite3_extended_errcode(m_handle);
    const QString text = db::beginningOf(utf8);
    base::Error error = m_timedOut && code == SQLITE_INTERRUPT
        ? timeoutError(m_limits.statementTimeoutMs.value_or(0), text)
        : statementError(code, QString::fromUtf8(sqlite3_errmsg(m_handle)), text);
    if ((code & 0xff) == SQLITE_READONLY && !m_readOnly)
        error.summary =
            QStringLiteral("The file cannot be written, so “%1” was refused").arg(db::statementExcerpt(text));
    const int offset = sqlite3_error_offset(m_handle);
    if (offset >= 0 && offset <= utf8.size())
        error.position = db::positionInUtf8(utf8, offset);
    return error;
}

base::Result<qint64> SqliteSession::runOne(QByteArrayView utf8)
{
    if (utf8.size() >= std::numeric_limits<int>::max())
        return base::fail(statementError(SQLITE_TOOBIG, QStringLiteral("string or blob too big"), {}));
    armLimits();
    sqlite3_stmt* prepared = nullptr;
    const char* tail = nullptr;
    const char* const end = utf8.data() + utf8.size();
    if (sqlite3_prepare_v2(m_handle, utf8.data(), int(utf8.size()), &prepared, &tail) != SQLITE_OK)
        return base::fail(lastError(utf8));
    const Statement statement(prepared);
    if (!prepared)
        return 0; // only comments

    // What follows may hold comments and semicolons only. A second statement that cannot even be prepared
    // (it may need the first) is a second statement as well.
    while (tail < end && *tail != '\0') {
        const qint64 offset = tail - utf8.data();
        sqlite3_stmt* next = nullptr;
        const int code = sqlite3_prepare_v2(m_handle, tail, int(end - tail), &next, &tail);
        sqlite3_finalize(next);
        if (code != SQLITE_OK || next)
            return base::fail(severalStatements(utf8, offset));
    }

    const sqlite3_int64 before = sqlite3_total_changes64(m_handle);
    const bool answersRows = sqlite3_column_count(prepared) > 0;
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW)
        code = sqlite3_step(prepared);
    if (code != SQLITE_DONE) {
        base::Error error = lastError(utf8);
        error.position = {}; // an offset that SQLite still has is of something that was prepared inside
        return base::fail(error);
    }
    if (sqlite3_total_changes64(m_handle) == before)
        return answersRows ? -1 : 0;
    return sqlite3_changes64(m_handle);
}

base::Result<qint64> SqliteSession::execute(const QString& sql)
{
    if (const auto text = db::checkStatementText(sql); !text)
        return base::forward(text);
    return runOne(sql.toUtf8());
}

base::Result<void> SqliteSession::run(const char* sql)
{
    armLimits();
    if (sqlite3_exec(m_handle, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        return base::fail(lastError(sql));
    return {};
}

base::Result<qint64> SqliteSession::executeScript(const db::ScriptStatement& statement, const db::NoticeSink&)
{
    if (const auto text = db::checkStatementBytes(statement.text); !text)
        return base::forward(text);
    return runOne(statement.text);
}

/// Nothing is sent anywhere, so one by one costs nothing; what a script's last_insert_rowid() finds must not
/// be the row of a journal.
base::Result<void> SqliteSession::executeOwn(const QList<QByteArray>& statements)
{
    const sqlite3_int64 rowOfScript = sqlite3_last_insert_rowid(m_handle);
    base::Result<void> outcome;
    for (const QByteArray& sql : statements) {
        outcome = run(sql.constData());
        if (!outcome)
            break;
    }
    sqlite3_set_last_insert_rowid(m_handle, rowOfScript);
    return outcome;
}

base::Result<bool> SqliteSession::checkSyntax(QByteArrayView statement)
{
    if (const auto text = db::checkStatementBytes(statement); !text)
        return base::forward(text);
    if (!m_syntaxChecker)
        m_syntaxChecker = std::make_unique<SyntaxChecker>();
    return m_syntaxChecker->check(statement);
}

base::Result<void> SqliteSession::setLimits(const db::StatementLimits& limits)
{
    if (limits.lockTimeoutMs)
        m_limits.lockTimeoutMs = limits.lockTimeoutMs;
    if (limits.statementTimeoutMs)
        m_limits.statementTimeoutMs = limits.statementTimeoutMs;
    m_statementDeadline = QDeadlineTimer(QDeadlineTimer::Forever);
    const bool hasLimit = m_limits.statementTimeoutMs.value_or(0) > 0;
    sqlite3_progress_handler(m_handle, hasLimit ? stepsBetweenLooks : 0,
        hasLimit ? &SqliteSession::lookAtClock : nullptr, hasLimit ? this : nullptr);
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
    // A statement time-out has a code of its own. Busy: the wait for a lock was given up because of the
    // request.
    return error.nativeCode == QLatin1String("SQLITE_INTERRUPT")
        || error.nativeCode.startsWith(QLatin1String("SQLITE_BUSY"));
}

void SqliteSession::absorbLateInterrupt()
{
    m_stopWaiting = false; // sqlite3_interrupt() itself ends with the statement
}

} // namespace strandline::engine::sqlite

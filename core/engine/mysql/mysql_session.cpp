// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/mysql/mysql_session.h"

#include "core/db/statement_text.h"
#include "core/engine/mysql/read_only_gate.h"
#include "core/sql/lexer.h"

#include <QSqlError>

#include <algorithm>
#include <memory>
#include <mysql.h>
#include <mysqld_error.h>

namespace strandline::engine::mysql {

namespace {

/// Statements that can change variables of the session, by their first word; what a trigger sets is not seen.
bool changesSettings(QByteArrayView statement)
{
    sql::Lexer lexer(statement, sql::Dialect::MySql);
    sql::Token token = lexer.nextSignificant();
    while (token.kind == sql::TokenKind::VersionOpen)
        token = lexer.nextSignificant();
    const QByteArray word = lexer.textOf(token).toByteArray().toUpper();
    return word == "SET" || word == "CALL" || word == "EXECUTE" || word == "BEGIN" || word == "IF"
        || word == "SELECT";
}

} // namespace

QByteArray lockTimeoutSetting(int milliseconds)
{
    // Whole seconds; 0 would mean not to wait at all. The largest values stand for "no limit".
    if (milliseconds <= 0)
        return "SESSION lock_wait_timeout = 31536000, SESSION innodb_lock_wait_timeout = 1073741824";
    const QByteArray seconds = QByteArray::number((qint64(milliseconds) + 999) / 1000);
    return "SESSION lock_wait_timeout = " + seconds + ", SESSION innodb_lock_wait_timeout = " + seconds;
}

QByteArray statementTimeoutSetting(int milliseconds, bool mariadb)
{
    if (mariadb)
        return "SESSION max_statement_time = " + QByteArray::number(milliseconds / 1000.0, 'f', 3);
    // MySQL stops SELECT by it and nothing else; there is no limit for other statements.
    return "SESSION max_execution_time = " + QByteArray::number(milliseconds);
}

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

base::Error MysqlSession::failure(QByteArrayView utf8) const
{
    const ServerError server = lastError();
    base::Error error = statementError(server, db::beginningOf(utf8));
    if (server.number == ER_PARSE_ERROR)
        error.position = positionFromMessage(server.message, utf8);
    return error;
}

base::Result<qint64> MysqlSession::sendOne(QByteArrayView utf8)
{
    if (mysql_real_query(m_handle, utf8.data(), ulong(utf8.size())) != 0) {
        if (mysql_errno(m_handle) == ER_EMPTY_QUERY)
            return 0; // only comments
        return base::fail(failure(utf8));
    }
    // A CALL answers several results, and an error of the n-th shows only when it is fetched.
    qint64 changed = -1;
    for (int next = 0; next == 0; next = mysql_next_result(m_handle)) {
        if (MYSQL_RES* rows = mysql_use_result(m_handle)) {
            while (mysql_fetch_row(rows)) { }
            mysql_free_result(rows);
            if (mysql_errno(m_handle) != 0)
                return base::fail(failure(utf8));
        } else if (mysql_field_count(m_handle) == 0) {
            changed = qMax<qint64>(changed, 0) + qint64(mysql_affected_rows(m_handle));
        }
    }
    if (mysql_errno(m_handle) != 0)
        return base::fail(failure(utf8));
    return changed;
}

/// On a read-only connection: inside of a transaction that the server keeps from writing.
base::Result<qint64> MysqlSession::sendGuarded(QByteArrayView utf8)
{
    if (!m_readOnly)
        return sendOne(utf8);
    if (const auto allowed = checkReadOnlyStatement(QString::fromUtf8(utf8)); !allowed)
        return base::forward(allowed);
    if (isInTransaction())
        return sendOne(utf8);
    if (const auto begun = begin(db::TransactionKind::Default); !begun)
        return base::forward(begun);
    auto outcome = sendOne(utf8);
    if (const auto ended = run("COMMIT"); outcome && !ended)
        return base::forward(ended);
    return outcome;
}

base::Result<qint64> MysqlSession::execute(const QString& sql)
{
    if (const auto text = db::checkStatementText(sql); !text)
        return base::forward(text);
    return sendGuarded(sql.toUtf8());
}

base::Result<void> MysqlSession::run(QByteArrayView sql)
{
    if (mysql_real_query(m_handle, sql.data(), ulong(sql.size())) != 0)
        return base::fail(failure(sql));
    if (MYSQL_RES* rows = mysql_store_result(m_handle))
        mysql_free_result(rows);
    return {};
}

/// Asked for only when there are some: it costs a round trip, and a script's own ROW_COUNT() behind it
/// would see this one instead.
void MysqlSession::tellWarnings(const db::NoticeSink& notices, const base::Error* failure)
{
    if (!notices
        || (failure ? failure->code == base::ErrorCode::Connection : mysql_warning_count(m_handle) == 0))
        return;
    const QByteArrayView sql("SHOW WARNINGS");
    if (mysql_real_query(m_handle, sql.data(), ulong(sql.size())) != 0)
        return;
    MYSQL_RES* rows = mysql_store_result(m_handle);
    if (!rows)
        return;
    while (char** row = mysql_fetch_row(rows)) {
        const db::ServerNotice notice {
            QString::fromUtf8(row[0]), QString::fromUtf8(row[1]), QString::fromUtf8(row[2]), {}};
        if (!failure || notice.text != failure->detail) // the error itself is in the list
            notices(notice);
    }
    mysql_free_result(rows);
}

base::Result<qint64> MysqlSession::executeScript(
    const db::ScriptStatement& statement, const db::NoticeSink& notices)
{
    if (const auto text = db::checkStatementBytes(statement.text); !text)
        return base::forward(text);
    auto outcome = sendGuarded(statement.text);
    // It may have set the variables that setLimits() set, or called what does.
    const bool hidden = changesSettings(statement.text);
    if (hidden)
        m_limits = {};
    m_scriptHasId = m_scriptHasId || hidden || mysql_insert_id(m_handle) != 0;
    tellWarnings(notices, outcome ? nullptr : &outcome.error());
    return outcome;
}

/// The server stops at the first statement that fails, and the number of answers tells which that was.
base::Result<void> MysqlSession::sendTogether(const QList<QByteArray>& statements)
{
    if (statements.isEmpty())
        return {};
    if (mysql_set_server_option(m_handle, MYSQL_OPTION_MULTI_STATEMENTS_ON) != 0)
        return base::fail(failure(statements.first()));
    // Each ends on a line of its own: a comment at the end of one must not swallow what follows.
    const QByteArray text = statements.join("\n;");
    qsizetype done = 0;
    base::Result<void> outcome;
    for (int next = mysql_real_query(m_handle, text.constData(), ulong(text.size()));;
         next = mysql_next_result(m_handle)) {
        if (next > 0) {
            outcome = base::fail(failure(statements.value(done)));
            break;
        }
        if (next < 0)
            break;
        if (MYSQL_RES* rows = mysql_store_result(m_handle))
            mysql_free_result(rows);
        ++done;
    }
    // Users' texts must never be sent in this mode; a connection that cannot leave it is of no use.
    if (mysql_set_server_option(m_handle, MYSQL_OPTION_MULTI_STATEMENTS_OFF) != 0 && outcome)
        return base::fail(failure(statements.last()));
    return outcome;
}

base::Result<void> MysqlSession::executeOwn(const QList<QByteArray>& statements)
{
    if ((m_handle->server_status & SERVER_STATUS_NO_BACKSLASH_ESCAPES) == 0)
        return sendOwn(statements);
    // Our literals are written with backslashes, which mean nothing to this session.
    auto outcome = run("SET @strandline_sql_mode = @@sql_mode, SESSION sql_mode = "
                       "REPLACE(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '')");
    if (!outcome)
        return outcome;
    outcome = sendOwn(statements);
    auto restored = run("SET SESSION sql_mode = @strandline_sql_mode");
    return outcome ? restored : outcome;
}

base::Result<void> MysqlSession::sendOwn(const QList<QByteArray>& statements)
{
    // A script may go on with LAST_INSERT_ID() of its own row, and the tables of the journal count their
    // rows with AUTO_INCREMENT as well.
    QList<QByteArray> all;
    for (QByteArray sql : statements) {
        sql = std::move(sql).trimmed();
        while (sql.endsWith(';'))
            sql = sql.chopped(1).trimmed();
        if (!sql.isEmpty())
            all << sql;
    }
    if (m_scriptHasId && std::any_of(all.begin(), all.end(), [](const QByteArray& sql) {
            return sql.startsWith("INSERT") || sql.startsWith("REPLACE");
        })) {
        all.prepend("SET @strandline_last_id = LAST_INSERT_ID()");
        all.append("DO LAST_INSERT_ID(@strandline_last_id)");
    }
    // Far below the smallest max_allowed_packet in use. Switching the mode on and off costs a round trip
    // each, so that three statements are the first that gain.
    constexpr qsizetype bytesTogether = 256 * 1024;
    constexpr qsizetype fewest = 4;
    QList<QByteArray> group;
    qsizetype bytes = 0;
    const auto flush = [&]() -> base::Result<void> {
        base::Result<void> outcome;
        if (group.size() >= fewest && !m_readOnly) {
            outcome = sendTogether(group);
        } else {
            for (qsizetype i = 0; outcome && i < group.size(); ++i) {
                if (const auto sent = sendGuarded(group.at(i)); !sent)
                    outcome = base::forward(sent);
            }
        }
        group.clear();
        bytes = 0;
        return outcome;
    };
    for (const QByteArray& sql : all) {
        if (!group.isEmpty() && bytes + sql.size() > bytesTogether) {
            if (auto sent = flush(); !sent)
                return sent;
        }
        group << sql;
        bytes += sql.size();
    }
    return flush();
}

base::Result<bool> MysqlSession::checkSyntax(QByteArrayView statement)
{
    if (const auto text = db::checkStatementBytes(statement); !text)
        return base::forward(text);
    const std::unique_ptr<MYSQL_STMT, decltype(&mysql_stmt_close)> prepared(
        mysql_stmt_init(m_handle), mysql_stmt_close);
    if (!prepared)
        return false;
    if (mysql_stmt_prepare(prepared.get(), statement.data(), ulong(statement.size())) == 0)
        return true;
    const ServerError server {int(mysql_stmt_errno(prepared.get())),
        QString::fromLatin1(mysql_stmt_sqlstate(prepared.get())),
        QString::fromUtf8(mysql_stmt_error(prepared.get()))};
    base::Error error = statementError(server, db::beginningOf(statement));
    switch (server.number) {
    case ER_EMPTY_QUERY:
        return true;
    case ER_PARSE_ERROR:
    case ER_SYNTAX_ERROR:
        error.code = base::ErrorCode::Invalid;
        error.position = positionFromMessage(server.message, statement);
        return base::fail(error);
    case ER_UNSUPPORTED_PS: // read to its end, but only the plain protocol runs it
    case ER_LOCK_WAIT_TIMEOUT:
    case ER_QUERY_INTERRUPTED:
        return false;
    default:
        if (error.code == base::ErrorCode::Connection)
            return base::fail(error);
        return true; // names are looked up when the text is known to be good
    }
}

base::Result<void> MysqlSession::setLimits(const db::StatementLimits& limits)
{
    QByteArrayList settings;
    if (limits.lockTimeoutMs && limits.lockTimeoutMs != m_limits.lockTimeoutMs)
        settings << lockTimeoutSetting(*limits.lockTimeoutMs);
    if (limits.statementTimeoutMs && limits.statementTimeoutMs != m_limits.statementTimeoutMs)
        settings << statementTimeoutSetting(*limits.statementTimeoutMs, mariadb_connection(m_handle));
    if (settings.isEmpty())
        return {};
    if (auto set = run("SET " + settings.join(", ")); !set)
        return set;
    if (limits.lockTimeoutMs)
        m_limits.lockTimeoutMs = limits.lockTimeoutMs;
    if (limits.statementTimeoutMs)
        m_limits.statementTimeoutMs = limits.statementTimeoutMs;
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

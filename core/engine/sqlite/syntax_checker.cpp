// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/sqlite/syntax_checker.h"

#include "core/db/statement_text.h"
#include "core/engine/sqlite/sqlite_errors.h"
#include "core/sql/identifier.h"

#include <limits>
#include <optional>
#include <sqlite3.h>

namespace strandline::engine::sqlite {

namespace {

/// Some pragmas act while they are prepared, a few of them on the whole process. Ignored ones are parsed.
int ignorePragmas(void*, int action, const char*, const char*, const char*, const char*)
{
    return action == SQLITE_PRAGMA ? SQLITE_IGNORE : SQLITE_OK;
}

bool isSyntaxError(QByteArrayView message)
{
    return (message.startsWith("near \"") && message.endsWith("\": syntax error"))
        || message == QByteArrayView("incomplete input") || message.startsWith("unrecognized token: ")
        || message == QByteArrayView("parser stack overflow");
}

/// What has to be there before SQLite goes on reading: "no such table: main.a" and its like.
std::optional<QByteArray> makeMissing(const QByteArray& message)
{
    const auto after = [&message](const char* prefix) -> std::optional<QString> {
        if (!message.startsWith(prefix))
            return {};
        QString name = QString::fromUtf8(message.mid(qstrlen(prefix)));
        if (name.startsWith(QLatin1String("main.")))
            name.remove(0, 5);
        return sql::quoteIdentifier(name, sql::Dialect::Sqlite);
    };
    // A column name that no script has: ALTER TABLE must not find its new column there.
    const QString columns = QStringLiteral("(\"\u0001 \")");
    if (const auto name = after("no such table: "))
        return QStringLiteral("CREATE TABLE main.%1%2").arg(*name, columns).toUtf8();
    if (const auto name = after("cannot create INSTEAD OF trigger on table: "))
        return QStringLiteral("DROP TABLE main.%1; CREATE VIEW main.%1 AS SELECT 1 AS \"\u0001 \"")
            .arg(*name)
            .toUtf8();
    return {};
}

} // namespace

void SyntaxChecker::Close::operator()(sqlite3* handle) const
{
    sqlite3_close_v2(handle);
}

SyntaxChecker::SyntaxChecker()
{
    sqlite3* handle = nullptr;
    sqlite3_open_v2(":memory:", &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    m_handle.reset(handle);
}

base::Result<bool> SyntaxChecker::check(QByteArrayView statement)
{
    if (!m_handle || statement.size() >= std::numeric_limits<int>::max())
        return false;
    sqlite3* const handle = m_handle.get();
    sqlite3_set_authorizer(handle, ignorePragmas, nullptr);
    sqlite3_exec(handle, "SAVEPOINT stubs", nullptr, nullptr, nullptr);
    base::Result<bool> outcome = false;
    // Each round knows one name more: table, then view in its place. No statement needs as many as this.
    for (int round = 0; round < 4; ++round) {
        sqlite3_stmt* prepared = nullptr;
        const int code =
            sqlite3_prepare_v2(handle, statement.data(), int(statement.size()), &prepared, nullptr);
        sqlite3_finalize(prepared);
        const QByteArray message = code == SQLITE_OK ? QByteArray() : QByteArray(sqlite3_errmsg(handle));
        outcome = true;
        if (isSyntaxError(message)) {
            base::Error error = statementError(code, QString::fromUtf8(message), db::beginningOf(statement));
            error.code = base::ErrorCode::Invalid;
            const int offset = sqlite3_error_offset(handle);
            error.position = db::positionInUtf8(statement, offset >= 0 ? offset : statement.size());
            outcome = base::fail(error);
            break;
        }
        // Stopped at a name of an attached database: nobody has read what follows.
        if (message.startsWith("unknown database"))
            outcome = false;
        const auto stub = makeMissing(message);
        if (!stub || sqlite3_exec(handle, stub->constData(), nullptr, nullptr, nullptr) != SQLITE_OK)
            break;
    }
    sqlite3_exec(handle, "ROLLBACK TO stubs; RELEASE stubs", nullptr, nullptr, nullptr);
    return outcome;
}

} // namespace strandline::engine::sqlite

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/session_keeper.h"

#include "core/sql/identifier.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace strandline::runner {

using sql::Dialect;

namespace {

/// The first word, in capitals; what stands before it (comments, brackets) was cut off by the splitter.
QByteArray firstWord(QByteArrayView statement)
{
    qsizetype length = 0;
    while (length < statement.size() && length < 12 && std::isalpha(uchar(statement[length])))
        ++length;
    return statement.first(length).toByteArray().toUpper();
}

bool contains(QByteArrayView text, std::string_view lower)
{
    return std::search(text.begin(), text.end(), lower.begin(), lower.end(), [](char a, char b) {
        return std::tolower(uchar(a)) == b;
    }) != text.end();
}

/// All can be set by name with the value that SELECT @@name gave.
constexpr std::array kMySqlVariables {"sql_mode", "foreign_key_checks", "unique_checks", "autocommit",
    "character_set_client", "character_set_connection", "character_set_results", "collation_connection",
    "time_zone", "sql_safe_updates", "sql_notes", "group_concat_max_len", "lock_wait_timeout",
    "innodb_lock_wait_timeout"};

constexpr std::array kSqlitePragmas {"foreign_keys", "legacy_alter_table", "recursive_triggers",
    "ignore_check_constraints", "writable_schema"};

base::Result<QList<QByteArray>> rememberMySql(db::Connection& connection)
{
    QStringList names;
    for (const char* name : kMySqlVariables)
        names << QStringLiteral("@@SESSION.") + QLatin1String(name);
    names << QStringLiteral("DATABASE()");
    const auto values = connection.query(QStringLiteral("SELECT ") + names.join(QStringLiteral(", ")));
    if (!values)
        return base::forward(values);
    const QVariantList row = values->rows.value(0);
    QByteArray set("SET ");
    for (std::size_t i = 0; i < kMySqlVariables.size(); ++i) {
        const QVariant value = row.value(qsizetype(i));
        const QString text = value.isNull() ? QStringLiteral("NULL")
            : value.typeId() == QMetaType::QString || value.typeId() == QMetaType::QByteArray
            ? sql::quoteLiteral(value.toString(), Dialect::MySql)
            : value.toString();
        set += (i > 0 ? ", SESSION " : "SESSION ");
        set += QByteArray(kMySqlVariables.at(i)) + " = " + text.toUtf8();
    }
    QList<QByteArray> restore {set};
    const QString database = row.value(qsizetype(kMySqlVariables.size())).toString();
    if (!database.isEmpty())
        restore.append("USE " + sql::quoteIdentifier(database, Dialect::MySql).toUtf8());
    return restore;
}

base::Result<QList<QByteArray>> rememberSqlite(db::Connection& connection)
{
    QList<QByteArray> restore;
    for (const char* name : kSqlitePragmas) {
        const auto value = connection.query(QStringLiteral("PRAGMA ") + QLatin1String(name));
        if (!value)
            return base::forward(value);
        if (!value->rows.isEmpty())
            restore.append(
                QByteArray("PRAGMA ") + name + " = " + value->rows.value(0).value(0).toString().toUtf8());
    }
    return restore;
}

} // namespace

base::Result<void> SessionKeeper::remember(db::Connection& connection)
{
    m_changed = false;
    m_dialect = connection.info().dialect;
    base::Result<QList<QByteArray>> restore =
        QList<QByteArray> {"SET SESSION AUTHORIZATION DEFAULT", "RESET ROLE", "RESET ALL"};
    if (m_dialect == Dialect::MySql)
        restore = rememberMySql(connection);
    else if (m_dialect == Dialect::Sqlite)
        restore = rememberSqlite(connection);
    if (!restore)
        return base::forward(restore);
    m_restore = *restore;
    return {};
}

bool SessionKeeper::mayChangeSession(QByteArrayView statement, Dialect dialect)
{
    const QByteArray word = firstWord(statement);
    if (dialect == Dialect::Sqlite)
        return word == "PRAGMA";
    static const QList<QByteArray> words {"SET", "RESET", "DISCARD", "USE", "DO", "CALL", "LOAD", "EXECUTE"};
    if (words.contains(word))
        return true;
    if (dialect == Dialect::MySql) // a comment that is code: dumps set variables that way
        return word.isEmpty();
    return contains(statement, "set_config");
}

db::OwnStatements SessionKeeper::protection() const
{
    if (!m_changed || m_dialect == Dialect::Sqlite)
        return {};
    if (m_dialect == Dialect::PostgreSql) {
        return {"SET LOCAL SESSION AUTHORIZATION DEFAULT", "SET LOCAL role TO DEFAULT",
            "SET LOCAL client_encoding TO 'UTF8'"};
    }
    // Literals mean the same in every mode, but names of tables are read in the client's character set.
    return {"SET @strandline_client = @@character_set_client, @strandline_results = @@character_set_results, "
            "@strandline_collation = @@collation_connection",
        "SET NAMES utf8mb4"};
}

db::OwnStatements SessionKeeper::unprotection() const
{
    if (!m_changed || m_dialect != Dialect::MySql)
        return {};
    return {"SET character_set_client = @strandline_client, character_set_results = @strandline_results, "
            "collation_connection = @strandline_collation"};
}

base::Result<void> SessionKeeper::restore(db::Connection& connection)
{
    if (!m_changed)
        return {};
    QList<QByteArray> statements = m_restore;
    base::Result<void> restored;
    if (m_dialect == Dialect::MySql) {
        // The literals need backslash escapes, which a script may have switched off. Not as a statement of
        // our own: these run in a mode of theirs, and the session gets its own back behind them.
        const auto plain = connection.execute(QStringLiteral("SET SESSION sql_mode = ''"));
        if (!plain)
            restored = base::forward(plain);
        statements.prepend("SET NAMES utf8mb4");
    }
    // One by one, because the first ones change how the others are read.
    for (const QByteArray& statement : std::as_const(statements)) {
        if (restored)
            restored = connection.executeOwn({statement});
    }
    if (restored)
        m_changed = false;
    return restored;
}

} // namespace strandline::runner

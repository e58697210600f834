// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/own_script.h"

#include "core/sql/identifier.h"
#include "core/sql/statement_splitter.h"

#include <QRegularExpression>
#include <QSet>

namespace strandline::runner {

namespace {

using sql::Dialect;

const QString kSavepoint = QStringLiteral("strandline_own_script");

base::Result<void> execute(db::Connection& connection, const QString& sql)
{
    const auto done = connection.execute(sql);
    return done ? base::Result<void>() : base::forward(done);
}

/// "strandline_log" of "CREATE TABLE strandline_log (…"; empty for other statements. Our own scripts only.
QString createdObject(const QString& statement)
{
    static const QRegularExpression create(
        QStringLiteral("^CREATE\\s+(?:UNIQUE\\s+)?(?:TABLE|INDEX|TRIGGER|FUNCTION)\\s+(\\w+)"));
    return create.match(statement).captured(1);
}

base::Result<QSet<QString>> existingObjects(db::Connection& connection, const QString& schema)
{
    base::Result<db::Rows> found;
    if (connection.info().dialect == Dialect::Sqlite) {
        found = connection.query(
            QStringLiteral("SELECT name FROM main.sqlite_master WHERE lower(name) LIKE 'strandline%'"));
    } else {
        found = connection.query(
            QStringLiteral("SELECT CAST(c.relname AS text) FROM pg_catalog.pg_class c "
                           "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? "
                           "UNION ALL SELECT CAST(p.proname AS text) FROM pg_catalog.pg_proc p "
                           "JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = ? "
                           "UNION ALL SELECT CAST(t.tgname AS text) FROM pg_catalog.pg_trigger t "
                           "JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid "
                           "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ?"),
            {schema, schema, schema});
    }
    if (!found)
        return base::forward(found);
    QSet<QString> names;
    for (const QVariantList& row : std::as_const(found->rows))
        names.insert(row.at(0).toString().toLower());
    return names;
}

base::Result<void> runStatements(db::Connection& connection, const OwnScript& script)
{
    QSet<QString> existing;
    // On MariaDB and MySQL the scripts themselves can be run again.
    if (script.onlyWhatIsMissing && connection.info().dialect != Dialect::MySql) {
        auto found = existingObjects(connection, script.schema);
        if (!found)
            return base::forward(found);
        existing = *found;
    }
    const sql::SplitResult split = sql::split(script.text, connection.info().dialect);
    if (!split.problems.isEmpty())
        return base::fail(split.problems.first());
    for (const sql::Statement& statement : split.statements) {
        const QString text = QString::fromUtf8(statement.textIn(script.text));
        if (const QString object = createdObject(text); !object.isEmpty() && existing.contains(object))
            continue;
        if (auto done = execute(connection, text); !done)
            return done;
    }
    return {};
}

/// What the server takes for the current schema is asked, because it leaves names out of the path that it
/// takes for something else ("$user") or that the login may not enter, and would use the next one.
base::Result<void> enterSchema(db::Connection& connection, const QString& schema)
{
    // Temporary tables come first unless they are named last.
    if (auto set = execute(connection,
            QStringLiteral("SET LOCAL search_path TO %1, pg_temp")
                .arg(sql::quoteIdentifier(schema, Dialect::PostgreSql)));
        !set)
        return set;
    const auto current = connection.query(
        QStringLiteral(
            "SELECT current_schema(), CASE WHEN has_schema_privilege(?, 'USAGE') THEN 1 ELSE 0 END"),
        {schema});
    if (!current)
        return base::forward(current);
    if (current->rows.value(0).value(0).toString() == schema)
        return {};
    base::Error error;
    error.code = base::ErrorCode::Precondition;
    error.summary = QStringLiteral("The schema “%1” cannot be made the current one").arg(schema);
    if (current->rows.value(0).value(1).toInt() == 0) {
        error.nativeCode = QStringLiteral("42501");
        error.detail = QStringLiteral("%1 may not enter it.").arg(connection.info().user);
        error.hint = QStringLiteral("Ask the owner of the database for USAGE and CREATE on the schema.");
    } else {
        error.detail = QStringLiteral("In search_path the server takes its name for something else.");
        error.hint = QStringLiteral(
            "Set history_schema for this environment in strandline.toml to a schema with another name.");
    }
    return base::fail(error);
}

base::Result<void> runInPostgresSchema(db::Connection& connection, const OwnScript& script)
{
    const auto path = connection.query(QStringLiteral("SELECT current_setting('search_path')"));
    if (!path)
        return base::forward(path);
    if (auto entered = enterSchema(connection, script.schema); !entered)
        return entered;
    if (auto done = runStatements(connection, script); !done)
        return done;
    // Back at once and not only with the commit: the caller goes on in this transaction.
    const auto back = connection.query(
        QStringLiteral("SELECT set_config('search_path', ?, true)"), {path->rows.value(0).value(0)});
    return back ? base::Result<void>() : base::forward(back);
}

base::Result<void> runInMysqlDatabase(db::Connection& connection, const OwnScript& script)
{
    const auto before = connection.query(QStringLiteral("SELECT DATABASE()"));
    if (!before)
        return base::forward(before);
    const QString former = before->rows.value(0).value(0).toString();
    if (former == script.schema)
        return runStatements(connection, script);
    if (former.isEmpty()) // there would be no way back
        return base::fail(base::ErrorCode::Precondition, QStringLiteral("The connection names no database"),
            {}, QStringLiteral("Name the database in the connection of this environment."));
    const auto use = [&connection](const QString& name) {
        return execute(
            connection, QStringLiteral("USE %1").arg(sql::quoteIdentifier(name, connection.info().dialect)));
    };
    if (auto used = use(script.schema); !used)
        return used;
    const auto done = runStatements(connection, script);
    const auto back = use(former);
    return done ? back : done;
}

base::Result<void> runInSchema(db::Connection& connection, const OwnScript& script)
{
    switch (connection.info().dialect) {
    case Dialect::PostgreSql:
        return runInPostgresSchema(connection, script);
    case Dialect::MySql:
        return runInMysqlDatabase(connection, script);
    case Dialect::Sqlite:
        break;
    }
    return runStatements(connection, script);
}

} // namespace

base::Result<void> runOwnScript(db::Connection& connection, const OwnScript& script)
{
    if (!script.undoWhenRefused || connection.info().dialect == Dialect::MySql)
        return runInSchema(connection, script);
    if (auto marked = execute(connection, QStringLiteral("SAVEPOINT ") + kSavepoint); !marked)
        return marked;
    auto done = runInSchema(connection, script);
    if (!done) {
        if (auto undone = execute(connection, QStringLiteral("ROLLBACK TO SAVEPOINT ") + kSavepoint); !undone)
            return undone;
    }
    if (auto released = execute(connection, QStringLiteral("RELEASE SAVEPOINT ") + kSavepoint); !released)
        return released;
    return done;
}

bool isMissingRight(const base::Error& error)
{
    // 1419 and 1418: binary log without log_bin_trust_function_creators; 1227: a right on the whole server.
    static const QSet<QString> codes {QStringLiteral("42501"), QStringLiteral("1044"), QStringLiteral("1142"),
        QStringLiteral("1143"), QStringLiteral("1227"), QStringLiteral("1370"), QStringLiteral("1418"),
        QStringLiteral("1419")};
    // "1142 (42000)": MariaDB and MySQL give number and state
    return codes.contains(error.nativeCode.section(QLatin1Char(' '), 0, 0));
}

} // namespace strandline::runner

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/rights.h"

#include "core/engine/postgresql/history_place.h"
#include "core/sql/identifier.h"

namespace strandline::engine::postgresql {

using base::Error;
using base::ErrorCode;

namespace {

QString quoted(const QString& name)
{
    return sql::quoteIdentifier(name, sql::Dialect::PostgreSql);
}

QString literal(const QString& text)
{
    return sql::quoteLiteral(text, sql::Dialect::PostgreSql);
}

Error missing(const QString& summary, const QString& detail, const QString& hint)
{
    return {ErrorCode::Precondition, summary, detail, hint, QStringLiteral("42501"), {}};
}

/// Servers and logins that take no writes at all.
base::Result<void> addReadOnly(db::Connection& connection, QList<Error>& problems)
{
    // A read-only session of ours hides what the server's own setting is; the login's and database's show.
    const auto rows = connection.query(QStringLiteral(
        "SELECT pg_is_in_recovery(), current_setting('default_transaction_read_only') = 'on',"
        " EXISTS (SELECT FROM pg_catalog.pg_db_role_setting s, unnest(s.setconfig) c"
        " WHERE s.setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = "
        "current_database()))"
        " AND s.setrole IN (0, (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user))"
        " AND lower(c) IN ('default_transaction_read_only=on', 'default_transaction_read_only=true',"
        " 'default_transaction_read_only=1', 'default_transaction_read_only=yes'))"));
    if (!rows)
        return base::forward(rows);
    const QVariantList& row = rows->rows.first();
    if (row.at(0).toBool()) {
        problems << Error {ErrorCode::Precondition,
            QStringLiteral("The server is a standby and takes no changes"),
            QStringLiteral("It repeats what its primary does (pg_is_in_recovery() is true)."),
            QStringLiteral("Connect to the primary."), QStringLiteral("25006"), {}};
    }
    const bool ourSession = connection.accessMode() == db::AccessMode::ReadOnly;
    if (row.at(2).toBool() || (row.at(1).toBool() && !ourSession)) {
        problems << Error {ErrorCode::Precondition,
            QStringLiteral("Sessions of this login are read-only by default"),
            QStringLiteral("default_transaction_read_only is on for the login, the database or the server."),
            QStringLiteral("Switch it off for the login that migrates: ALTER ROLE %1 SET "
                           "default_transaction_read_only = off.")
                .arg(quoted(connection.info().user)),
            QStringLiteral("25006"), {}};
    }
    return {};
}

struct Wanted
{
    const char* table;
    const char* rights;
};
constexpr Wanted tables[] = {{"strandline_history", "SELECT, INSERT, UPDATE, DELETE"},
    {"strandline_log", "SELECT, INSERT"}, {"strandline_script", "SELECT, INSERT"}};

base::Result<void> addTables(db::Connection& connection, const QString& schema, QList<Error>& problems)
{
    QStringList questions;
    for (const Wanted& wanted : tables) {
        for (const QString& right : QString::fromLatin1(wanted.rights).split(QStringLiteral(", "))) {
            questions << QStringLiteral(
                "SELECT '%1', '%2' FROM pg_catalog.pg_class c WHERE c.relname = '%1' AND"
                " c.relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE"
                " nspname = %3) AND NOT has_table_privilege(c.oid, '%2')")
                             .arg(QLatin1String(wanted.table), right, literal(schema));
        }
    }
    const auto rows = connection.query(questions.join(QStringLiteral(" UNION ALL ")));
    if (!rows)
        return base::forward(rows);
    QMap<QString, QStringList> lacking;
    for (const QVariantList& row : rows->rows)
        lacking[row.at(0).toString()] << row.at(1).toString();
    for (auto it = lacking.cbegin(); it != lacking.cend(); ++it) {
        const QString rights = it->join(QStringLiteral(", "));
        problems << missing(
            QStringLiteral("“%1” may not write to “%2”").arg(connection.info().user, it.key()),
            QStringLiteral("Missing: %1. Without it a run cannot be recorded.").arg(rights),
            QStringLiteral("Let the owner run: GRANT %1 ON %2.%3 TO %4.")
                .arg(rights, quoted(schema), it.key(), quoted(connection.info().user)));
    }
    return {};
}

/// Where the migrations' objects and our tables are made.
base::Result<void> addSchemas(db::Connection& connection, const QString& history, QList<Error>& problems)
{
    const QString current = connection.info().schema;
    if (current.isEmpty()) {
        problems << Error {ErrorCode::Precondition, QStringLiteral("No schema of the search path exists"),
            QStringLiteral("Statements that name no schema have no place to make anything."),
            QStringLiteral("Create one of the schemas, or set search_path for the login."),
            QStringLiteral("3F000"), {}};
    }
    QStringList names {history, current};
    names.removeAll(QString());
    names.removeDuplicates();
    for (const QString& name : std::as_const(names)) {
        const auto rows = connection.query(QStringLiteral(
            "SELECT (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = %1) IS NOT NULL,"
            " coalesce((SELECT has_schema_privilege(oid, 'CREATE') FROM pg_catalog.pg_namespace"
            " WHERE nspname = %1), has_database_privilege(current_database(), 'CREATE')),"
            " coalesce((SELECT has_schema_privilege(oid, 'USAGE') FROM pg_catalog.pg_namespace"
            " WHERE nspname = %1), true),"
            " (SELECT count(*) = 3 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n"
            " ON n.oid = c.relnamespace WHERE n.nspname = %1 AND c.relname IN"
            " ('strandline_history', 'strandline_log', 'strandline_script'))")
                                               .arg(literal(name)));
        if (!rows)
            return base::forward(rows);
        const QVariantList& row = rows->rows.first();
        const QString user = connection.info().user;
        const bool onlyHistory = name != current;
        if (!row.at(0).toBool() && !row.at(1).toBool()) {
            problems << missing(QStringLiteral("Schema “%1” is not there and may not be created").arg(name),
                QStringLiteral("“%1” lacks CREATE on the database.").arg(user),
                QStringLiteral("Let the owner run: CREATE SCHEMA %1 AUTHORIZATION %2.")
                    .arg(quoted(name), quoted(user)));
        } else if (!row.at(2).toBool() || (!row.at(1).toBool() && !(onlyHistory && row.at(3).toBool()))) {
            const QString rights =
                row.at(2).toBool() ? QStringLiteral("CREATE") : QStringLiteral("USAGE, CREATE");
            problems << missing(QStringLiteral("“%1” may not create objects in schema “%2”").arg(user, name),
                QStringLiteral(
                    "Missing: %1. Since PostgreSQL 15 schema public is no longer open to everybody.")
                    .arg(rights),
                QStringLiteral("Let the schema's owner run: GRANT %1 ON SCHEMA %2 TO %3.")
                    .arg(rights, quoted(name), quoted(user)));
        }
    }
    return {};
}

} // namespace

base::Result<QList<Error>> missingRights(db::Connection& connection, const QString& historySchema)
{
    const auto history = historyPlace(connection, historySchema);
    if (!history)
        return base::forward(history);
    QList<Error> problems;
    for (const auto& step : {addReadOnly(connection, problems), addSchemas(connection, *history, problems),
             addTables(connection, *history, problems)}) {
        if (!step)
            return base::forward(step);
    }
    return problems;
}

} // namespace strandline::engine::postgresql

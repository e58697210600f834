// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/bookkeeping_tables.h"

#include "core/history/bookkeeping_format.h"
#include "core/sql/identifier.h"

#include <QDateTime>
#include <QSet>

namespace strandline::history {

namespace {

const QString kHistory = QStringLiteral("strandline_history");
const QString kLog = QStringLiteral("strandline_log");
const QString kScript = QStringLiteral("strandline_script");

bool isOurs(const QString& table)
{
    return table == kHistory || table == kLog || table == kScript;
}

QString qualified(const db::ServerInfo& server, const QString& schema, const QString& table)
{
    const QString place =
        server.dialect == sql::Dialect::Sqlite && schema.isEmpty() ? QStringLiteral("main") : schema;
    return sql::quoteQualified(sql::Identifier(place), sql::Identifier(table), server.dialect);
}

base::Error missingRight(const db::ServerInfo& server, const QString& table, const QString& grant)
{
    base::Error error;
    error.code = base::ErrorCode::Precondition;
    error.summary = QStringLiteral("%1 may not read %2").arg(server.user, table);
    error.detail = QStringLiteral("What ran in this database cannot be told without it.");
    error.hint = QStringLiteral("Ask the owner of the database for: %1").arg(grant);
    return error;
}

QString grantee(const db::ServerInfo& server)
{
    if (server.dialect == sql::Dialect::PostgreSql)
        return sql::quoteIdentifier(server.user, server.dialect);
    // "anna@10.0.0.%": user and host are two names
    const qsizetype at = server.user.lastIndexOf(QLatin1Char('@'));
    if (at < 0)
        return sql::quoteLiteral(server.user, server.dialect);
    return sql::quoteLiteral(server.user.left(at), server.dialect) + QLatin1Char('@')
        + sql::quoteLiteral(server.user.mid(at + 1), server.dialect);
}

QString grantSelect(const db::ServerInfo& server, const QString& table)
{
    return QStringLiteral("GRANT SELECT ON %1 TO %2").arg(table, grantee(server));
}

void note(BookkeepingTables& tables, const QString& name)
{
    tables.hasHistory = tables.hasHistory || name == kHistory;
    tables.hasLog = tables.hasLog || name == kLog;
    tables.hasScript = tables.hasScript || name == kScript;
}

/// "app", public, "$user" as PostgreSQL writes search_path.
QStringList searchPath(const QString& setting, const QString& user)
{
    QStringList names;
    for (QString name : setting.split(QLatin1Char(','))) {
        name = name.trimmed();
        if (name.size() > 1 && name.startsWith(QLatin1Char('"')) && name.endsWith(QLatin1Char('"')))
            name = name.mid(1, name.size() - 2).replace(QLatin1String("\"\""), QLatin1String("\""));
        names.append(name == QLatin1String("$user") ? user : name);
    }
    return names;
}

/// One table of ours in some schema, as pg_class shows it to everyone, whatever rights the login has.
struct Candidate
{
    QString schema;
    QString table;
    bool maySeeSchema = false;
    bool mayRead = false;
};

base::Result<QList<Candidate>> postgresCandidates(db::Connection& connection)
{
    auto found = connection.query(QStringLiteral(
        "SELECT n.nspname, c.relname, CASE WHEN has_schema_privilege(n.oid, 'USAGE') THEN 1 ELSE 0 END, "
        "CASE WHEN has_table_privilege(c.oid, 'SELECT') THEN 1 ELSE 0 END "
        "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.relname IN ('strandline_history', 'strandline_log', 'strandline_script') "
        "AND c.relkind IN ('r', 'p', 'v') AND n.nspname NOT LIKE 'pg\\_%'"));
    if (!found)
        return base::forward(found);
    QList<Candidate> candidates;
    for (const QVariantList& row : std::as_const(found->rows)) {
        candidates.append(
            {row.at(0).toString(), row.at(1).toString(), row.at(2).toInt() == 1, row.at(3).toInt() == 1});
    }
    return candidates;
}

/// Chosen by name among all schemas of the search path, also those that the login may not enter: the server
/// leaves these out of current_schemas(), and the database would look as if nothing had ever run.
base::Result<QString> postgresSchema(
    db::Connection& connection, const QList<Candidate>& candidates, const QString& wanted)
{
    if (!wanted.isEmpty())
        return wanted;
    auto path = connection.query(
        QStringLiteral("SELECT current_schema(), current_setting('search_path'), session_user"));
    if (!path)
        return base::forward(path);
    const QVariantList row = path->rows.value(0);
    const QStringList schemas = searchPath(row.value(1).toString(), row.value(2).toString());
    for (const QString& schema : schemas) {
        for (const Candidate& candidate : candidates) {
            if (candidate.schema == schema && candidate.table == kHistory)
                return schema;
        }
    }
    return row.value(0).toString();
}

base::Result<BookkeepingTables> findPostgres(db::Connection& connection, const QString& wanted)
{
    auto candidates = postgresCandidates(connection);
    if (!candidates)
        return base::forward(candidates);
    auto schema = postgresSchema(connection, *candidates, wanted);
    if (!schema)
        return base::forward(schema);
    BookkeepingTables tables;
    tables.schema = *schema;
    const db::ServerInfo& server = connection.info();
    for (const Candidate& candidate : std::as_const(*candidates)) {
        if (candidate.schema != tables.schema)
            continue;
        note(tables, candidate.table);
        const QString name = qualified(server, candidate.schema, candidate.table);
        if (!candidate.maySeeSchema)
            return base::fail(missingRight(server, name,
                QStringLiteral("GRANT USAGE ON SCHEMA %1 TO %2")
                    .arg(sql::quoteIdentifier(candidate.schema, server.dialect), grantee(server))));
        if (!candidate.mayRead && candidate.table != kScript)
            return base::fail(missingRight(server, name, grantSelect(server, name)));
    }
    auto count = connection.query(QStringLiteral(
        "SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname <> 'information_schema' "
        "AND n.nspname NOT LIKE 'pg\\_%' "
        "AND c.relname NOT IN ('strandline_history', 'strandline_log', 'strandline_script')"));
    if (!count)
        return base::forward(count);
    tables.userTables = count->rows.value(0).value(0).toInt();
    return tables;
}

/// information_schema hides tables on which the login has no right at all; then only asking the table itself
/// tells "not there" (1146) from "not for you" (1142).
base::Result<bool> probeMySql(db::Connection& connection, const QString& table)
{
    auto probe = connection.query(QStringLiteral("SELECT 1 FROM %1 LIMIT 0").arg(table));
    if (probe)
        return true;
    if (probe.error().nativeCode.startsWith(QLatin1String("1146")))
        return false;
    return base::fail(withRightsHint(probe.error(), connection.info(), table));
}

base::Result<BookkeepingTables> findMySql(db::Connection& connection, const QString& wanted)
{
    BookkeepingTables tables;
    const db::ServerInfo& server = connection.info();
    tables.schema = wanted.isEmpty() ? server.database : wanted;
    auto found = connection.query(
        QStringLiteral("SELECT table_name FROM information_schema.tables WHERE table_schema = ? "
                       "AND table_type IN ('BASE TABLE', 'VIEW')"),
        {tables.schema});
    if (!found)
        return base::forward(found);
    for (const QVariantList& row : std::as_const(found->rows)) {
        const QString name = row.at(0).toString();
        note(tables, name);
    }
    auto count = connection.query(
        QStringLiteral(
            "SELECT count(*) FROM information_schema.tables WHERE table_schema = ? AND table_type = "
            "'BASE TABLE' AND table_name NOT IN ('strandline_history', 'strandline_log', "
            "'strandline_script')"),
        {server.database});
    if (!count)
        return base::forward(count);
    tables.userTables = count->rows.value(0).value(0).toInt();
    for (const auto& [name, has] :
        {std::pair {kHistory, &tables.hasHistory}, std::pair {kLog, &tables.hasLog}}) {
        if (*has)
            continue;
        auto there = probeMySql(connection, qualified(server, tables.schema, name));
        if (!there)
            return base::forward(there);
        *has = *there;
    }
    return tables;
}

base::Result<BookkeepingTables> findSqlite(db::Connection& connection, const QString& wanted)
{
    if (!wanted.isEmpty() && wanted != QLatin1String("main")) {
        return base::fail(base::ErrorCode::Invalid,
            QStringLiteral("history_schema “%1” cannot be used with SQLite").arg(wanted),
            QStringLiteral("A SQLite file has no schemas."),
            QStringLiteral("Remove history_schema from this environment in strandline.toml."));
    }
    auto found =
        connection.query(QStringLiteral("SELECT name FROM main.sqlite_master WHERE type IN ('table', 'view') "
                                        "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
                                        "AND (type = 'table' OR name LIKE 'strandline%')"));
    if (!found)
        return base::forward(found);
    BookkeepingTables tables;
    for (const QVariantList& row : std::as_const(found->rows)) {
        // SQLite finds tables whatever the case of their name.
        const QString name = row.at(0).toString();
        note(tables, name.toLower());
        tables.userTables += isOurs(name.toLower()) ? 0 : 1;
    }
    return tables;
}

} // namespace

QString historyTable(const db::ServerInfo& server, const QString& schema)
{
    return qualified(server, schema, kHistory);
}

QString logTable(const db::ServerInfo& server, const QString& schema)
{
    return qualified(server, schema, kLog);
}

QString scriptTable(const db::ServerInfo& server, const QString& schema)
{
    return qualified(server, schema, kScript);
}

base::Result<BookkeepingTables> findTables(db::Connection& connection, const QString& wantedSchema)
{
    base::Result<BookkeepingTables> tables;
    switch (connection.info().dialect) {
    case sql::Dialect::PostgreSql:
        tables = findPostgres(connection, wantedSchema);
        break;
    case sql::Dialect::MySql:
        tables = findMySql(connection, wantedSchema);
        break;
    case sql::Dialect::Sqlite:
        tables = findSqlite(connection, wantedSchema);
        break;
    }
    if (!tables)
        return tables;
    if (auto ours = checkFormat(connection, *tables); !ours)
        return base::forward(ours);
    return tables;
}

QString timeExpression(const db::ServerInfo& server, const QString& column)
{
    switch (server.dialect) {
    case sql::Dialect::PostgreSql:
        return QStringLiteral("CAST(round(extract(epoch FROM %1) * 1000) AS bigint)").arg(column);
    case sql::Dialect::MySql:
        return QStringLiteral("TIMESTAMPDIFF(MICROSECOND, '1970-01-01', %1) DIV 1000").arg(column);
    case sql::Dialect::Sqlite:
        break;
    }
    return column;
}

QDateTime timeOf(const QVariant& value)
{
    if (value.metaType().id() != QMetaType::QString)
        return QDateTime::fromMSecsSinceEpoch(value.toLongLong(), Qt::UTC);
    QDateTime time = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
    // A text without zone can only have come from a hand; ours end in Z, and UTC is the rule of the tables.
    if (time.timeSpec() == Qt::LocalTime)
        time.setTimeSpec(Qt::UTC);
    return time;
}

base::Error withRightsHint(base::Error error, const db::ServerInfo& server, const QString& table)
{
    static const QSet<QString> kDenied {
        QStringLiteral("42501"), QStringLiteral("1142"), QStringLiteral("1143"), QStringLiteral("1044")};
    // "1142 (42000)": MariaDB and MySQL give number and state
    if (!kDenied.contains(error.nativeCode.section(QLatin1Char(' '), 0, 0)))
        return error;
    base::Error explained = missingRight(server, table, grantSelect(server, table));
    explained.detail = error.detail.isEmpty() ? error.summary : error.detail;
    explained.nativeCode = error.nativeCode;
    return explained;
}

} // namespace strandline::history

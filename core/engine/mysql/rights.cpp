// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/mysql/rights.h"

#include <QRegularExpression>
#include <QSet>

namespace strandline::engine::mysql {

using base::ErrorCode;

namespace {

base::Error finding(const QString& summary, const QString& detail, const QString& hint)
{
    return {ErrorCode::Precondition, summary, detail, hint, {}, {}};
}

/// The names of databases in GRANT are patterns like those of LIKE.
bool patternFits(const QString& pattern, const QString& database)
{
    QString expression;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        const QChar c = pattern.at(i);
        if (c == QLatin1Char('\\') && i + 1 < pattern.size())
            expression += QRegularExpression::escape(QString(pattern.at(++i)));
        else if (c == QLatin1Char('%'))
            expression += QStringLiteral(".*");
        else if (c == QLatin1Char('_'))
            expression += QLatin1Char('.');
        else
            expression += QRegularExpression::escape(QString(c));
    }
    return QRegularExpression(QRegularExpression::anchoredPattern(expression),
        QRegularExpression::DotMatchesEverythingOption | QRegularExpression::CaseInsensitiveOption)
        .match(database)
        .hasMatch();
}

/// What the lines of SHOW GRANTS, which include those of active roles, give on the whole of a database.
QSet<QString> rightsOn(const QStringList& grants, const QString& database)
{
    static const QRegularExpression line(
        QStringLiteral("^GRANT (.+?) ON (?:TABLE )?(\\*|`((?:[^`]|``)*)`)\\.\\* TO "),
        QRegularExpression::DotMatchesEverythingOption);
    QSet<QString> rights;
    for (const QString& grant : grants) {
        const auto match = line.match(grant);
        if (!match.hasMatch())
            continue;
        const QString pattern = match.captured(3).replace(QStringLiteral("``"), QStringLiteral("`"));
        if (match.captured(2) != QLatin1String("*") && !patternFits(pattern, database))
            continue;
        for (const QString& right : match.captured(1).split(QLatin1Char(',')))
            rights << right.trimmed().toUpper();
    }
    return rights;
}

void findRightsOn(const QString& database, const QStringList& needed, const QStringList& grants,
    QList<base::Error>& findings)
{
    const QSet<QString> rights = rightsOn(grants, database);
    if (rights.contains(QStringLiteral("ALL PRIVILEGES")))
        return;
    QStringList missing;
    for (const QString& right : needed) {
        if (!rights.contains(right))
            missing << right;
    }
    if (missing.isEmpty())
        return;
    findings << finding(QStringLiteral("The login lacks rights on the database “%1”").arg(database),
        QStringLiteral("Missing on the whole database: %1.").arg(missing.join(QStringLiteral(", "))),
        QStringLiteral(
            "Have them granted: GRANT %1 ON the database TO the user. Rights on single tables are not "
            "looked at here.")
            .arg(missing.join(QStringLiteral(", "))));
}

void findServerSettings(const QVariantList& row, bool superuser, QList<base::Error>& findings)
{
    const bool readOnly = row.at(0).toInt() != 0;
    const bool innodbReadOnly = row.at(1).toInt() != 0;
    if (innodbReadOnly || (readOnly && !superuser)) {
        findings << finding(QStringLiteral("The server takes no writes"),
            QStringLiteral("It is a replica, or switched to reading only."),
            QStringLiteral("Connect to the primary server."));
    }
    const bool logs = row.at(2).toInt() != 0;
    const bool trusts = row.at(3).toInt() != 0;
    if (logs && !trusts && !superuser) {
        findings << finding(QStringLiteral("Triggers and functions cannot be created by this login"),
            QStringLiteral(
                "The binary log is on, and log_bin_trust_function_creators is off; then it needs SUPER."),
            QStringLiteral(
                "Have log_bin_trust_function_creators switched on, or migrate as an administrator. "
                "Scripts without triggers and functions work all the same."));
    }
    const QString mode = row.at(4).toString();
    if (mode.contains(QLatin1String("ANSI_QUOTES"))) {
        findings << finding(QStringLiteral("The server takes text in double quotes for names"),
            QStringLiteral(
                "Its sql_mode has ANSI_QUOTES; Strandline reads scripts as servers do without it."),
            QStringLiteral(
                "Use single quotes for text and backquotes for names, which mean the same in both modes, "
                "or take ANSI_QUOTES out of sql_mode."));
    }
    if (mode.contains(QLatin1String("NO_BACKSLASH_ESCAPES"))) {
        findings << finding(QStringLiteral("The server takes a backslash in text for an ordinary character"),
            QStringLiteral(
                "Its sql_mode has NO_BACKSLASH_ESCAPES; Strandline reads scripts as servers do without "
                "it, and may see the end of a text elsewhere."),
            QStringLiteral(
                "Take NO_BACKSLASH_ESCAPES out of sql_mode for the migrations, or write no backslashes."));
    }
    if (row.at(5).toString() == QLatin1String("ON")) {
        findings << finding(QStringLiteral("The server is a node of a Galera cluster"),
            QStringLiteral("The runner lock holds on one node only, and DDL stops all nodes while it runs."),
            QStringLiteral("Run migrations through one and the same node."));
    }
}

} // namespace

base::Result<QList<base::Error>> findMissingRights(db::Connection& connection, const QString& historySchema)
{
    QList<base::Error> findings;
    const auto settings = connection.query(
        QStringLiteral("SELECT @@global.read_only, @@global.innodb_read_only, @@global.log_bin,"
                       " @@global.log_bin_trust_function_creators, @@session.sql_mode"));
    if (!settings)
        return base::forward(settings);
    QVariantList row = settings->rows.value(0);
    // No variable on servers that are built without it.
    const auto cluster = connection.query(QStringLiteral("SHOW GLOBAL VARIABLES LIKE 'wsrep\\_on'"));
    row << (cluster ? cluster->rows.value(0).value(1) : QVariant());
    findServerSettings(row, connection.info().superuser, findings);

    const auto shown = connection.query(QStringLiteral("SHOW GRANTS"));
    if (!shown)
        return base::forward(shown);
    QStringList grants;
    for (const QVariantList& line : shown->rows)
        grants << line.value(0).toString();
    static const QStringList toMigrate {QStringLiteral("SELECT"), QStringLiteral("INSERT"),
        QStringLiteral("UPDATE"), QStringLiteral("DELETE"), QStringLiteral("CREATE"), QStringLiteral("ALTER"),
        QStringLiteral("DROP"), QStringLiteral("INDEX"), QStringLiteral("REFERENCES")};
    static const QStringList toKeepBooks {QStringLiteral("SELECT"), QStringLiteral("INSERT"),
        QStringLiteral("UPDATE"), QStringLiteral("DELETE"), QStringLiteral("CREATE"), QStringLiteral("ALTER"),
        QStringLiteral("INDEX"), QStringLiteral("TRIGGER")};
    const QString database = connection.info().database;
    const bool elsewhere = !historySchema.isEmpty() && historySchema != database;
    findRightsOn(database, elsewhere ? toMigrate : toMigrate + QStringList {QStringLiteral("TRIGGER")},
        grants, findings);
    if (elsewhere)
        findRightsOn(historySchema, toKeepBooks, grants, findings);
    return findings;
}

} // namespace strandline::engine::mysql

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/corpora/corpus.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMap>

namespace strandline::corpora {

namespace {

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

struct KnownReason
{
    const char* project;
    const char* reason;
};

const KnownReason kReasons[] {
    {"codimd", "the migrations are program code"},
    {"jellyseerr", "the migrations are program code"},
    {"nginx-proxy-manager", "the migrations are program code"},
    {"liquibase-samples", "change sets with a syntax of their own inside of one file"},
    {"sqitch-intro", "an order by dependencies, and scripts with a BEGIN and COMMIT of their own"},
};

} // namespace

int CorpusProject::wantedCount() const
{
    return expected[QStringLiteral("applied")].toInt();
}

QString CorpusProject::failingId() const
{
    for (const QJsonValue& migration : expected[QStringLiteral("migrations")].toArray()) {
        if (migration[QStringLiteral("up")].toString().startsWith(QLatin1String("FAIL")))
            return migration[QStringLiteral("id")].toString();
    }
    return {};
}

QList<CorpusProject> readCorpus(const QString& root)
{
    static const QMap<QString, sql::Dialect> dialects {
        {QStringLiteral("postgresql"), sql::Dialect::PostgreSql},
        {QStringLiteral("mysql"), sql::Dialect::MySql}, {QStringLiteral("sqlite"), sql::Dialect::Sqlite}};
    QList<CorpusProject> projects;
    const QList<QByteArray> lines = bytesOf(root + QStringLiteral("/MANIFEST.tsv")).split('\n');
    for (const QByteArray& line : lines.mid(1)) {
        const QStringList fields = QString::fromUtf8(line).split(QLatin1Char('\t'));
        if (fields.size() < 8 || !dialects.contains(fields.at(1)))
            continue;
        CorpusProject project;
        project.name = fields.at(0);
        project.engine = fields.at(1);
        project.dialect = dialects.value(project.engine);
        project.folder = root + QLatin1Char('/') + fields.at(7);
        const auto beside = [&](const QString& pattern) {
            return bytesOf(QStringLiteral("%1/%2/%3").arg(root, project.name, pattern.arg(project.engine)));
        };
        project.expected = QJsonDocument::fromJson(beside(QStringLiteral("expected.%1.json"))).object();
        project.schema = beside(QStringLiteral("expected_schema.%1.sql"));
        project.schemaAfterFailure = beside(QStringLiteral("expected_schema_after_failure.%1.sql"));
        projects << project;
    }
    return projects;
}

QString knownReason(const CorpusProject& project)
{
    for (const KnownReason& known : kReasons) {
        if (project.name == QLatin1String(known.project))
            return QString::fromLatin1(known.reason);
    }
    return {};
}

QStringList preconditions(const CorpusProject& project)
{
    // Its first script grants rights on the history table of the tool that it was written for.
    if (project.name == QLatin1String("cloak"))
        return {QStringLiteral("CREATE TABLE schema_migrations (version varchar(128) PRIMARY KEY)")};
    return {};
}

} // namespace strandline::corpora

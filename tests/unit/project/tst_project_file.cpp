// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/suggestion.h"
#include "core/migration/duration.h"
#include "core/project/project_file.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace strandline;
using namespace strandline::project;

namespace {

const QString kCases = QStringLiteral(STRANDLINE_SOURCE_DIR "/tests/cases/project/");

QString word(bool value)
{
    return value ? QStringLiteral("yes") : QStringLiteral("no");
}

QString word(Level level)
{
    static const QStringList kWords {QStringLiteral("allow"), QStringLiteral("note"), QStringLiteral("warn"),
        QStringLiteral("confirm"), QStringLiteral("block")};
    return kWords.value(int(level));
}

QString word(BackupPolicy backup)
{
    static const QStringList kWords {
        QStringLiteral("none"), QStringLiteral("touched"), QStringLiteral("schema"), QStringLiteral("full")};
    return kWords.value(int(backup));
}

QString describe(const Policy& policy)
{
    return QStringLiteral(
        "backup=%1 review=%2 rehearsal=%3 out_of_order=%4 drift=%5 data_loss=%6 on_failure=%7")
        .arg(word(policy.backup), word(policy.requireReview), word(policy.requireRehearsal),
            word(policy.outOfOrder), word(policy.drift), word(policy.dataLoss),
            policy.onFailure == OnFailure::Restore ? QStringLiteral("restore") : QStringLiteral("stop"));
}

QString milliseconds(const std::optional<int>& value)
{
    return value ? migration::durationText(*value) : QStringLiteral("-");
}

void describe(const Environment& environment, QStringList* lines)
{
    lines->append(
        QStringLiteral("environment %1: tier=%2%3 enabled=%4 url=%5 url_env=%6 origin=%7")
            .arg(environment.name, tierName(environment.tier),
                environment.customTier.isEmpty() ? QString() : QStringLiteral("/") + environment.customTier,
                word(environment.enabled), environment.url, environment.urlEnv, environment.origin));
    lines->append(QStringLiteral("  lock=%1 statement=%2 history_schema=%3")
                      .arg(milliseconds(environment.lockTimeoutMs),
                          milliseconds(environment.statementTimeoutMs), environment.historySchema));
    lines->append(QStringLiteral("  ") + describe(environment.policy));
}

QByteArray dump(const base::Result<Project>& result)
{
    if (!result)
        return QByteArray("ERROR ") + base::errorCodeName(result.error().code).toUtf8() + '\n'
            + result.error().toText().toUtf8() + '\n';
    const Project& project = *result;
    QStringList lines {
        QStringLiteral("name %1").arg(project.name),
        QStringLiteral("root %1").arg(project.root),
        QStringLiteral("config %1").arg(project.configPath),
        QStringLiteral("migrations %1").arg(project.migrationFolders.join(QStringLiteral(" | "))),
        QStringLiteral("per_table %1").arg(word(project.perTable)),
        QStringLiteral("backups %1, keep %2").arg(project.backupFolder).arg(project.keepBackups),
        QStringLiteral("desired %1 %2%3")
            .arg(int(project.desired.kind))
            .arg(project.desired.value, project.desired.command.join(QStringLiteral(" | "))),
        QStringLiteral("scratch %1").arg(project.scratchUrl),
    };
    for (const Environment& environment : project.environments)
        describe(environment, &lines);
    for (auto hook = project.hooks.cbegin(); hook != project.hooks.cend(); ++hook)
        lines.append(QStringLiteral("hook %1: %2").arg(hook.key(), hook.value()));
    for (auto rule = project.lint.cbegin(); rule != project.lint.cend(); ++rule)
        lines.append(QStringLiteral("lint %1: %2").arg(rule.key(), word(rule.value())));
    for (const base::Error& warning : project.warnings)
        lines.append(QStringLiteral("WARNING ") + warning.toText());
    return lines.join(QLatin1Char('\n')).toUtf8() + '\n';
}

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestProjectFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cases_data();
    void cases();
    void secretsAreNeverRepeated_data();
    void secretsAreNeverRepeated();
    void syntaxErrorsOfEveryPrefix();
    void durations_data();
    void durations();
    void durationsRefused_data();
    void durationsRefused();
    void suggestions_data();
    void suggestions();
    void tiersBothWays();
    void dialects_data();
    void dialects();
    void tooLargeFile();
};

void TestProjectFile::cases_data()
{
    QTest::addColumn<QString>("path");
    const QStringList files = QDir(kCases).entryList({QStringLiteral("*.toml")}, QDir::Files, QDir::Name);
    QVERIFY(files.size() > 20);
    for (const QString& file : files)
        QTest::newRow(qPrintable(file.chopped(5))) << kCases + file;
}

/// Set STRANDLINE_UPDATE_CASES=1 to write what came out as expected, then read the difference before
/// committing it.
void TestProjectFile::cases()
{
    QFETCH(QString, path);
    const QByteArray actual =
        dump(parseProjectFile(contents(path), QStringLiteral("/srv/atara/strandline.toml")));
    const QString expectedPath = path.chopped(5) + QStringLiteral(".expected");
    if (qEnvironmentVariableIsSet("STRANDLINE_UPDATE_CASES")) {
        QFile file(expectedPath);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(actual), actual.size());
        return;
    }
    QCOMPARE(QString::fromUtf8(actual), QString::fromUtf8(contents(expectedPath)));
}

void TestProjectFile::secretsAreNeverRepeated_data()
{
    cases_data();
}

void TestProjectFile::secretsAreNeverRepeated()
{
    QFETCH(QString, path);
    const auto result = parseProjectFile(contents(path), QStringLiteral("/srv/atara/strandline.toml"));
    QString told;
    if (!result)
        told = result.error().toText();
    else {
        for (const base::Error& warning : result->warnings)
            told += warning.toText();
    }
    QVERIFY2(!told.contains(QStringLiteral("h0nk")), qPrintable(told));
}

/// A file cut off anywhere (a full disk, an editor that died) is an error or a project, never an exception.
void TestProjectFile::syntaxErrorsOfEveryPrefix()
{
    const QByteArray whole = contents(kCases + QStringLiteral("full.toml"));
    QVERIFY(whole.size() > 500);
    int failures = 0;
    for (qsizetype size = 0; size < whole.size(); ++size) {
        const auto result = parseProjectFile(whole.first(size), QStringLiteral("/srv/atara/strandline.toml"));
        if (!result) {
            ++failures;
            QVERIFY(result.error().position.line > 0);
        }
    }
    QVERIFY(failures > 100);
}

void TestProjectFile::durations_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("expected");
    QTest::newRow("0") << QStringLiteral("0") << 0;
    QTest::newRow("0s") << QStringLiteral("0s") << 0;
    QTest::newRow("250ms") << QStringLiteral("250ms") << 250;
    QTest::newRow("5s") << QStringLiteral("5s") << 5000;
    QTest::newRow("10min") << QStringLiteral("10min") << 600000;
    QTest::newRow("2h") << QStringLiteral("2h") << 7200000;
    QTest::newRow("most") << QStringLiteral("2147483647ms") << 2147483647;
    QTest::newRow("leading zero") << QStringLiteral("05s") << 5000;
}

void TestProjectFile::durations()
{
    QFETCH(QString, text);
    QFETCH(int, expected);
    QCOMPARE(migration::parseDuration(text).value(), expected);
    QCOMPARE(migration::parseDuration(migration::durationText(expected)).value(), expected);
}

void TestProjectFile::durationsRefused_data()
{
    QTest::addColumn<QString>("text");
    for (const char* text : {"", "5", "s", "5 s", " 5s", "5s ", "-5s", "+5s", "1.5s", "5S", "5m", "5sec",
             "1h30min", "2147483648ms", "597h", "99999999999999999999s", "0x5s", "\xD9\xA5s"})
        QTest::newRow(*text ? text : "nothing") << QString::fromUtf8(text);
}

void TestProjectFile::durationsRefused()
{
    QFETCH(QString, text);
    const auto result = migration::parseDuration(text);
    QVERIFY(!result);
    QCOMPARE(result.error().code, base::ErrorCode::Invalid);
    QVERIFY(!result.error().detail.isEmpty() && result.error().hint.contains(QStringLiteral("10min")));
}

void TestProjectFile::suggestions_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("expected");
    QTest::newRow("missing letter") << QStringLiteral("migration") << QStringLiteral("migrations");
    QTest::newRow("swapped") << QStringLiteral("nmae") << QStringLiteral("name");
    QTest::newRow("case") << QStringLiteral("NAME") << QStringLiteral("name");
    QTest::newRow("dash") << QStringLiteral("keep-backups") << QStringLiteral("keep_backups");
    QTest::newRow("nothing near") << QStringLiteral("wharrgarbl") << QString();
    QTest::newRow("empty") << QString() << QString();
    QTest::newRow("endless") << QString(100000, QLatin1Char('n')) << QString();
}

void TestProjectFile::suggestions()
{
    QFETCH(QString, written);
    QTEST(base::nearestWord(written,
              {QStringLiteral("name"), QStringLiteral("migrations"), QStringLiteral("backups"),
                  QStringLiteral("keep_backups")}),
        "expected");
}

void TestProjectFile::tiersBothWays()
{
    for (const Tier tier : {Tier::Development, Tier::Test, Tier::Staging, Tier::Production, Tier::Custom})
        QCOMPARE(tierFromName(tierName(tier)), std::optional(tier));
    QVERIFY(!tierFromName(QStringLiteral("Production")));
    QVERIFY(!tierFromName(QString()));
}

void TestProjectFile::dialects_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<int>("expected");
    QTest::newRow("postgres") << QStringLiteral("postgres://${X}") << int(sql::Dialect::PostgreSql);
    QTest::newRow("postgresql") << QStringLiteral("PostgreSQL://h/d") << int(sql::Dialect::PostgreSql);
    QTest::newRow("mysql") << QStringLiteral("mysql://h/d") << int(sql::Dialect::MySql);
    QTest::newRow("mariadb") << QStringLiteral("mariadb://h/d") << int(sql::Dialect::MySql);
    QTest::newRow("sqlite") << QStringLiteral("sqlite:a.db") << int(sql::Dialect::Sqlite);
    QTest::newRow("variable") << QStringLiteral("${DATABASE_URL}") << -1;
    QTest::newRow("none") << QString() << -1;
}

void TestProjectFile::dialects()
{
    QFETCH(QString, url);
    QFETCH(int, expected);
    Environment environment;
    environment.url = url;
    const auto dialect = dialectOf(environment);
    QCOMPARE(dialect ? int(*dialect) : -1, expected);
    Project project;
    project.environments = {Environment {}, environment};
    QCOMPARE(dialectOf(project), dialect);
}

void TestProjectFile::tooLargeFile()
{
    QVERIFY(!readProjectFile(QStringLiteral("/no/such/strandline.toml")));
    QCOMPARE(
        readProjectFile(QStringLiteral("/no/such/strandline.toml")).error().code, base::ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(TestProjectFile)
#include "tst_project_file.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/statement_splitter.h"
#include "tests/corpora/corpus.h"
#include "tests/corpora/corpus_scripts.h"
#include "tests/corpora/schema_facts.h"
#include "tests/support/cli_program.h"
#include "tests/support/live_database.h"
#include "tests/support/server_facts.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>

using namespace strandline;
using corpora::CorpusProject;

Q_DECLARE_METATYPE(CorpusProject)

/// Folders of migrations of public projects: everything forward, the schema that other tools made of it, and
/// everything back.
class CorporaTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void leadsWhereItShould_data();
    void leadsWhereItShould();
};

namespace {

const char* const kVariable = "STRANDLINE_CORPUS";
const QStringList kConsent {QStringLiteral("--yes"), QStringLiteral("--allow-data-loss")};

/// With the administrator's login: the projects make extensions and roles.
connection::ConnectionSettings adminSettings(const test::LiveDatabase& database)
{
    if (database.dialect() == sql::Dialect::Sqlite)
        return database.settings();
    connection::ConnectionSettings settings = test::serverFacts(database.dialect()).admin;
    settings.database = database.settings().database;
    return settings;
}

base::Result<std::unique_ptr<db::Connection>> openAsAdmin(const test::LiveDatabase& database)
{
    engine::OpenOptions options;
    options.access = db::AccessMode::ReadWrite;
    options.writeToken = test::writeToken();
    return database.engines().open(adminSettings(database), options, {});
}

/// A dump in whatever order it comes: what needs something that is not there yet has another turn.
QString loadDump(db::Connection& connection, const QByteArray& dump)
{
    const auto dialect = connection.info().dialect;
    if (dialect == sql::Dialect::PostgreSql)
        connection.execute(QStringLiteral("SET check_function_bodies = false"));
    if (dialect == sql::Dialect::MySql)
        connection.execute(QStringLiteral("SET foreign_key_checks = 0"));
    QStringList left;
    const sql::SplitResult split = sql::split(dump, dialect);
    for (const sql::Statement& statement : split.statements) {
        if (statement.kind != sql::StatementKind::Sql)
            continue;
        const QString text = QString::fromUtf8(statement.textIn(dump).toByteArray());
        // SQLite makes these by itself; the quotes are how a virtual table writes its own ones.
        if (!text.startsWith(QLatin1String("CREATE TABLE sqlite_"))
            && !text.startsWith(QLatin1String("CREATE TABLE '")))
            left << text;
    }
    QString problem;
    for (qsizetype before = left.size() + 1; !left.isEmpty() && left.size() < before;) {
        before = left.size();
        QStringList again;
        for (const QString& text : std::as_const(left)) {
            if (const auto done = connection.execute(text); !done) {
                again << text;
                problem = done.error().toText() + QLatin1Char('\n') + text.left(200);
            }
        }
        left = again;
    }
    return left.isEmpty() ? QString() : problem;
}

/// The facts of a dump, by way of a database that is gone afterwards: roles belong to all databases, and what
/// a policy names in one cannot be dropped from another.
QString factsOf(sql::Dialect dialect, const QByteArray& dump, QStringList& facts)
{
    const test::LiveDatabase database(dialect);
    const auto connection = openAsAdmin(database);
    if (!connection)
        return connection.error().toText();
    if (const QString problem = loadDump(**connection, dump); !problem.isEmpty())
        return QStringLiteral("the expected schema cannot be loaded: ") + problem;
    const auto read = corpora::schemaFacts(**connection);
    if (!read)
        return read.error().toText();
    facts = *read;
    return {};
}

QString differences(const QStringList& found, const QStringList& wanted)
{
    QStringList lines;
    for (const QString& line : wanted) {
        if (!found.contains(line))
            lines << QStringLiteral("  missing: ") + line;
    }
    for (const QString& line : found) {
        if (!wanted.contains(line))
            lines << QStringLiteral("  extra:   ") + line;
    }
    return lines.mid(0, 30).join(QLatin1Char('\n'));
}

struct UpResult
{
    int done = 0;
    QString stoppedAt; ///< file name of the migration that failed, or that was refused beforehand
    bool wasRefused = false;
    QString problem;
};

UpResult apply(
    const connection::ConnectionSettings& settings, const test::TempProject& project, const QString& upTo)
{
    QStringList arguments = QStringList {QStringLiteral("up")} + kConsent;
    if (!upTo.isEmpty())
        arguments << QStringLiteral("--to") << upTo;
    const auto answer = test::callCli(settings, project, arguments);
    const QJsonObject json = answer.json();
    UpResult result;
    result.wasRefused = answer.exitCode == 4;
    for (const QJsonValue& step : json[QStringLiteral("steps")].toArray()) {
        const QString state = step[QStringLiteral("state")].toString();
        result.done += state == QLatin1String("done") ? 1 : 0;
        if (state == QLatin1String("failed") || state == QLatin1String("half-applied"))
            result.stoppedAt = step[QStringLiteral("id")].toString();
    }
    QJsonArray errors {json[QStringLiteral("error")]};
    for (const QJsonValue& check : json[QStringLiteral("checks")].toArray()) {
        if (check[QStringLiteral("level")].toString() != QLatin1String("block"))
            continue;
        for (const QJsonValue& error : check[QStringLiteral("errors")].toArray())
            errors.append(error);
    }
    QStringList lines;
    for (const QJsonValue& error : std::as_const(errors)) {
        const QJsonObject position = error[QStringLiteral("position")].toObject();
        lines << QStringLiteral("%1: %2 (%3:%4)")
                     .arg(error[QStringLiteral("summary")].toString(),
                         error[QStringLiteral("detail")].toString(),
                         position[QStringLiteral("file")].toString())
                     .arg(position[QStringLiteral("line")].toInt());
        if (result.wasRefused && result.stoppedAt.isEmpty())
            result.stoppedAt = position[QStringLiteral("file")].toString();
    }
    if (answer.exitCode != 0)
        result.problem = lines.join(QLatin1Char('\n'));
    return result;
}

/// One by one, until one of them fails: how many went well, and what the next one says.
int revertAll(const connection::ConnectionSettings& settings, const test::TempProject& project, int count,
    QString& said)
{
    for (int done = 0; done < count; ++done) {
        const auto answer = test::callCli(settings, project, QStringList {QStringLiteral("down")} + kConsent);
        if (answer.exitCode == 0)
            continue;
        const QJsonObject error = answer.json()[QStringLiteral("error")].toObject();
        said = answer.json()[QStringLiteral("failedMigration")].toString() + QStringLiteral(": ")
            + error[QStringLiteral("summary")].toString() + QLatin1Char(' ')
            + error[QStringLiteral("detail")].toString();
        if (error.isEmpty())
            said = answer.text().left(3000);
        return done;
    }
    return count;
}

} // namespace

void CorporaTest::initTestCase()
{
    if (qEnvironmentVariableIsEmpty(kVariable))
        QSKIP("STRANDLINE_CORPUS names no folder of real projects: nothing was tried");
}

void CorporaTest::leadsWhereItShould_data()
{
    QTest::addColumn<CorpusProject>("project");
    for (const CorpusProject& project : corpora::readCorpus(qEnvironmentVariable(kVariable)))
        QTest::newRow(qPrintable(project.title())) << project;
}

void CorporaTest::leadsWhereItShould()
{
    QFETCH(CorpusProject, project);
    STRANDLINE_NEEDS_ENGINE(project.dialect);
    if (const QString reason = corpora::knownReason(project); !reason.isEmpty())
        QSKIP(qPrintable(project.title() + QStringLiteral(": ") + reason));
    QElapsedTimer timer;
    timer.start();
    QString problem;
    const auto scripts = corpora::readScripts(project, problem);
    QVERIFY2(problem.isEmpty() && !scripts.isEmpty(), qPrintable(problem));
    const test::TempProject folder;
    test::writeProjectFile(folder, "statement_timeout = \"5min\"\n");
    corpora::writeScripts(folder, scripts);
    const test::LiveDatabase database(project.dialect);
    const auto connection = openAsAdmin(database);
    QVERIFY(connection);
    for (const QString& statement : corpora::preconditions(project))
        QVERIFY((*connection)->execute(statement));

    const auto settings = adminSettings(database);
    UpResult up = apply(settings, folder, {});
    const QString failing = project.failingId();
    if (failing.isEmpty() != up.problem.isEmpty())
        qWarning("%s", qPrintable(up.problem));
    QVERIFY2(failing.isEmpty() == up.problem.isEmpty(), "the lines are above");
    bool leftMore = !failing.isEmpty() && !project.schemaAfterFailure.isEmpty();
    if (!failing.isEmpty()) {
        const int last = project.wantedCount();
        QVERIFY2(up.stoppedAt.contains(scripts.at(last).fileName()), qPrintable(up.stoppedAt + up.problem));
        if (up.wasRefused) {
            // Found before anything ran, which is more than was asked: those before it run alone.
            leftMore = false;
            up = apply(settings, folder, scripts.at(last - 1).version);
        }
    }
    QVERIFY2(up.done == project.wantedCount(), qPrintable(up.problem));

    QStringList wanted;
    const QString unloadable =
        factsOf(project.dialect, leftMore ? project.schemaAfterFailure : project.schema, wanted);
    QVERIFY2(unloadable.isEmpty(), qPrintable(unloadable));
    const auto found = corpora::schemaFacts(**connection);
    QVERIFY2(found, qPrintable(found ? QString() : found.error().toText()));
    if (*found != wanted)
        qWarning("%s", qPrintable(differences(*found, wanted)));
    QVERIFY2(*found == wanted, "the schema differs; the lines are above");

    const QJsonObject chain = project.expected[QStringLiteral("reverse_chain")].toObject();
    QString back = QStringLiteral("no way back");
    if (!chain.isEmpty()) {
        QString said;
        const int reverted = revertAll(settings, folder, up.done, said);
        const QJsonArray stoppedAt = chain[QStringLiteral("stopped_at")].toArray();
        QVERIFY2(reverted == chain[QStringLiteral("ok")].toInt(),
            qPrintable(QStringLiteral("%1 down instead of %2; %3\nthere: %4")
                           .arg(reverted)
                           .arg(chain[QStringLiteral("ok")].toInt())
                           .arg(said, stoppedAt.at(1).toString())));
        back = QStringLiteral("%1 down").arg(reverted);
        if (stoppedAt.isEmpty()) {
            const auto left = corpora::tablesLeft(**connection);
            QVERIFY(left);
            QCOMPARE(left->size(), corpora::preconditions(project).size());
            back += QStringLiteral(", nothing left");
        } else {
            back += QStringLiteral(", then its own script is wrong (%1)").arg(said.left(160));
        }
    }
    qInfo("%s: %d of %d up, %d facts of the schema equal, %s, %lld s", qPrintable(project.title()), up.done,
        int(scripts.size()), int(found->size()), qPrintable(back), timer.elapsed() / 1000);
}

QTEST_GUILESS_MAIN(CorporaTest)
#include "tst_corpora.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/scratch.h"
#include "core/usecase/renderers.h"
#include "core/usecase/run_script_files.h"
#include "tests/support/cli_program.h"
#include "tests/support/live_database.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>
#include <QThread>

#include <csignal>

using namespace strandline;
using sql::Dialect;

/// schema, verify and generate as a user calls them, on three engines. An engine that cannot be compared yet
/// has to say so.
class SchemaCliTest : public QObject
{
    Q_OBJECT

private slots:
    void thereAndBack_data() { test::addEngineRows(); }
    void thereAndBack();
    void renamesAreAsked_data() { test::addEngineRows(); }
    void renamesAreAsked();
    void inspectedJsonIsASource_data() { test::addEngineRows(); }
    void inspectedJsonIsASource();
    void driftIsNamedAndAdopted_data() { test::addEngineRows(); }
    void driftIsNamedAndAdopted();
    void generates_data() { test::addEngineRows(); }
    void generates();
    void generatesFromACommand();
    void aCrashLeavesNothingForLong();

private:
    bool isComparable(Dialect dialect) const;
    test::CliAnswer call(const QStringList& arguments) const;
    void begin(Dialect dialect);
    /// Runs a script file against the database as the engine's client would.
    void apply(const QString& file) const;
    QString path(const char* name) const { return m_project->filePath(QLatin1String(name)); }
    QVariant value(const char* query) const;

    engine::Engines m_engines = test::allEngines();
    std::unique_ptr<test::LiveDatabase> m_live;
    std::unique_ptr<test::TempProject> m_project;
};

namespace {

const QByteArray oldSchema = "CREATE TABLE users (id integer PRIMARY KEY, mail varchar(100) NOT NULL);\n"
                             "CREATE TABLE orders (id integer PRIMARY KEY, user_id integer NOT NULL,\n"
                             "  FOREIGN KEY (user_id) REFERENCES users (id));\n";
const QByteArray newSchema = "CREATE TABLE users (id integer PRIMARY KEY, mail varchar(100) NOT NULL,\n"
                             "  loyalty_points integer NOT NULL DEFAULT 0);\n"
                             "CREATE TABLE orders (id integer PRIMARY KEY, user_id integer NOT NULL,\n"
                             "  FOREIGN KEY (user_id) REFERENCES users (id));\n"
                             "CREATE INDEX orders_by_user ON orders (user_id, id);\n"
                             "CREATE VIEW rich AS SELECT id FROM users WHERE loyalty_points > 100;\n";

QStringList sentences(const QJsonObject& document)
{
    QStringList result;
    for (const QJsonValue& difference : document[QStringLiteral("differences")].toArray())
        result << difference[QStringLiteral("sentence")].toString();
    return result;
}

/// The part of a sentence that every engine words the same.
bool anyContains(const QStringList& lines, const QString& text)
{
    return std::any_of(lines.begin(), lines.end(), [&](const QString& line) { return line.contains(text); });
}

} // namespace

#define EXIT(answer, code) QVERIFY2((answer).exitCode == (code), qPrintable((answer).text()))

/// What is known and not done yet; the reason is in the output of every run.
#define OPEN_FOR(condition, reason)                                                                          \
    if (condition)                                                                                           \
    QSKIP("open: " reason)

/// Where the engine cannot read or write schemas yet: says so in words, and the test is over.
#define COMPARABLE_OR_TOLD(dialect)                                                                          \
    do {                                                                                                     \
        STRANDLINE_NEEDS_ENGINE(dialect);                                                                    \
        begin(dialect);                                                                                      \
        if (QTest::currentTestFailed())                                                                      \
            return;                                                                                          \
        if (!isComparable(dialect)) {                                                                        \
            m_project->write(QStringLiteral("new.sql"), newSchema);                                          \
            const auto told = call(                                                                          \
                {QStringLiteral("schema"), QStringLiteral("diff"), QStringLiteral("dev"), path("new.sql")}); \
            EXIT(told, 1);                                                                                   \
            QCOMPARE(told.json()[QStringLiteral("error")][QStringLiteral("code")].toString(),                \
                QStringLiteral("unsupported"));                                                              \
            return;                                                                                          \
        }                                                                                                    \
    } while (false)

bool SchemaCliTest::isComparable(Dialect dialect) const
{
    return m_engines.find(dialect)->introspector() && usecase::rendererFor(dialect).has_value();
}

void SchemaCliTest::begin(Dialect dialect)
{
    m_project = std::make_unique<test::TempProject>();
    m_live = std::make_unique<test::LiveDatabase>(dialect);
    QVERIFY2(m_live->problem().isEmpty(), qPrintable(m_live->problem()));
    test::writeProjectFile(*m_project);
    QVERIFY(QDir().mkpath(path("migrations")));
}

test::CliAnswer SchemaCliTest::call(const QStringList& arguments) const
{
    return test::callCli(m_live->settings(), *m_project, arguments);
}

void SchemaCliTest::apply(const QString& file) const
{
    const auto connection = m_live->open();
    QVERIFY(connection.has_value());
    const auto run = usecase::runScriptFiles(**connection, {file, true}, {});
    const QString problem = run ? QString() : run.error().toText() + QString::fromUtf8([&file] {
        QFile script(file);
        return script.open(QIODevice::ReadOnly) ? script.readAll() : QByteArray();
    }());
    QVERIFY2(run.has_value(), qPrintable(problem));
}

QVariant SchemaCliTest::value(const char* query) const
{
    const auto connection = m_live->open(db::AccessMode::ReadOnly);
    if (!connection)
        return connection.error().toText();
    const auto rows = (*connection)->query(QLatin1String(query));
    return rows ? rows->rows.value(0).value(0) : QVariant(rows.error().toText());
}

void SchemaCliTest::thereAndBack()
{
    QFETCH(Dialect, dialect);
    OPEN_FOR(dialect == Dialect::PostgreSql,
        "rights by default privileges of the compared database are not in the scratch database");
    OPEN_FOR(dialect == Dialect::MySql,
        "the private server of MariaDB refuses the login when a password is in the environment");
    COMPARABLE_OR_TOLD(dialect);
    apply(m_project->write(QStringLiteral("old.sql"), oldSchema));
    m_project->write(QStringLiteral("new.sql"), newSchema);
    const QStringList forward {QStringLiteral("schema"), QStringLiteral("diff"), QStringLiteral("dev"),
        path("new.sql"), QStringLiteral("--up"), path("up.sql"), QStringLiteral("--down"), path("down.sql")};
    const auto first = call(forward);
    EXIT(first, 3);
    QVERIFY2(anyContains(sentences(first.json()), QStringLiteral("users.loyalty_points")),
        qPrintable(first.text()));
    apply(path("up.sql"));
    QVERIFY(QFile::rename(path("down.sql"), path("back.sql")));
    const auto second = call(forward);
    EXIT(second, 0);
    QVERIFY(second.json()[QStringLiteral("equal")].toBool());
    QCOMPARE(m_project->read(QStringLiteral("up.sql")), QByteArray());
    QCOMPARE(m_project->read(QStringLiteral("down.sql")), QByteArray());
    apply(path("back.sql"));
    EXIT(call({QStringLiteral("schema"), QStringLiteral("diff"), path("old.sql"), QStringLiteral("dev")}), 0);
}

void SchemaCliTest::renamesAreAsked()
{
    QFETCH(Dialect, dialect);
    OPEN_FOR(dialect == Dialect::MySql,
        "the private server of MariaDB refuses the login when a password is in the environment");
    COMPARABLE_OR_TOLD(dialect);
    apply(m_project->write(QStringLiteral("old.sql"),
        oldSchema + "INSERT INTO users (id, mail) VALUES (1, 'anna@example.org');\n"));
    m_project->write(QStringLiteral("new.sql"), QByteArray(oldSchema).replace("mail ", "email "));
    const QStringList diff {
        QStringLiteral("schema"), QStringLiteral("diff"), QStringLiteral("dev"), path("new.sql")};
    const auto refused = call(diff);
    EXIT(refused, 4);
    const QString hint = refused.json()[QStringLiteral("error")][QStringLiteral("hint")].toString();
    QVERIFY2(hint.contains(QStringLiteral("--rename users.mail=users.email")), qPrintable(refused.text()));

    const auto dropped = call(diff + QStringList {QStringLiteral("--renames"), QStringLiteral("none")});
    EXIT(dropped, 3);
    QCOMPARE(dropped.json()[QStringLiteral("unanswered")].toArray().size(), 1);
    QVERIFY2(dropped.err.contains("WARNING") || !dropped.json().isEmpty(), qPrintable(dropped.text()));

    const auto renamed = call(diff
        + QStringList {QStringLiteral("--rename"), QStringLiteral("users.mail=users.email"),
            QStringLiteral("--up"), path("up.sql"), QStringLiteral("--down"), path("down.sql")});
    EXIT(renamed, 3);
    apply(path("up.sql"));
    QCOMPARE(value("SELECT email FROM users").toString(), QStringLiteral("anna@example.org"));
    apply(path("down.sql"));
    QCOMPARE(value("SELECT mail FROM users").toString(), QStringLiteral("anna@example.org"));
}

void SchemaCliTest::inspectedJsonIsASource()
{
    QFETCH(Dialect, dialect);
    OPEN_FOR(dialect == Dialect::MySql,
        "the private server of MariaDB refuses the login when a password is in the environment");
    COMPARABLE_OR_TOLD(dialect);
    apply(m_project->write(QStringLiteral("old.sql"), oldSchema));
    const auto inspected = call({QStringLiteral("schema"), QStringLiteral("inspect")});
    EXIT(inspected, 0);
    m_project->write(QStringLiteral("saved.json"), inspected.out);
    EXIT(call({QStringLiteral("schema"), QStringLiteral("diff"), path("saved.json"), QStringLiteral("dev")}),
        0);
    const auto dumped = call({QStringLiteral("schema"), QStringLiteral("dump"), path("saved.json")});
    EXIT(dumped, 0);
    m_project->write(QStringLiteral("dumped.sql"), dumped.json()[QStringLiteral("sql")].toString().toUtf8());
    EXIT(call({QStringLiteral("schema"), QStringLiteral("diff"), QStringLiteral("dev"), path("dumped.sql")}),
        0);
    m_project->write(QStringLiteral("broken.json"), "{\"tables\": 1}");
    EXIT(call({QStringLiteral("schema"), QStringLiteral("inspect"), path("broken.json")}), 1);
}

void SchemaCliTest::driftIsNamedAndAdopted()
{
    QFETCH(Dialect, dialect);
    OPEN_FOR(dialect == Dialect::PostgreSql,
        "rights by default privileges of the compared database are not in the scratch database");
    OPEN_FOR(dialect == Dialect::MySql,
        "the private server of MariaDB refuses the login when a password is in the environment");
    COMPARABLE_OR_TOLD(dialect);
    m_project->write(QStringLiteral("migrations/20250101000000_begin.up.sql"), oldSchema);
    m_project->write(QStringLiteral("migrations/20250101000000_begin.down.sql"),
        "DROP TABLE orders;\nDROP TABLE users;\n");
    EXIT(call({QStringLiteral("up")}), 0);
    // What waits is not expected to be there.
    m_project->write(
        QStringLiteral("migrations/20250102000000_later.up.sql"), "CREATE TABLE later (a integer);\n");
    const auto clean = call({QStringLiteral("verify")});
    EXIT(clean, 0);
    QVERIFY(!clean.json()[QStringLiteral("drift")].toBool());

    apply(m_project->write(QStringLiteral("hand.sql"), "ALTER TABLE users ADD COLUMN shoe_size integer;\n"));
    const auto drifted = call({QStringLiteral("verify")});
    EXIT(drifted, 3);
    QVERIFY2(anyContains(sentences(drifted.json()), QStringLiteral("users.shoe_size")),
        qPrintable(drifted.text()));

    const auto adopted =
        call({QStringLiteral("verify"), QStringLiteral("--adopt"), QStringLiteral("shoe size by hand")});
    EXIT(adopted, 0);
    const QJsonArray migrations = adopted.json()[QStringLiteral("migrations")].toArray();
    QCOMPARE(migrations.size(), 1);
    QVERIFY(QFile::exists(migrations[0][QStringLiteral("files")].toArray().at(0).toString()));
    QVERIFY(migrations[0][QStringLiteral("up")].toString().contains(QStringLiteral("shoe_size")));
    const QString id = migrations[0][QStringLiteral("id")].toString();
    EXIT(call({QStringLiteral("mark"), id, QStringLiteral("applied")}), 0);
    EXIT(call({QStringLiteral("verify")}), 0);
}

void SchemaCliTest::generates()
{
    QFETCH(Dialect, dialect);
    OPEN_FOR(dialect == Dialect::PostgreSql,
        "rights by default privileges of the compared database are not in the scratch database");
    OPEN_FOR(dialect == Dialect::MySql,
        "the private server of MariaDB refuses the login when a password is in the environment");
    OPEN_FOR(dialect == Dialect::Sqlite, "the end of the way back is told differently here than by hand");
    COMPARABLE_OR_TOLD(dialect);
    test::writeProjectFile(*m_project, "[desired]\nsql = \"schema\"\n");
    m_project->write(QStringLiteral("migrations/20250101000000_begin.up.sql"), oldSchema);
    m_project->write(QStringLiteral("migrations/20250101000000_begin.down.sql"),
        "DROP TABLE orders;\nDROP TABLE users;\n");
    m_project->write(QStringLiteral("schema/1.sql"), oldSchema);
    const QStringList generate {QStringLiteral("generate"), QStringLiteral("add loyalty points")};
    const auto nothing = call(generate);
    EXIT(nothing, 0);
    QVERIFY(nothing.json()[QStringLiteral("migrations")].toArray().isEmpty());

    m_project->write(QStringLiteral("schema/1.sql"), newSchema);
    const auto shown = call(generate + QStringList {QStringLiteral("--dry-run")});
    EXIT(shown, 0);
    QCOMPARE(QDir(path("migrations")).entryList(QDir::Files).size(), 2);
    QVERIFY(!shown.json()[QStringLiteral("written")].toBool());

    const auto written = call(generate);
    EXIT(written, 0);
    // users, orders, and the view
    QCOMPARE(written.json()[QStringLiteral("migrations")].toArray().size(), 3);
    QCOMPARE(QDir(path("migrations")).entryList(QDir::Files).size(), 8);
    EXIT(call({QStringLiteral("up")}), 0);
    EXIT(call({QStringLiteral("schema"), QStringLiteral("diff"), QStringLiteral("dev"), path("schema")}), 0);
    const auto again = call(generate);
    EXIT(again, 0);
    QVERIFY(again.json()[QStringLiteral("migrations")].toArray().isEmpty());
    EXIT(call({QStringLiteral("down"), QStringLiteral("--count"), QStringLiteral("3"),
             QStringLiteral("--allow-data-loss")}),
        0);
    EXIT(call({QStringLiteral("schema"), QStringLiteral("diff"), QStringLiteral("dev"),
             QStringLiteral("migrations@20250101000000")}),
        0);
}

void SchemaCliTest::generatesFromACommand()
{
    COMPARABLE_OR_TOLD(Dialect::Sqlite);
    test::writeProjectFile(*m_project,
        "[desired]\ncommand = [\"sh\", \"-c\", \"sqlite3 \\\"$DB_NAME\\\" < 'desired file.sql'\"]\n");
    m_project->write(QStringLiteral("desired file.sql"), oldSchema);
    if (QStandardPaths::findExecutable(QStringLiteral("sqlite3")).isEmpty())
        QSKIP("no sqlite3 program");
    const auto written = call({QStringLiteral("generate"), QStringLiteral("begin")});
    EXIT(written, 0);
    QCOMPARE(written.json()[QStringLiteral("migrations")].toArray().size(), 2);

    test::writeProjectFile(*m_project, "[desired]\ncommand = [\"sh\", \"-c\", \"echo so not; exit 9\"]\n");
    const auto failed = call({QStringLiteral("generate"), QStringLiteral("more")});
    EXIT(failed, 4);
    QVERIFY2(failed.json()[QStringLiteral("error")][QStringLiteral("detail")].toString().contains(
                 QStringLiteral("so not")),
        qPrintable(failed.text()));
}

void SchemaCliTest::aCrashLeavesNothingForLong()
{
    QSKIP("open: the next start of another engine does not clean up yet");
    STRANDLINE_NEEDS_ENGINE(Dialect::PostgreSql);
    begin(Dialect::PostgreSql);
    const QString script =
        m_project->write(QStringLiteral("slow.sql"), "CREATE TABLE t (a int);\nSELECT pg_sleep(600);\n");
    const QDir registry(path(".local/state/strandline/scratch"));
    QProcess victim;
    victim.setProcessEnvironment(test::cliEnvironment(m_live->settings(), *m_project));
    victim.start(test::cliProgram(),
        test::cliArguments(*m_project,
            {QStringLiteral("schema"), QStringLiteral("inspect"), script, QStringLiteral("--engine"),
                QStringLiteral("postgresql")}));
    QVERIFY(victim.waitForStarted());
    const auto scratchFolder = [&]() -> QString {
        const QStringList marks = registry.entryList(QDir::Files);
        return marks.isEmpty()
            ? QString()
            : QDir::tempPath() + QLatin1Char('/') + QString(marks.first()).remove(QStringLiteral(".json"));
    };
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(scratchFolder() + QStringLiteral("/data/postmaster.pid")), 120000);
    const QString folder = scratchFolder();
    victim.kill();
    QVERIFY(victim.waitForFinished());
    QVERIFY(QFile::exists(folder));
    m_project->write(QStringLiteral("quick.sql"), "CREATE TABLE t (a int);\n");
    const auto next = call({QStringLiteral("schema"), QStringLiteral("inspect"), path("quick.sql"),
        QStringLiteral("--engine"), QStringLiteral("sqlite")});
    QVERIFY(next.exitCode == 0 || next.exitCode == 1); // another engine cleans up as well, whatever it can do
    QTRY_VERIFY_WITH_TIMEOUT(!QFile::exists(folder), 30000);
    QVERIFY(registry.entryList(QDir::Files).isEmpty());
}

QTEST_GUILESS_MAIN(SchemaCliTest)
#include "tst_schema_cli.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/project/create_migration.h"
#include "core/project/init_project.h"
#include "core/project/migration_name.h"
#include "core/project/native_format.h"
#include "core/project/open.h"
#include "core/project/project_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>
#include <thread>

using namespace strandline;
using namespace strandline::project;

namespace {

const ScriptPair kScripts {"SELECT 1;\n", "SELECT 2;\n", true};

void touch(const QString& path, const QByteArray& bytes = "SELECT 1;\n")
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestCreateMigration : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void names_data();
    void names();
    void namesRefused_data();
    void namesRefused();
    void writesBothFiles();
    void withoutDown();
    void versionMovesOn_data();
    void versionMovesOn();
    void neverOverwrites();
    void nothingIsLeftWhenTheSecondFileFails();
    void unwritableFolder();
    void manyAtOnce();
    void initWritesAValidProject_data();
    void initWritesAValidProject();
    void initRefusesToOverwrite_data();
    void initRefusesToOverwrite();
    void initExtendsGitignore_data();
    void initExtendsGitignore();
    void initFollowsALinkedGitignore();
    void initNeverWritesAPassword();
    void initRefusesABadUrl();
};

void TestCreateMigration::names_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* words, const char* expected) {
        QTest::newRow(words) << QString::fromUtf8(words) << QString::fromUtf8(expected);
    };
    row("Add Loyalty Points to Users", "add_loyalty_points_to_users");
    row("AddLoyaltyPointsToUsers", "add_loyalty_points_to_users");
    row("addLoyaltyPoints", "add_loyalty_points");
    row("parseHTTPServer", "parse_http_server");
    row("add2ndColumn", "add2nd_column");
    row("v2Users", "v2_users");
    row("already_good_1", "already_good_1");
    row("  --spaces__and--dashes..  ", "spaces_and_dashes");
    row("user's name", "users_name");
    row("a/../b", "a_b");
    row("Größe ändern", "grosse_andern");
    row("Ångström Œuvre Łódź", "angstrom_oeuvre_lodz");
    row("ﬁle", "file");
    row("ŒUVRE", "oeuvre");
    row("tab\tand\nnewline", "tab_and_newline");
    row("100%", "100");
}

void TestCreateMigration::names()
{
    QFETCH(QString, words);
    QTEST(normaliseName(words).value(), "expected");
    QCOMPARE(normaliseName(normaliseName(words).value()).value(), normaliseName(words).value());
}

void TestCreateMigration::namesRefused_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("suggested");
    QTest::newRow("empty") << QString() << QString();
    QTest::newRow("signs") << QStringLiteral("!?") << QString();
    QTest::newRow("Chinese") << QStringLiteral("添加") << QString();
    QTest::newRow("partly Chinese") << QStringLiteral("add 添加 points") << QStringLiteral("add_points");
    QTest::newRow("emoji") << QStringLiteral("add 🌊") << QStringLiteral("add");
    QTest::newRow("Cyrillic") << QStringLiteral("точки") << QString();
    QTest::newRow("too long") << QString(201, QLatin1Char('x')) << QString();
}

void TestCreateMigration::namesRefused()
{
    QFETCH(QString, words);
    QFETCH(QString, suggested);
    const auto result = normaliseName(words);
    QVERIFY(!result);
    QCOMPARE(result.error().code, base::ErrorCode::Invalid);
    QVERIFY(!result.error().hint.isEmpty() && !result.error().detail.isEmpty());
    if (!suggested.isEmpty())
        QVERIFY2(result.error().hint.contains(QStringLiteral("“%1”").arg(suggested)),
            qPrintable(result.error().hint));
}

void TestCreateMigration::writesBothFiles()
{
    QTemporaryDir folder;
    const base::FixedClock clock(QDateTime(QDate(2026, 3, 29), QTime(2, 30, 5), Qt::UTC));
    base::JobContext context;
    context.clock = &clock;
    const QString target = folder.filePath(QStringLiteral("new/migrations"));
    const auto created = createMigration({target, QStringLiteral("Add Points"), kScripts}, context);
    QVERIFY2(created, created ? "" : qPrintable(created.error().toText()));
    QCOMPARE(created->version, QStringLiteral("20260329023005"));
    QCOMPARE(created->id(), QStringLiteral("20260329023005_add_points"));
    QCOMPARE(created->upPath, target + QStringLiteral("/20260329023005_add_points.up.sql"));
    QCOMPARE(contents(created->upPath), kScripts.up);
    QCOMPARE(contents(created->downPath), kScripts.down);
    QVERIFY(created->note.isEmpty());
    // Neither the lock nor a temporary file stays.
    QCOMPARE(QDir(target).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden).size(), 2);
}

void TestCreateMigration::withoutDown()
{
    QTemporaryDir folder;
    const auto created = createMigration({folder.path(), QStringLiteral("x"), {"SELECT 1;\n", {}, true}}, {});
    QVERIFY(created);
    QVERIFY(created->downPath.isEmpty());
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
}

void TestCreateMigration::versionMovesOn_data()
{
    QTest::addColumn<QString>("existing");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<bool>("noted");
    QTest::newRow("older") << QStringLiteral("20250101000000_a.up.sql") << QStringLiteral("20260101235959")
                           << false;
    QTest::newRow("same second") << QStringLiteral("20260101235959_a.up.sql")
                                 << QStringLiteral("20260102000000") << false;
    QTest::newRow("down file counts")
        << QStringLiteral("20260101235959_a.down.sql") << QStringLiteral("20260102000000") << false;
    QTest::newRow("in the future") << QStringLiteral("20301231235959_a.up.sql")
                                   << QStringLiteral("20310101000000") << true;
    QTest::newRow("no such time") << QStringLiteral("20991399000000_a.up.sql")
                                  << QStringLiteral("20260101235959") << false;
    QTest::newRow("not a migration") << QStringLiteral("2099_a.up.sql") << QStringLiteral("20260101235959")
                                     << false;
}

void TestCreateMigration::versionMovesOn()
{
    QFETCH(QString, existing);
    QFETCH(QString, expected);
    QFETCH(bool, noted);
    QTemporaryDir folder;
    touch(folder.filePath(existing));
    const base::FixedClock clock(QDateTime(QDate(2026, 1, 1), QTime(23, 59, 59), Qt::UTC));
    base::JobContext context;
    context.clock = &clock;
    const auto created = createMigration({folder.path(), QStringLiteral("b"), kScripts}, context);
    QVERIFY(created);
    QCOMPARE(created->version, expected);
    QCOMPARE(!created->note.isEmpty(), noted);
}

void TestCreateMigration::neverOverwrites()
{
    QTemporaryDir folder;
    const base::FixedClock clock(QDateTime(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC));
    base::JobContext context;
    context.clock = &clock;
    QSet<QString> versions;
    for (int i = 0; i < 5; ++i)
        versions.insert(createMigration({folder.path(), QStringLiteral("same"), kScripts}, context)->version);
    QCOMPARE(versions.size(), 5);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 10);
}

void TestCreateMigration::nothingIsLeftWhenTheSecondFileFails()
{
    QTemporaryDir folder;
    // The down script fits below the limit of this process, the up script, which is written second, does not.
    const ScriptPair scripts {QByteArray(100000, '-'), "SELECT 2;\n", true};
    struct rlimit before = {};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit small = before;
    small.rlim_cur = 50000;
    const auto handler = ::signal(SIGXFSZ, SIG_IGN);
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto created = createMigration({folder.path(), QStringLiteral("x"), scripts}, {});
    ::setrlimit(RLIMIT_FSIZE, &before);
    ::signal(SIGXFSZ, handler);
    QVERIFY(!created);
    QCOMPARE(created.error().code, base::ErrorCode::Io);
    QVERIFY(QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden).isEmpty());
}

void TestCreateMigration::unwritableFolder()
{
    // Works for root, too: /proc takes no files from anyone.
    const auto created = createMigration({QStringLiteral("/proc/self"), QStringLiteral("x"), kScripts}, {});
    QVERIFY(!created);
    QVERIFY(!created.error().hint.isEmpty());
    QTemporaryDir folder;
    touch(folder.filePath(QStringLiteral("file")));
    QVERIFY(!createMigration({folder.filePath(QStringLiteral("file")), QStringLiteral("x"), kScripts}, {}));
}

void TestCreateMigration::manyAtOnce()
{
    QTemporaryDir folder;
    const QString path = folder.path();
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([path, i] {
            for (int j = 0; j < 4; ++j)
                (void)createMigration({path, QStringLiteral("step_%1_%2").arg(i).arg(j), kScripts}, {});
        });
    for (std::thread& thread : threads)
        thread.join();
    const auto set = readNativeFolder({path}, path, sql::Dialect::Sqlite, {});
    QVERIFY(set);
    QCOMPARE(set->problems.size(), 0);
    QCOMPARE(set->migrations.size(), 32);
}

void TestCreateMigration::initWritesAValidProject_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("migrations");
    QTest::newRow("plain") << QStringLiteral("atara") << QStringLiteral("sqlite:atara.db")
                           << QStringLiteral("migrations");
    QTest::newRow("no URL") << QString() << QString() << QStringLiteral("db/migrations");
    QTest::newRow("odd name") << QStringLiteral("we;ird\" \\ \n Möwe 🌊") << QString()
                              << QStringLiteral("migra\"tions");
    QTest::newRow("variables") << QStringLiteral("x")
                               << QStringLiteral("postgres://${DB_USER}:${DB_PASS}@localhost/x")
                               << QStringLiteral("migrations");
}

void TestCreateMigration::initWritesAValidProject()
{
    QFETCH(QString, name);
    QFETCH(QString, url);
    QFETCH(QString, migrations);
    QTemporaryDir outer;
    const QString folder = outer.filePath(QStringLiteral("new folder"));
    const auto made = initProject({folder, name, url, sql::Dialect::MySql, migrations});
    QVERIFY2(made, made ? "" : qPrintable(made.error().toText()));
    QVERIFY(made->notes.isEmpty());
    QCOMPARE(made->written.size(), 3);
    for (const QString& path : made->written)
        QVERIFY2(QFileInfo::exists(path), qPrintable(path));
    const auto project = readProjectFile(made->configPath);
    QVERIFY2(project, project ? "" : qPrintable(project.error().toText()));
    QCOMPARE(project->name, name.isEmpty() ? QStringLiteral("new folder") : name);
    QCOMPARE(project->migrationFolders, QStringList(folder + QLatin1Char('/') + migrations));
    QCOMPARE(project->environments.size(), 1);
    QCOMPARE(project->environments[0].url, url);
    QCOMPARE(project->environments[0].tier, Tier::Development);
    QVERIFY(project->warnings.isEmpty());
    QVERIFY(QFileInfo(made->migrationFolder).isDir());
    QCOMPARE(contents(folder + QStringLiteral("/.gitignore")), QByteArray(".strandline/\n"));
}

void TestCreateMigration::initRefusesToOverwrite_data()
{
    QTest::addColumn<bool>("linked");
    QTest::newRow("file") << false;
    QTest::newRow("link to nothing") << true;
}

void TestCreateMigration::initRefusesToOverwrite()
{
    QFETCH(bool, linked);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("strandline.toml"));
    if (linked)
        QVERIFY(QFile::link(folder.filePath(QStringLiteral("nowhere")), path));
    else
        touch(path, "# mine\n");
    const auto made = initProject({folder.path(), {}, {}, {}, QStringLiteral("migrations")});
    QVERIFY(!made);
    QCOMPARE(made.error().code, base::ErrorCode::Conflict);
    QCOMPARE(contents(path), linked ? QByteArray() : QByteArray("# mine\n"));
    QVERIFY(!QFileInfo::exists(folder.filePath(QStringLiteral("migrations"))));
}

void TestCreateMigration::initExtendsGitignore_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("appended") << QByteArray("*.o\n") << QByteArray("*.o\n.strandline/\n");
    QTest::newRow("no line end") << QByteArray("*.o") << QByteArray("*.o\n.strandline/\n");
    QTest::newRow("CRLF") << QByteArray("*.o\r\n") << QByteArray("*.o\r\n.strandline/\r\n");
    QTest::newRow("empty") << QByteArray() << QByteArray(".strandline/\n");
    for (const char* line : {".strandline/", ".strandline", "/.strandline/", "**/.strandline/"})
        QTest::newRow(line) << QByteArray("a\n") + line + "\nb\n" << QByteArray("a\n") + line + "\nb\n";
    QTest::newRow("only similar") << QByteArray("# .strandline/\n!.strandline/x\n")
                                  << QByteArray("# .strandline/\n!.strandline/x\n.strandline/\n");
}

void TestCreateMigration::initExtendsGitignore()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QTemporaryDir folder;
    touch(folder.filePath(QStringLiteral(".gitignore")), before);
    const auto made = initProject({folder.path(), {}, {}, {}, QStringLiteral("migrations")});
    QVERIFY(made);
    QCOMPARE(contents(folder.filePath(QStringLiteral(".gitignore"))), after);
    QCOMPARE(made->written.contains(folder.filePath(QStringLiteral(".gitignore"))), before != after);
}

void TestCreateMigration::initFollowsALinkedGitignore()
{
    QTemporaryDir folder;
    touch(folder.filePath(QStringLiteral("shared-ignore")), "*.o\n");
    QVERIFY(QFile::link(
        folder.filePath(QStringLiteral("shared-ignore")), folder.filePath(QStringLiteral(".gitignore"))));
    QVERIFY(initProject({folder.path(), {}, {}, {}, QStringLiteral("migrations")}));
    QVERIFY(QFileInfo(folder.filePath(QStringLiteral(".gitignore"))).isSymLink());
    QCOMPARE(contents(folder.filePath(QStringLiteral("shared-ignore"))), QByteArray("*.o\n.strandline/\n"));
}

void TestCreateMigration::initNeverWritesAPassword()
{
    QTemporaryDir folder;
    const auto made = initProject({folder.path(), {},
        QStringLiteral("postgres://ann:h0nk-secret@localhost/atara"), {}, QStringLiteral("migrations")});
    QVERIFY(made);
    QCOMPARE(made->notes.size(), 1);
    QVERIFY(!made->notes[0].contains(QStringLiteral("h0nk")));
    const QByteArray text = contents(made->configPath);
    QVERIFY(!text.contains("h0nk"));
    QVERIFY(text.contains("postgres://ann@localhost/atara"));
}

void TestCreateMigration::initRefusesABadUrl()
{
    QTemporaryDir folder;
    const auto made = initProject(
        {folder.path(), {}, QStringLiteral("oracle://ann:h0nk@x/y"), {}, QStringLiteral("migrations")});
    QVERIFY(!made);
    QVERIFY(!made.error().toText().contains(QStringLiteral("h0nk")));
    QVERIFY(QDir(folder.path()).isEmpty());
}

QTEST_GUILESS_MAIN(TestCreateMigration)
#include "tst_create_migration.moc"

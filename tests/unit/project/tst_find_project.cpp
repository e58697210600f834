// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/open.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace strandline;
using namespace strandline::project;

namespace {

class Tree
{
public:
    explicit Tree(const QStringList& files)
    {
        for (const QString& file : files)
            write(file, "SELECT 1;\n");
    }
    QString path(const QString& name = {}) const
    {
        const QString root = QFileInfo(m_dir.path()).canonicalFilePath();
        return name.isEmpty() ? root : root + QLatin1Char('/') + name;
    }
    void write(const QString& name, const QByteArray& bytes) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(path(name)).path()));
        if (name.endsWith(QLatin1Char('/')))
            return;
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

private:
    QTemporaryDir m_dir;
};

const QString kNative = QStringLiteral("20260101000000_a.up.sql");

} // namespace

class TestFindProject : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void byFolders_data();
    void byFolders();
    void foreign_data();
    void foreign();
    void foreignByContent_data();
    void foreignByContent();
    void looksUpwards();
    void stopsAtTheRepository();
    void stopsBelowHome();
    void namedFile();
    void refusesAnotherUsersFile();
    void brokenFileIsAFailure();
    void severalFoldersAreTold();
    void surroundings();
    void nothingThere();
};

void TestFindProject::init()
{
    for (const char* name :
        {"DATABASE_URL", "PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGSERVICE", "PGPASSWORD"})
        qunsetenv(name);
}

void TestFindProject::byFolders_data()
{
    QTest::addColumn<QString>("folder");
    for (const char* folder :
        {"migrations", "db/migrations", "database/migrations", "sql/migrations", "src/migrations"})
        QTest::newRow(folder) << QString::fromLatin1(folder);
    QTest::newRow("itself") << QString();
}

void TestFindProject::byFolders()
{
    QFETCH(QString, folder);
    const Tree tree({folder.isEmpty() ? kNative : folder + QLatin1Char('/') + kNative});
    const auto project = findProject(tree.path());
    QVERIFY2(project, project ? "" : qPrintable(project.error().toText()));
    QCOMPARE(project->root, tree.path());
    QVERIFY(project->configPath.isEmpty());
    QCOMPARE(project->migrationFolders, QStringList(tree.path(folder)));
    QCOMPARE(project->name, QFileInfo(tree.path()).fileName());
    QVERIFY(project->environments.isEmpty());
}

void TestFindProject::foreign_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("tool");
    const auto row = [](const char* file, const char* tool) {
        QTest::newRow(file) << QString::fromLatin1(file) << QString::fromLatin1(tool);
    };
    row("sql/V1__init.sql", "Flyway");
    row("src/main/resources/db/migration/V2.1__more.sql", "Flyway");
    row("migrations/R__view.sql", "Flyway");
    row("migrations/1763900000000-AddLoyaltyPointsToUsers.ts", "TypeORM");
    row("src/migrations/1763900000000-Add.js", "TypeORM");
    row("migrations/20260101000000-add-users.js", "Sequelize");
    row("migrations/20260101000000_add_users.js", "Knex");
    row("db/migrate/20260101000000_add_users.rb", "Rails");
    row("database/migrations/2026_01_01_000000_create_users.php", "Laravel");
    row("migrations/000001_init.up.sql", "golang-migrate");
    row("prisma/migrations/20260101000000_init/migration.sql", "Prisma");
    row("migrations/20260101000000_init/migration.sql", "Prisma");
    row("migrations/2026-01-01-000000_init/up.sql", "Diesel");
    row("sqitch.plan", "Sqitch");
    row("alembic.ini", "Alembic");
    row("atlas.hcl", "Atlas");
    row("migrations/atlas.sum", "Atlas");
    row("knexfile.ts", "Knex");
    row("liquibase.properties", "Liquibase");
    row("migrations/committed/000001-x.sql", "graphile-migrate");
}

void TestFindProject::foreign()
{
    QFETCH(QString, file);
    QFETCH(QString, tool);
    const Tree tree({file});
    const auto project = findProject(tree.path());
    QVERIFY(!project);
    QCOMPARE(project.error().code, base::ErrorCode::Unsupported);
    QVERIFY2(project.error().summary.endsWith(QStringLiteral("a project of %1").arg(tool)),
        qPrintable(project.error().toText()));
    QVERIFY(project.error().detail.contains(QStringLiteral("later")));
}

void TestFindProject::foreignByContent_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("tool");
    QTest::newRow("dbmate") << QByteArray("-- migrate:up\nSELECT 1;\n-- migrate:down\n")
                            << QStringLiteral("dbmate");
    QTest::newRow("goose") << QByteArray("-- +goose Up\nSELECT 1;\n") << QStringLiteral("goose");
    QTest::newRow("Liquibase") << QByteArray("\n--liquibase formatted sql\n") << QStringLiteral("Liquibase");
    QTest::newRow("nobody's") << QByteArray("SELECT 1;\n") << QString();
}

void TestFindProject::foreignByContent()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, tool);
    const Tree tree({});
    tree.write(QStringLiteral("db/migrations/20260101000000_x.sql"), text);
    const auto project = findProject(tree.path());
    QVERIFY(!project);
    QCOMPARE(project.error().code, tool.isEmpty() ? base::ErrorCode::NotFound : base::ErrorCode::Unsupported);
    if (!tool.isEmpty())
        QVERIFY(project.error().summary.contains(tool));
}

void TestFindProject::looksUpwards()
{
    const Tree tree({QStringLiteral("a/b/migrations/") + kNative});
    tree.write(QStringLiteral("a/strandline.toml"),
        "[project]\nname = \"up there\"\nmigrations = \"b/migrations\"\n");
    const auto project = findProject(tree.path(QStringLiteral("a/b/migrations")));
    QVERIFY(project);
    QCOMPARE(project->name, QStringLiteral("up there"));
    QCOMPARE(project->root, tree.path(QStringLiteral("a")));
    QCOMPARE(project->migrationFolders, QStringList(tree.path(QStringLiteral("a/b/migrations"))));
}

void TestFindProject::stopsAtTheRepository()
{
    const Tree tree({QStringLiteral("a/migrations/") + kNative, QStringLiteral("a/.git/HEAD")});
    tree.write(QStringLiteral("strandline.toml"), "[project]\nname = \"outside\"\n");
    QCOMPARE(findProject(tree.path(QStringLiteral("a")))->root, tree.path(QStringLiteral("a")));
    // The folder of the repository itself still counts.
    tree.write(QStringLiteral("a/strandline.toml"), "[project]\nname = \"inside\"\n");
    QCOMPARE(findProject(tree.path(QStringLiteral("a/migrations")))->name, QStringLiteral("inside"));
}

void TestFindProject::stopsBelowHome()
{
    const Tree tree({QStringLiteral("home/code/migrations/") + kNative});
    tree.write(QStringLiteral("home/strandline.toml"), "[project]\nname = \"stray\"\n");
    const QByteArray before = qgetenv("HOME");
    qputenv("HOME", tree.path(QStringLiteral("home")).toLocal8Bit());
    const auto below = findProject(tree.path(QStringLiteral("home/code")));
    const auto itself = findProject(tree.path(QStringLiteral("home")));
    qputenv("HOME", before);
    QCOMPARE(below->name, QStringLiteral("code"));
    QCOMPARE(itself->name, QStringLiteral("stray"));
}

void TestFindProject::namedFile()
{
    const Tree tree({QStringLiteral("words.txt")});
    tree.write(QStringLiteral("other.toml"), "[project]\nname = \"other\"\n");
    QCOMPARE(findProject(tree.path(QStringLiteral("other.toml")))->name, QStringLiteral("other"));
    QCOMPARE(findProject(tree.path(QStringLiteral("words.txt"))).error().code, base::ErrorCode::Invalid);
    QCOMPARE(findProject(tree.path(QStringLiteral("absent"))).error().code, base::ErrorCode::NotFound);
}

void TestFindProject::refusesAnotherUsersFile()
{
    if (::geteuid() != 0)
        QSKIP("Only the super-user may give a file away; run as root to see this");
    const Tree tree({QStringLiteral("mine/migrations/") + kNative});
    tree.write(QStringLiteral("strandline.toml"), "[hooks]\nbefore_run = \"evil\"\n");
    QCOMPARE(::chown(qPrintable(tree.path(QStringLiteral("strandline.toml"))), 65534, 65534), 0);
    const auto above = findProject(tree.path(QStringLiteral("mine")));
    QVERIFY(!above);
    QCOMPARE(above.error().code, base::ErrorCode::Precondition);
    QVERIFY(findProject(tree.path())); // named: trusted
}

void TestFindProject::brokenFileIsAFailure()
{
    const Tree tree({QStringLiteral("migrations/") + kNative});
    tree.write(QStringLiteral("strandline.toml"), "[projects]\n");
    const auto project = findProject(tree.path());
    QVERIFY(!project);
    QCOMPARE(project.error().position.toString(), QStringLiteral("strandline.toml:1:2"));
    QFile::remove(tree.path(QStringLiteral("strandline.toml")));
    QVERIFY(QFile::link(tree.path(QStringLiteral("nowhere")), tree.path(QStringLiteral("strandline.toml"))));
    QCOMPARE(findProject(tree.path()).error().code, base::ErrorCode::NotFound);
}

void TestFindProject::severalFoldersAreTold()
{
    const Tree tree({QStringLiteral("migrations/") + kNative, QStringLiteral("db/migrations/") + kNative});
    const auto project = findProject(tree.path());
    QVERIFY(project);
    QCOMPARE(project->migrationFolders, QStringList(tree.path(QStringLiteral("migrations"))));
    QCOMPARE(project->warnings.size(), 1);
    QVERIFY(project->warnings[0].summary.contains(QStringLiteral("db/migrations")));
}

void TestFindProject::surroundings()
{
    const Tree tree({QStringLiteral("migrations/") + kNative});
    qputenv("DATABASE_URL", "postgres://ann:h0nk@localhost/atara");
    const auto byVariable = findProject(tree.path());
    qunsetenv("DATABASE_URL");
    QCOMPARE(byVariable->environments.size(), 1);
    const Environment& environment = byVariable->environments[0];
    QCOMPARE(environment.name, QStringLiteral("default"));
    QVERIFY2(environment.origin.contains(QStringLiteral("DATABASE_URL")), qPrintable(environment.origin));
    QVERIFY(!environment.origin.contains(QStringLiteral("h0nk")));
    QVERIFY(environment.url.isEmpty());
    QCOMPARE(environment.urlEnv, QStringLiteral("DATABASE_URL"));
    QCOMPARE(environment.tier, Tier::Custom);
    tree.write(QStringLiteral(".env"), "DATABASE_URL=sqlite:x.db\n");
    const auto byFile = findProject(tree.path());
    QCOMPARE(byFile->environments.size(), 1);
    QVERIFY2(byFile->environments[0].origin.contains(QStringLiteral(".env")),
        qPrintable(byFile->environments[0].origin));
    // A project file with environments is complete.
    tree.write(QStringLiteral("strandline.toml"), "[environments.dev]\nurl = \"sqlite:y.db\"\n");
    QCOMPARE(findProject(tree.path())->environments.size(), 1);
    QCOMPARE(findProject(tree.path())->environments[0].name, QStringLiteral("dev"));
}

void TestFindProject::nothingThere()
{
    const Tree tree({QStringLiteral("migrations/"), QStringLiteral("readme.txt")});
    const auto project = findProject(tree.path());
    QVERIFY(!project);
    QCOMPARE(project.error().code, base::ErrorCode::NotFound);
    QVERIFY(project.error().detail.contains(QStringLiteral("db/migrations")));
    QVERIFY(project.error().hint.contains(QStringLiteral("init")));
}

QTEST_GUILESS_MAIN(TestFindProject)
#include "tst_find_project.moc"

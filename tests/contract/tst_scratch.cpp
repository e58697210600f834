// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/scratch.h"
#include "core/engine/scratch_registry.h"
#include "core/sql/identifier.h"
#include "core/usecase/run_script_files.h"
#include "core/usecase/scratch_space.h"
#include "tests/contract/contract.h"
#include "tests/support/server_facts.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace strandline;
using sql::Dialect;

/// Scratch databases: made where they may be, gone afterwards whatever happened, and never anybody else's.
class ScratchTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void onTheServerAndGoneAfterwards_data() { test::addEngineRows(); }
    void onTheServerAndGoneAfterwards();
    void onAPrivateServerAndGoneAfterwards_data() { test::addEngineRows(); }
    void onAPrivateServerAndGoneAfterwards();
    void aLoginWithoutTheRightGetsAPrivateServer_data();
    void aLoginWithoutTheRightGetsAPrivateServer();
    void neverOnAProductionServer_data();
    void neverOnAProductionServer();
    void databasesOfACrashAreDropped_data();
    void databasesOfACrashAreDropped();
    void foldersOfACrashAreRemoved();
    void marksThatCannotBeOursAreLeft();
    void traitsAreTakenOver();
    void missingRolesAreMadeOnAPrivateServer();
    void scriptsStayInTheirDatabase_data();
    void scriptsStayInTheirDatabase();

private:
    const engine::Engine& engineOf(Dialect dialect) const { return *m_engines.find(dialect); }
    static connection::ConnectionSettings admin(Dialect dialect) { return test::serverFacts(dialect).admin; }
    usecase::ScratchSettings settings() const { return {{}, m_folder->path(), registryFolder(), {}}; }
    QString registryFolder() const { return m_folder->filePath(QStringLiteral("registry")); }
    QStringList marks() const { return QDir(registryFolder()).entryList(QDir::Files); }
    QStringList scratchDatabases(Dialect dialect) const;
    base::Result<void> writeIn(const connection::ConnectionSettings& settings) const;
    /// The identity of a process that has ended.
    static engine::ProcessIdentity deadProcess();

    engine::Engines m_engines = test::allEngines();
    std::unique_ptr<QTemporaryDir> m_folder;
};

void ScratchTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

QStringList ScratchTest::scratchDatabases(Dialect dialect) const
{
    const auto connection = m_engines.open(admin(dialect), {}, {});
    if (!connection)
        return {connection.error().toText()};
    const auto rows = (*connection)
                          ->query(dialect == Dialect::PostgreSql
                                  ? QStringLiteral("SELECT datname::text FROM pg_database")
                                  : QStringLiteral("SELECT schema_name FROM information_schema.schemata"));
    QStringList names;
    if (!rows)
        return {rows.error().toText()};
    for (const QVariantList& row : rows->rows) {
        if (engine::isScratchName(row.first().toString()))
            names << row.first().toString();
    }
    return names;
}

base::Result<void> ScratchTest::writeIn(const connection::ConnectionSettings& settings) const
{
    const auto connection = engine::openScratch(engineOf(settings.dialect), settings, {});
    if (!connection)
        return base::forward(connection);
    const auto done = (*connection)->execute(QStringLiteral("CREATE TABLE t (a integer)"));
    if (!done)
        return base::forward(done);
    return {};
}

engine::ProcessIdentity ScratchTest::deadProcess()
{
    QProcess sleeper;
    sleeper.start(QStringLiteral("sleep"), {QStringLiteral("60")});
    sleeper.waitForStarted();
    const auto identity = engine::ProcessIdentity::of(sleeper.processId());
    sleeper.kill();
    sleeper.waitForFinished();
    return identity;
}

void ScratchTest::onTheServerAndGoneAfterwards()
{
    QFETCH(Dialect, dialect);
    if (!test::engineIsHere(dialect))
        return;
    engine::ScratchRegistry registry(registryFolder());
    const auto place = engineOf(dialect).scratch().onServer(
        dialect == Dialect::Sqlite ? connection::ConnectionSettings() : admin(dialect), registry, {});
    QVERIFY2(place.has_value(), qPrintable(place ? QString() : place.error().toText()));
    QString name;
    {
        const auto database = (*place)->makeDatabase({}, {});
        QVERIFY2(database.has_value(), qPrintable(database ? QString() : database.error().toText()));
        name = (*database)->settings().database.value;
        QCOMPARE(marks().size(), 1);
        const auto written = writeIn((*database)->settings());
        QVERIFY2(written.has_value(), qPrintable(written ? QString() : written.error().toText()));
        if (dialect != Dialect::Sqlite)
            QVERIFY(scratchDatabases(dialect).contains(name));
    }
    QVERIFY(marks().isEmpty());
    if (dialect == Dialect::Sqlite)
        QVERIFY(!QFile::exists(name));
    else
        QVERIFY(!scratchDatabases(dialect).contains(name));
}

void ScratchTest::onAPrivateServerAndGoneAfterwards()
{
    QFETCH(Dialect, dialect);
    if (!test::engineIsHere(dialect))
        return;
    auto kept = std::make_unique<usecase::ScratchSpace>(m_engines, settings());
    usecase::ScratchSpace& space = *kept;
    QString folder;
    {
        // Without a companion there is nobody else's server to go to.
        const auto one = space.make(dialect, {}, {});
        QVERIFY2(one.has_value(), qPrintable(one ? QString() : one.error().toText()));
        const auto two = space.make(dialect, {}, {});
        QVERIFY(two.has_value());
        QVERIFY(space.place(dialect)->isPrivate());
        QVERIFY((*one)->settings().database.value != (*two)->settings().database.value);
        QVERIFY(writeIn((*one)->settings()).has_value());
        QVERIFY(writeIn((*two)->settings()).has_value());
        QVERIFY(!marks().isEmpty());
        folder =
            QDir::tempPath() + QLatin1Char('/') + QString(marks().first()).remove(QStringLiteral(".json"));
        QVERIFY2(QFile::exists(folder), qPrintable(folder));
    }
    kept.reset();
    QVERIFY(marks().isEmpty());
    QVERIFY(!QFile::exists(folder));
}

void ScratchTest::aLoginWithoutTheRightGetsAPrivateServer_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::newRow("postgresql") << Dialect::PostgreSql;
    QTest::newRow("mariadb") << Dialect::MySql;
}

void ScratchTest::aLoginWithoutTheRightGetsAPrivateServer()
{
    QFETCH(Dialect, dialect);
    if (!test::engineIsHere(dialect))
        return;
    const test::LiveDatabase live(dialect);
    QVERIFY(live.problem().isEmpty());
    usecase::ScratchSpace space(m_engines, settings());
    const auto database = space.make(dialect, usecase::ScratchCompanion {live.settings(), {}, true}, {});
    QVERIFY2(database.has_value(), qPrintable(database ? QString() : database.error().toText()));
    QVERIFY(space.place(dialect)->isPrivate());
    QCOMPARE(space.notes().size(), 1);
    QVERIFY2(space.notes().first().contains(QStringLiteral("a private server is used instead")),
        qPrintable(space.notes().first()));
}

void ScratchTest::neverOnAProductionServer_data()
{
    aLoginWithoutTheRightGetsAPrivateServer_data();
}

void ScratchTest::neverOnAProductionServer()
{
    QFETCH(Dialect, dialect);
    if (!test::engineIsHere(dialect))
        return;
    // Named as harmless, but a production environment of the project is on the same server.
    usecase::ScratchSettings own = settings();
    own.forbiddenServers = {admin(dialect).serverLabel()};
    for (const bool mayHost : {false, true}) {
        usecase::ScratchSpace space(m_engines, own);
        const auto database =
            space.make(dialect, usecase::ScratchCompanion {admin(dialect), {}, mayHost}, {});
        QVERIFY2(database.has_value(), qPrintable(database ? QString() : database.error().toText()));
        QVERIFY(space.place(dialect)->isPrivate());
    }
    usecase::ScratchSpace space(m_engines, settings());
    const auto database = space.make(dialect, usecase::ScratchCompanion {admin(dialect), {}, true}, {});
    QVERIFY(database.has_value());
    QVERIFY(!space.place(dialect)->isPrivate());
}

void ScratchTest::databasesOfACrashAreDropped_data()
{
    aLoginWithoutTheRightGetsAPrivateServer_data();
}

void ScratchTest::databasesOfACrashAreDropped()
{
    QFETCH(Dialect, dialect);
    if (!test::engineIsHere(dialect))
        return;
    const auto connection = engine::openScratch(engineOf(dialect), admin(dialect), {});
    QVERIFY(connection.has_value());
    const auto create = [&](const QString& name) {
        return (*connection)
            ->execute(QStringLiteral("CREATE DATABASE ") + sql::quoteIdentifier(name, dialect))
            .has_value();
    };
    engine::ScratchRegistry registry(registryFolder());
    const auto enter = [&](const QString& name, const QString& server, engine::ProcessIdentity owner) {
        return registry.enter({engine::ScratchKind::Database, name, {}, server, std::move(owner), {}})
            .has_value();
    };
    const QString server = admin(dialect).serverLabel();
    const QString dead = engine::newScratchName();
    const QString alive = engine::newScratchName();
    const QString elsewhere = engine::newScratchName();
    const QString unknown = engine::newScratchName(); // named like ours, but not in the registry
    QVERIFY(create(dead) && create(alive) && create(elsewhere) && create(unknown));
    QVERIFY(enter(dead, server, deadProcess()));
    QVERIFY(enter(alive, server, engine::ProcessIdentity::own()));
    QVERIFY(enter(elsewhere, QStringLiteral("another:1"), deadProcess()));

    const auto place = engineOf(dialect).scratch().onServer(admin(dialect), registry, {});
    QVERIFY(place.has_value());
    const QStringList left = scratchDatabases(dialect);
    QVERIFY(!left.contains(dead));
    QVERIFY(left.contains(alive) && left.contains(elsewhere) && left.contains(unknown));
    QCOMPARE(marks().size(), 2);
    for (const QString& name : {alive, elsewhere, unknown})
        QVERIFY((*connection)
                    ->execute(QStringLiteral("DROP DATABASE ") + sql::quoteIdentifier(name, dialect))
                    .has_value());
}

void ScratchTest::foldersOfACrashAreRemoved()
{
    engine::ScratchRegistry registry(registryFolder());
    QProcess server; // what a private server would be
    server.start(QStringLiteral("sleep"), {QStringLiteral("600")});
    QVERIFY(server.waitForStarted());
    engine::ScratchMark mark;
    mark.name = engine::newScratchName();
    mark.folder = m_folder->filePath(mark.name);
    mark.owner = deadProcess();
    mark.serverProcess = engine::ProcessIdentity::of(server.processId());
    QVERIFY(QDir().mkpath(mark.folder + QStringLiteral("/data/base")));
    QVERIFY(registry.enter(mark).has_value());

    engine::ScratchMark ours = mark;
    ours.name = engine::newScratchName();
    ours.folder = m_folder->filePath(ours.name);
    ours.owner = engine::ProcessIdentity::own();
    ours.serverProcess = {};
    QVERIFY(QDir().mkpath(ours.folder));
    QVERIFY(registry.enter(ours).has_value());

    registry.removeFolders();
    QVERIFY(server.waitForFinished(10000));
    QVERIFY(!QFile::exists(mark.folder));
    QVERIFY(QFile::exists(ours.folder));
    QCOMPARE(marks(), QStringList {ours.name + QStringLiteral(".json")});
}

void ScratchTest::marksThatCannotBeOursAreLeft()
{
    engine::ScratchRegistry registry(registryFolder());
    // A number that was given again: the same process id with another start.
    engine::ScratchMark mark;
    mark.name = engine::newScratchName();
    mark.folder = m_folder->filePath(mark.name);
    mark.owner = deadProcess();
    mark.serverProcess = engine::ProcessIdentity::own();
    mark.serverProcess.started = QStringLiteral("1");
    QVERIFY(QDir().mkpath(mark.folder));
    QVERIFY(registry.enter(mark).has_value());
    registry.removeFolders(); // would have ended this very test
    QVERIFY(!QFile::exists(mark.folder));

    // A folder that is not named as ours are, and a link in the place of one.
    const QString precious = m_folder->filePath(QStringLiteral("precious"));
    QVERIFY(QDir().mkpath(precious));
    mark.name = engine::newScratchName();
    mark.folder = precious;
    QVERIFY(registry.enter(mark).has_value());
    engine::ScratchMark link = mark;
    link.name = engine::newScratchName();
    link.folder = m_folder->filePath(link.name);
    QVERIFY(QFile::link(precious, link.folder));
    QVERIFY(registry.enter(link).has_value());
    // Of another machine: it may well be running there.
    engine::ScratchMark foreign = mark;
    foreign.name = engine::newScratchName();
    foreign.folder = m_folder->filePath(foreign.name);
    foreign.owner.host = QStringLiteral("another");
    QVERIFY(QDir().mkpath(foreign.folder));
    QVERIFY(registry.enter(foreign).has_value());

    registry.removeFolders();
    QVERIFY(QFile::exists(precious));
    QVERIFY(QFile::exists(foreign.folder));
    QCOMPARE(marks().size(), 3);
}

void ScratchTest::traitsAreTakenOver()
{
    if (!test::engineIsHere(Dialect::PostgreSql))
        return;
    const engine::Engine& engine = engineOf(Dialect::PostgreSql);
    const auto source = engine::openScratch(engine, admin(Dialect::PostgreSql), {});
    QVERIFY(source.has_value());
    auto traits = engine.scratch().traitsOf(**source);
    QVERIFY2(traits.has_value(), qPrintable(traits ? QString() : traits.error().toText()));
    QVERIFY(traits->roles.contains(QStringLiteral("admin")));
    traits->settings[QStringLiteral("search_path")] = QStringLiteral("\"we;ird \"\"näme\", public");
    engine::ScratchRegistry registry(registryFolder());
    const auto place = engine.scratch().onServer(admin(Dialect::PostgreSql), registry, {});
    QVERIFY(place.has_value());
    const auto database = (*place)->makeDatabase(*traits, {});
    QVERIFY2(database.has_value(), qPrintable(database ? QString() : database.error().toText()));
    const auto connection = engine::openScratch(engine, (*database)->settings(), {});
    QVERIFY(connection.has_value());
    const auto path = (*connection)->query(QStringLiteral("SELECT current_setting('search_path')"));
    QVERIFY(path.has_value());
    QCOMPARE(path->rows.first().first().toString(), QStringLiteral("\"we;ird \"\"näme\", public"));
}

void ScratchTest::missingRolesAreMadeOnAPrivateServer()
{
    if (!test::engineIsHere(Dialect::PostgreSql))
        return;
    const QString script = m_folder->filePath(QStringLiteral("schema.sql"));
    QFile file(script);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("CREATE TABLE t (a int);\nGRANT SELECT ON t TO \"we;ird \"\"röle\", second;\n");
    file.close();
    usecase::ScratchSpace space(m_engines, settings());
    const auto database = space.make(Dialect::PostgreSql, {}, {});
    QVERIFY2(database.has_value(), qPrintable(database ? QString() : database.error().toText()));
    const auto connection = engine::openScratch(engineOf(Dialect::PostgreSql), (*database)->settings(), {});
    QVERIFY(connection.has_value());
    const auto run = usecase::runScriptFiles(**connection, {script, true}, {});
    QVERIFY2(run.has_value(), qPrintable(run ? QString() : run.error().toText()));
}

void ScratchTest::scriptsStayInTheirDatabase_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QByteArray>("statement");
    QTest::addColumn<bool>("reaches");
    const auto row = [](Dialect dialect, const char* statement, bool reaches) {
        QTest::addRow("%s: %s", qPrintable(sql::dialectName(dialect)), statement)
            << dialect << QByteArray(statement) << reaches;
    };
    row(Dialect::PostgreSql, "create /* x */ DATABASE a", true);
    row(Dialect::PostgreSql, "DROP ROLE a", true);
    row(Dialect::PostgreSql, "ALTER SYSTEM SET work_mem = 1", true);
    row(Dialect::PostgreSql, "CREATE USER MAPPING FOR a SERVER b", false);
    row(Dialect::PostgreSql, "COPY t FROM '/etc/passwd' WITH (FORMAT csv)", true);
    row(Dialect::PostgreSql, "COPY t TO PROGRAM 'cat'", true);
    row(Dialect::PostgreSql, "COPY t (a) FROM stdin", false);
    row(Dialect::PostgreSql, "GRANT SELECT ON t TO a", false);
    row(Dialect::PostgreSql, "CREATE TABLE database (a int)", false);
    row(Dialect::MySql, "USE other", true);
    row(Dialect::MySql, "CREATE OR REPLACE DATABASE a", true);
    row(Dialect::MySql, "DROP SCHEMA a", true);
    row(Dialect::MySql, "GRANT ALL ON *.* TO a", true);
    row(Dialect::MySql, "SET GLOBAL sql_mode = ''", true);
    row(Dialect::MySql, "SET sql_mode = ''", false);
    row(Dialect::MySql, "CREATE OR REPLACE TABLE a (b int)", false);
    row(Dialect::Sqlite, "ATTACH 'other.db' AS other", true);
    row(Dialect::Sqlite, "VACUUM INTO 'copy.db'", true);
    row(Dialect::Sqlite, "VACUUM", false);
    row(Dialect::Sqlite, "CREATE TABLE attach (a)", false);
}

void ScratchTest::scriptsStayInTheirDatabase()
{
    QFETCH(Dialect, dialect);
    QFETCH(QByteArray, statement);
    QTEST(usecase::reachesBeyondDatabase(statement, dialect), "reaches");
}

QTEST_GUILESS_MAIN(ScratchTest)
#include "tst_scratch.moc"

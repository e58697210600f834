// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"
#include "core/project/native_format.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace strandline;
using migration::Kind;
using migration::Migration;
using migration::MigrationSet;
using sql::Dialect;

namespace {

/// A project folder that lives for one test.
class Folder
{
public:
    QString path(const QString& name = {}) const
    {
        return name.isEmpty() ? m_dir.path() : m_dir.filePath(name);
    }

    void write(const QString& name, const QByteArray& bytes = "SELECT 1;\n") const
    {
        QVERIFY(QDir().mkpath(QFileInfo(path(name)).path()));
        QFile file(path(name));
        QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(file.errorString()));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    MigrationSet read(
        Dialect dialect = Dialect::PostgreSql, QStringList folders = {QStringLiteral("migrations")}) const
    {
        for (QString& folder : folders)
            folder = path(folder);
        base::JobContext context;
        const auto set = project::readNativeFolder(folders, path(), dialect, context);
        return set.value();
    }

private:
    QTemporaryDir m_dir;
};

QString m(const char* name)
{
    return QStringLiteral("migrations/") + QString::fromUtf8(name);
}

QStringList ids(const MigrationSet& set)
{
    QStringList list;
    for (const Migration& migration : set.migrations)
        list.append(migration.id());
    return list;
}

QStringList summaries(const QList<base::Error>& errors)
{
    QStringList list;
    for (const base::Error& error : errors)
        list.append(error.summary);
    return list;
}

/// The super-user may read everything, so a test of permissions steps down while it reads.
class AsOrdinaryUser
{
public:
    explicit AsOrdinaryUser(const QString& folder)
    {
        if (::geteuid() != 0)
            return;
        ::chmod(qPrintable(folder), 0755);
        m_steppedDown = ::seteuid(65534) == 0;
    }
    ~AsOrdinaryUser()
    {
        if (m_steppedDown && ::seteuid(0) != 0)
            qFatal("could not become root again");
    }
    bool isOrdinary() const { return ::geteuid() != 0; }

private:
    bool m_steppedDown = false;
};

/// Everything that is wrong, one line each: id or "-", position, summary.
QStringList everyProblem(const MigrationSet& set)
{
    QStringList list;
    for (const base::Error& error : set.problems)
        list.append(QStringLiteral("- %1: %2").arg(error.position.toString(), error.summary));
    for (const Migration& migration : set.migrations) {
        for (const base::Error& error : migration.problems)
            list.append(
                QStringLiteral("%1 %2: %3").arg(migration.id(), error.position.toString(), error.summary));
    }
    return list;
}

} // namespace

class TestNativeFormat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pairsAndOrder();
    void bytesAreKept_data();
    void bytesAreKept();
    void oneProblem_data();
    void oneProblem();
    void ignoredNames_data();
    void ignoredNames();
    void rootFolderToleratesOtherSql();
    void unreadableFile();
    void unreadableFolder();
    void missingFolder();
    void linksAndOddEntries();
    void tooLarge();
    void duplicates();
    void severalFolders();
    void sameFolderTwice();
    void cannotRunInTransaction_data();
    void cannotRunInTransaction();
    void digests();
    void cancel();
    void progress();
    void tenThousandFiles();
};

void TestNativeFormat::pairsAndOrder()
{
    Folder folder;
    folder.write(m("20260102000000_b.up.sql"));
    folder.write(m("20260101000000_a.up.sql"), "-- First.\nSELECT 1;\n");
    folder.write(m("20260101000000_a.down.sql"), "SELECT 2;\n");
    folder.write(m("repeatable/zeta.sql"));
    folder.write(m("repeatable/alpha.sql"));
    folder.write(m("repeatable/20260101000000_a.sql"));
    const MigrationSet set = folder.read();
    QCOMPARE(everyProblem(set), QStringList());
    QCOMPARE(ids(set),
        (QStringList {QStringLiteral("20260101000000_a"), QStringLiteral("20260102000000_b"),
            QStringLiteral("20260101000000_a"), QStringLiteral("alpha"), QStringLiteral("zeta")}));
    QCOMPARE(set.folder, folder.path(QStringLiteral("migrations")));
    const Migration& first = set.migrations[0];
    QVERIFY(first.up && first.down && first.kind == Kind::Versioned);
    QCOMPARE(first.up->description, QStringLiteral("First."));
    QCOMPARE(first.up->path, m("20260101000000_a.up.sql"));
    QCOMPARE(first.up->absolutePath, folder.path(m("20260101000000_a.up.sql")));
    QCOMPARE(first.down->bytes, QByteArray("SELECT 2;\n"));
    QVERIFY(!set.migrations[1].down && set.migrations[1].isIrreversible());
    QCOMPARE(set.migrations[2].kind, Kind::Repeatable);
    QCOMPARE(set.migrations[2].up->path, m("repeatable/20260101000000_a.sql"));
}

void TestNativeFormat::bytesAreKept_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("description");
    QTest::newRow("CRLF") << QByteArray("-- One\r\n-- Two\r\nSELECT 1;\r\n") << QStringLiteral("One\nTwo");
    QTest::newRow("CR") << QByteArray("-- One\r-- Two\rSELECT 1;") << QStringLiteral("One\nTwo");
    QTest::newRow("mark") << QByteArray("\xEF\xBB\xBF-- One\nSELECT 1;\n") << QStringLiteral("One");
    QTest::newRow("no line end") << QByteArray("SELECT 1") << QString();
    QTest::newRow("comment only") << QByteArray("--One") << QStringLiteral("One");
    QTest::newRow("trailing blanks") << QByteArray("SELECT 1;  \t\n\n\n") << QString();
    QTest::newRow("unicode") << QByteArray("-- Pünktchen \xF0\x9F\x8C\x8A\nSELECT '漢字';\n")
                             << QStringLiteral("Pünktchen 🌊");
    QTest::newRow("paragraphs") << QByteArray(
        "\n--\n-- One\n\n--   indented\n-- strandline:breaking x\n--\nSELECT 1;\n-- not\n")
                                << QStringLiteral("One\n\n  indented");
}

void TestNativeFormat::bytesAreKept()
{
    QFETCH(QByteArray, bytes);
    Folder folder;
    folder.write(m("20260101000000_a.up.sql"), bytes);
    const MigrationSet set = folder.read();
    QCOMPARE(everyProblem(set), QStringList());
    const migration::Script& script = *set.migrations.constFirst().up;
    QCOMPARE(script.bytes, bytes);
    QCOMPARE(script.sha256, base::sha256Hex(bytes));
    QTEST(script.description, "description");
}

void TestNativeFormat::oneProblem_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char* file, const QByteArray& bytes, const char* expected) {
        QTest::newRow(name) << m(file) << bytes << QString::fromUtf8(expected);
    };
    const QByteArray good("SELECT 1;\n");
    row("dashes in the version", "2026-01-01_x.up.sql", good,
        "- migrations/2026-01-01_x.up.sql: “migrations/2026-01-01_x.up.sql” is not named like a migration "
        "and is left out");
    row("short version", "20260101_x.up.sql", good,
        "- migrations/20260101_x.up.sql: “migrations/20260101_x.up.sql” is not named like a migration and is "
        "left out");
    row("long version", "202601010000001_x.up.sql", good,
        "- migrations/202601010000001_x.up.sql: “migrations/202601010000001_x.up.sql” is not named like a "
        "migration and is left out");
    row("no direction", "20260101000000_x.sql", good,
        "- migrations/20260101000000_x.sql: “migrations/20260101000000_x.sql” is not named like a migration "
        "and is left out");
    row("capitals", "20260101000000_AddX.up.sql", good,
        "- migrations/20260101000000_AddX.up.sql: “migrations/20260101000000_AddX.up.sql” is not named like "
        "a migration and is left out");
    row("capital extension", "20260101000000_x.UP.SQL", good,
        "- migrations/20260101000000_x.UP.SQL: “migrations/20260101000000_x.UP.SQL” is not named like a "
        "migration and is left out");
    row("no name", "20260101000000_.up.sql", good,
        "- migrations/20260101000000_.up.sql: “migrations/20260101000000_.up.sql” is not named like a "
        "migration and is left out");
    row("stray", "schema.sql", good,
        "- migrations/schema.sql: “migrations/schema.sql” is not named like a migration and is left out");
    row("repeatable with direction", "repeatable/x.down.sql", good,
        "- migrations/repeatable/x.down.sql: “migrations/repeatable/x.down.sql” is not named like a "
        "migration and is left out");
    row("impossible month", "20261301000000_x.up.sql", good,
        "20261301000000_x : The version 20261301000000 is not a time that exists");
    row("impossible day", "20260230000000_x.up.sql", good,
        "20260230000000_x : The version 20260230000000 is not a time that exists");
    row("impossible second", "20260101000060_x.up.sql", good,
        "20260101000060_x : The version 20260101000060 is not a time that exists");
    row("down alone", "20260101000000_x.down.sql", good,
        "20260101000000_x migrations/20260101000000_x.down.sql: “20260101000000_x” has a down script but no "
        "up script");
    row("empty", "20260101000000_x.up.sql", "",
        "20260101000000_x migrations/20260101000000_x.up.sql: “migrations/20260101000000_x.up.sql” is empty");
    row("blank", "20260101000000_x.up.sql", "\xEF\xBB\xBF \r\n\t\n",
        "20260101000000_x migrations/20260101000000_x.up.sql: “migrations/20260101000000_x.up.sql” is empty");
    row("UTF-16 with mark", "20260101000000_x.up.sql", QByteArray("\xFF\xFES\0E\0L\0", 8),
        "20260101000000_x migrations/20260101000000_x.up.sql:1:1: “migrations/20260101000000_x.up.sql” is "
        "not UTF-8 text");
    row("UTF-16 without mark", "20260101000000_x.up.sql", QByteArray("S\0E\0L\0E\0", 8),
        "20260101000000_x migrations/20260101000000_x.up.sql:1:1: “migrations/20260101000000_x.up.sql” is "
        "not UTF-8 text");
    row("Latin-1", "20260101000000_x.up.sql", "SELECT 1;\r\n-- \xC3\xA4 P\xFCnktchen\n",
        "20260101000000_x migrations/20260101000000_x.up.sql:2:7: “migrations/20260101000000_x.up.sql” is "
        "not UTF-8 text");
    row("overlong", "20260101000000_x.up.sql", "SELECT '\xC0\xAF';",
        "20260101000000_x migrations/20260101000000_x.up.sql:1:9: “migrations/20260101000000_x.up.sql” is "
        "not UTF-8 text");
    row("surrogate", "20260101000000_x.up.sql", "SELECT '\xED\xA0\x80';",
        "20260101000000_x migrations/20260101000000_x.up.sql:1:9: “migrations/20260101000000_x.up.sql” is "
        "not UTF-8 text");
    row("cut short", "20260101000000_x.up.sql", "SELECT '\xE6\xBC",
        "20260101000000_x migrations/20260101000000_x.up.sql:1:9: “migrations/20260101000000_x.up.sql” is "
        "not UTF-8 text");
    row("NUL", "20260101000000_x.up.sql", QByteArray("SELECT 1;\nSELECT '\0';\n", 21),
        "20260101000000_x migrations/20260101000000_x.up.sql:2:9: “migrations/20260101000000_x.up.sql” holds "
        "a NUL byte");
}

void TestNativeFormat::oneProblem()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, expected);
    Folder folder;
    folder.write(file, bytes);
    folder.write(m("20250101000000_good.up.sql"));
    const MigrationSet set = folder.read();
    QCOMPARE(everyProblem(set), QStringList(expected));
    QCOMPARE(set.migrations.constFirst().id(), QStringLiteral("20250101000000_good"));
    QVERIFY(set.migrations.constFirst().problems.isEmpty());
    for (const base::Error& error : set.problems)
        QVERIFY2(!error.hint.isEmpty() && !error.detail.isEmpty(), qPrintable(error.summary));
}

void TestNativeFormat::ignoredNames_data()
{
    QTest::addColumn<QString>("file");
    for (const char* name :
        {"README.md", ".gitkeep", ".20260101000000_x.up.sql.swp", "20260101000000_x.up.sql~",
            "20260101000000_x.up.sql.bak", "#20260101000000_x.up.sql#", "20260101000000_x.up.sql.orig",
            ".hidden.sql", "20260101000000_x.up.sql.a8Kd2q", "old/20260101000000_x.up.sql", "seed.csv"})
        QTest::newRow(name) << m(name);
}

void TestNativeFormat::ignoredNames()
{
    QFETCH(QString, file);
    Folder folder;
    folder.write(file, QByteArray("\xFF", 1));
    const MigrationSet set = folder.read();
    QCOMPARE(ids(set), QStringList());
    QCOMPARE(everyProblem(set), QStringList());
}

void TestNativeFormat::rootFolderToleratesOtherSql()
{
    Folder folder;
    folder.write(QStringLiteral("schema.sql"));
    folder.write(QStringLiteral("20260101000000_a.up.sql"));
    folder.write(QStringLiteral("2026_b.up.sql"));
    const MigrationSet set = folder.read(Dialect::Sqlite, {QString()});
    QCOMPARE(ids(set), QStringList(QStringLiteral("20260101000000_a")));
    QCOMPARE(set.problems.size(), 1);
    QCOMPARE(set.problems[0].position.file, QStringLiteral("2026_b.up.sql"));
}

void TestNativeFormat::unreadableFile()
{
    Folder folder;
    folder.write(m("20260101000000_x.up.sql"));
    QCOMPARE(::chmod(qPrintable(folder.path(m("20260101000000_x.up.sql"))), 0), 0);
    const AsOrdinaryUser ordinary(folder.path());
    if (!ordinary.isOrdinary())
        QSKIP("Cannot step down from root here");
    const MigrationSet set = folder.read();
    QCOMPARE(ids(set), QStringList(QStringLiteral("20260101000000_x")));
    QVERIFY(!set.migrations[0].up);
    QCOMPARE(set.migrations[0].problems.constFirst().code, base::ErrorCode::Io);
    QVERIFY(set.migrations[0].problems.constFirst().hint.contains(QStringLiteral("permissions")));
}

void TestNativeFormat::unreadableFolder()
{
    Folder folder;
    folder.write(m("20260101000000_x.up.sql"));
    const QByteArray path = folder.path(QStringLiteral("migrations")).toLocal8Bit();
    QCOMPARE(::chmod(path.constData(), 0), 0);
    MigrationSet set;
    {
        const AsOrdinaryUser ordinary(folder.path());
        if (!ordinary.isOrdinary())
            QSKIP("Cannot step down from root here");
        set = folder.read();
    }
    ::chmod(path.constData(), 0700);
    QVERIFY(set.migrations.isEmpty());
    QCOMPARE(set.problems.size(), 1);
    QCOMPARE(set.problems[0].code, base::ErrorCode::Io);
}

void TestNativeFormat::missingFolder()
{
    Folder folder;
    MigrationSet set = folder.read();
    QVERIFY(set.migrations.isEmpty());
    QCOMPARE(set.problems.size(), 1);
    QCOMPARE(set.problems[0].code, base::ErrorCode::NotFound);
    QCOMPARE(set.problems[0].position.file, QStringLiteral("migrations"));
    folder.write(QStringLiteral("migrations"), "a file, not a folder");
    set = folder.read();
    QCOMPARE(set.problems.size(), 1);
    QCOMPARE(set.problems[0].code, base::ErrorCode::Io);
}

void TestNativeFormat::linksAndOddEntries()
{
    Folder folder;
    folder.write(QStringLiteral("elsewhere.sql"), "SELECT 7;\n");
    QVERIFY(QDir().mkpath(folder.path(m("20260101000000_folder.up.sql"))));
    QVERIFY(QFile::link(
        folder.path(QStringLiteral("elsewhere.sql")), folder.path(m("20260102000000_linked.up.sql"))));
    QVERIFY(QFile::link(
        folder.path(QStringLiteral("nowhere")), folder.path(m("20260103000000_dangling.up.sql"))));
    QVERIFY(QFile::link(
        folder.path(m("20260104000000_loop.up.sql")), folder.path(m("20260104000000_loop.up.sql"))));
    QCOMPARE(::mkfifo(qPrintable(folder.path(m("20260105000000_pipe.up.sql"))), 0600), 0);
    const MigrationSet set = folder.read();
    QCOMPARE(set.migrations.size(), 5);
    QCOMPARE(summaries(set.problems), QStringList());
    QCOMPARE(set.migrations[1].up->bytes, QByteArray("SELECT 7;\n"));
    QVERIFY(set.migrations[1].problems.isEmpty());
    const QStringList details {QStringLiteral("It is a folder."), QString(),
        QStringLiteral("It is a link to something that does not exist."),
        QStringLiteral("It is a link to something that does not exist."),
        QStringLiteral("It is not a regular file.")};
    for (int i = 0; i < 5; ++i) {
        if (i == 1)
            continue;
        QVERIFY(!set.migrations[i].up);
        QCOMPARE(set.migrations[i].problems.size(), 1);
        QCOMPARE(set.migrations[i].problems[0].detail, details[i]);
    }
}

/// A large file that is no text is refused at its first byte, and not gathered in memory.
void TestNativeFormat::tooLarge()
{
    Folder folder;
    folder.write(m("20260101000000_x.up.sql"));
    // A sparse file: it takes no room on the disk.
    QVERIFY(QFile::resize(folder.path(m("20260101000000_x.up.sql")), qint64(8) << 30));
    const MigrationSet set = folder.read();
    QVERIFY(!set.migrations[0].up);
    QCOMPARE(set.migrations[0].problems.size(), 1);
    QVERIFY(set.migrations[0].problems[0].summary.contains(QStringLiteral("NUL")));
    QCOMPARE(set.migrations[0].problems[0].position.line, 2);
}

void TestNativeFormat::duplicates()
{
    Folder folder;
    folder.write(m("20260101000000_one.up.sql"));
    folder.write(m("20260101000000_two.up.sql"));
    folder.write(m("20260101000000_One.up.sql"));
    const MigrationSet set = folder.read();
    QCOMPARE(
        ids(set), (QStringList {QStringLiteral("20260101000000_one"), QStringLiteral("20260101000000_two")}));
    QCOMPARE(set.problems.size(), 2);
    QVERIFY(set.problems[0].detail.contains(QStringLiteral("case of letters")));
    QCOMPARE(set.problems[1].detail, QStringLiteral("By “20260101000000_one”, “20260101000000_two”."));
    QCOMPARE(set.migrations[0].problems.size(), 1);
    QCOMPARE(set.migrations[0].problems[0].detail, QStringLiteral("Also by “20260101000000_two”."));
    QCOMPARE(set.migrations[1].problems[0].code, base::ErrorCode::Conflict);
}

void TestNativeFormat::severalFolders()
{
    Folder folder;
    folder.write(QStringLiteral("a/20260102000000_two.up.sql"));
    folder.write(QStringLiteral("b/20260101000000_one.up.sql"));
    folder.write(QStringLiteral("b/20260102000000_two.up.sql"), "SELECT 2;\n");
    folder.write(QStringLiteral("b/20260102000000_two.down.sql"));
    const MigrationSet set = folder.read(Dialect::MySql, {QStringLiteral("a"), QStringLiteral("b")});
    QCOMPARE(
        ids(set), (QStringList {QStringLiteral("20260101000000_one"), QStringLiteral("20260102000000_two")}));
    QCOMPARE(set.migrations[1].up->path, QStringLiteral("a/20260102000000_two.up.sql"));
    QCOMPARE(set.migrations[1].down->path, QStringLiteral("b/20260102000000_two.down.sql"));
    QCOMPARE(
        summaries(set.problems), QStringList(QStringLiteral("“20260102000000_two” exists in two folders")));
    QCOMPARE(summaries(set.migrations[1].problems), summaries(set.problems));
    QCOMPARE(set.folder, folder.path(QStringLiteral("a")));
}

void TestNativeFormat::sameFolderTwice()
{
    Folder folder;
    folder.write(m("20260101000000_one.up.sql"));
    QVERIFY(QFile::link(folder.path(QStringLiteral("migrations")), folder.path(QStringLiteral("linked"))));
    const MigrationSet set = folder.read(Dialect::Sqlite,
        {QStringLiteral("migrations"), QStringLiteral("linked"), QStringLiteral("migrations/")});
    QCOMPARE(ids(set), QStringList(QStringLiteral("20260101000000_one")));
    QCOMPARE(everyProblem(set), QStringList());
}

void TestNativeFormat::cannotRunInTransaction_data()
{
    QTest::addColumn<int>("dialect");
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<bool>("expected");
    const int pg = int(Dialect::PostgreSql);
    const int lite = int(Dialect::Sqlite);
    QTest::newRow("plain") << pg << QByteArray("CREATE TABLE t (a int);") << false;
    QTest::newRow("concurrently") << pg << QByteArray("SELECT 1;\ncreate index\n concurrently i on t (a);")
                                  << true;
    QTest::newRow("in a string") << pg << QByteArray("SELECT 'VACUUM;CREATE INDEX CONCURRENTLY';") << false;
    QTest::newRow("vacuum") << lite << QByteArray("VACUUM;") << true;
    QTest::newRow("vacuum in a comment") << lite << QByteArray("-- VACUUM\nSELECT 1;") << false;
    QTest::newRow("by directive") << lite << QByteArray("-- strandline:no-transaction\nSELECT 1;") << true;
}

void TestNativeFormat::cannotRunInTransaction()
{
    QFETCH(int, dialect);
    QFETCH(QByteArray, script);
    Folder folder;
    folder.write(m("20260101000000_x.up.sql"), script);
    const MigrationSet set = folder.read(Dialect(dialect));
    QCOMPARE(everyProblem(set), QStringList());
    QTEST(set.migrations[0].up->cannotRunInTransaction, "expected");
}

void TestNativeFormat::digests()
{
    Folder folder;
    folder.write(m("20260101000000_a.up.sql"), "SELECT 1;\n");
    folder.write(m("20260102000000_b.up.sql"), "-- reformatted\r\nSELECT\r\n  1;\r\n");
    folder.write(m("20260103000000_c.up.sql"), "SELECT 2;\n");
    const MigrationSet set = folder.read();
    QCOMPARE(set.migrations[0].up->meaning, set.migrations[1].up->meaning);
    QVERIFY(set.migrations[0].up->sha256 != set.migrations[1].up->sha256);
    QVERIFY(set.migrations[0].up->meaning != set.migrations[2].up->meaning);
}

void TestNativeFormat::cancel()
{
    Folder folder;
    folder.write(m("20260101000000_a.up.sql"));
    base::JobContext context;
    context.cancel.cancel();
    const auto set = project::readNativeFolder(
        {folder.path(QStringLiteral("migrations"))}, folder.path(), Dialect::Sqlite, context);
    QVERIFY(!set);
    QCOMPARE(set.error().code, base::ErrorCode::Cancelled);
}

void TestNativeFormat::progress()
{
    class Sink final : public base::ProgressSink
    {
    public:
        void report(const base::Progress& step) override { steps.append(step); }
        QList<base::Progress> steps;
    };
    Folder folder;
    folder.write(m("20260101000000_a.up.sql"));
    folder.write(m("20260101000000_a.down.sql"));
    Sink sink;
    base::JobContext context;
    context.progress = &sink;
    QVERIFY(project::readNativeFolder(
        {folder.path(QStringLiteral("migrations"))}, folder.path(), Dialect::Sqlite, context));
    QCOMPARE(sink.steps.size(), 2);
    QCOMPARE(sink.steps[1].done, 2);
    QCOMPARE(sink.steps[1].total, 2);
}

void TestNativeFormat::tenThousandFiles()
{
    Folder folder;
    const QByteArray body =
        "-- Adds a column that nobody asked for.\n"
        "ALTER TABLE users ADD COLUMN loyalty_points integer NOT NULL DEFAULT 0;\n"
        "CREATE INDEX users_points_idx ON users (loyalty_points) WHERE loyalty_points > 0;\n"
        "UPDATE users SET loyalty_points = 1 WHERE name = 'it''s; odd';\n";
    QVERIFY(QDir().mkpath(folder.path(QStringLiteral("migrations"))));
    const QDateTime start(QDate(2020, 1, 1), QTime(0, 0), Qt::UTC);
    for (int i = 0; i < 5000; ++i) {
        const QString version = start.addSecs(i * 61).toString(QStringLiteral("yyyyMMddHHmmss"));
        folder.write(QStringLiteral("migrations/%1_step_%2.up.sql").arg(version).arg(i), body);
        folder.write(QStringLiteral("migrations/%1_step_%2.down.sql").arg(version).arg(i), body);
    }
    QElapsedTimer timer;
    timer.start();
    const MigrationSet set = folder.read();
    const qint64 elapsed = timer.elapsed();
    qInfo("10000 files in %lld ms", elapsed);
    QCOMPARE(set.migrations.size(), 5000);
    QCOMPARE(everyProblem(set), QStringList());
    // Generous: the machine may be busy. What is meant is "well under a second".
    QVERIFY2(elapsed < 5000, qPrintable(QString::number(elapsed)));
}

QTEST_GUILESS_MAIN(TestNativeFormat)
#include "tst_native_format.moc"

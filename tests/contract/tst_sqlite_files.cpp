// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/transaction.h"
#include "tests/contract/contract.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace strandline;
using db::AccessMode;
using sql::Dialect;

/// What only SQLite has: its database is a file that other programs use by their own means.
class SqliteFiles : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void createsOnlyWhenAsked();
    void createsNothingWithoutItsFolder();
    void otherConnectionsKeepTheLocks();
    void lockOfOtherNames_data();
    void lockOfOtherNames();
    void lockDiesWithTheProcess();
    void lockIsNotInherited();
    void lockFileIsGoneAfterwards();
    void lockFileOfSomethingElse_data();
    void lockFileOfSomethingElse();
    void lockSeesAnotherDatabaseInItsPlace();
    void transactionThatEndedByItself();
    void busySnapshotIsALockTimeout();
    void statementLimitStopsWritesToo();

private:
    base::Result<std::unique_ptr<db::Connection>> open(
        const QString& path, AccessMode access = AccessMode::ReadWrite, bool create = false) const;
    base::Result<engine::LockAttempt> lock(const QString& path) const;
    QString path(const char* name) const { return m_folder->filePath(QString::fromUtf8(name)); }
    /// What the sqlite3 program of the system says; another process with its own locks.
    static QString shell(const QString& database, const QString& sql);

    engine::Engines m_engines = test::allEngines();
    std::unique_ptr<QTemporaryDir> m_folder;
};

void SqliteFiles::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

base::Result<std::unique_ptr<db::Connection>> SqliteFiles::open(
    const QString& path, AccessMode access, bool create) const
{
    connection::ConnectionSettings settings;
    settings.dialect = Dialect::Sqlite;
    settings.database = {path, QStringLiteral("test")};
    engine::OpenOptions options;
    options.access = access;
    options.createIfMissing = create;
    options.lockTimeoutMs = 50;
    if (access == AccessMode::ReadWrite)
        options.writeToken = test::writeToken();
    return m_engines.open(settings, options, {});
}

base::Result<engine::LockAttempt> SqliteFiles::lock(const QString& path) const
{
    auto own = open(path);
    if (!own)
        return base::forward(own);
    const auto second = open(path);
    if (!second)
        return base::forward(second);
    return m_engines.find(Dialect::Sqlite)
        ->runServices()
        .tryLock(std::move(*own), **second,
            {QStringLiteral("anna@here"), QStringLiteral("run-1"),
                QDateTime(QDate(2026, 1, 2), QTime(3, 4), Qt::UTC), {}});
}

QString SqliteFiles::shell(const QString& database, const QString& sql)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral("sqlite3"), {QStringLiteral("-batch"), database, sql});
    process.waitForFinished();
    return QString::fromUtf8(process.readAll()).trimmed();
}

void SqliteFiles::createsOnlyWhenAsked()
{
    const QString file = path("new ? # %20 ä.db");
    QVERIFY(!open(file));
    QVERIFY(!open(file, AccessMode::ReadOnly, true));
    QVERIFY(!QFile::exists(file));
    const auto created = open(file, AccessMode::ReadWrite, true);
    VERIFY_OK(created);
    QVERIFY(QFile::exists(file));
    VERIFY_OK((*created)->execute(QStringLiteral("CREATE TABLE t (id int)")));
    // What is there already is opened as ever.
    const auto again = open(file, AccessMode::ReadWrite, true);
    VERIFY_OK(again);
    QVERIFY((*again)->query(QStringLiteral("SELECT * FROM t")));
    QVERIFY(!open(m_folder->path(), AccessMode::ReadWrite, true));
}

void SqliteFiles::createsNothingWithoutItsFolder()
{
    const auto failed = open(path("no/such/folder/x.db"), AccessMode::ReadWrite, true);
    QVERIFY(!failed);
    QCOMPARE(failed.error().code, base::ErrorCode::NotFound);
    QVERIFY2(failed.error().toText().contains(QLatin1String("no/such/folder")),
        qPrintable(failed.error().toText()));
    QVERIFY(!QFile::exists(path("no")));
}

/// POSIX takes all locks of a process on a file away when any of its descriptors is closed. Opening another
/// connection, or looking at the file's header, must not let other programs into a transaction.
void SqliteFiles::otherConnectionsKeepTheLocks()
{
    if (QStandardPaths::findExecutable(QStringLiteral("sqlite3")).isEmpty())
        QSKIP("the sqlite3 program is not here");
    const QString file = path("x.db");
    const auto writer = open(file, AccessMode::ReadWrite, true);
    VERIFY_OK(writer);
    VERIFY_OK((*writer)->execute(QStringLiteral("CREATE TABLE t (id int)")));
    auto transaction = db::Transaction::begin(**writer, db::TransactionKind::Immediate);
    VERIFY_OK(transaction);
    VERIFY_OK((*writer)->execute(QStringLiteral("INSERT INTO t VALUES (1)")));
    const QString insert = QStringLiteral("INSERT INTO t VALUES (2)");
    QVERIFY2(shell(file, insert).contains(QLatin1String("locked")), "the test itself is wrong");
    for (const AccessMode access : {AccessMode::ReadOnly, AccessMode::ReadWrite}) {
        {
            const auto other = open(file, access);
            VERIFY_OK(other);
        }
        const QString answer = shell(file, insert);
        QVERIFY2(answer.contains(QLatin1String("locked")), qPrintable(answer));
    }
    {
        const auto attempt = lock(file);
        VERIFY_OK(attempt);
        QVERIFY(attempt->lock);
    }
    QVERIFY(m_engines.find(Dialect::Sqlite)->runServices().missingRights(**writer, {}));
    const QString answer = shell(file, insert);
    QVERIFY2(answer.contains(QLatin1String("locked")), qPrintable(answer));
    VERIFY_OK(transaction->commit());
    QCOMPARE(shell(file, QStringLiteral("SELECT count(*) FROM t")), QStringLiteral("1"));
}

void SqliteFiles::lockOfOtherNames_data()
{
    QTest::addColumn<QString>("other");
    QTest::newRow("symbolic link") << QStringLiteral("link.db");
    QTest::newRow("link to a link in another folder") << QStringLiteral("sub/link2.db");
    QTest::newRow("way around") << QStringLiteral("sub/../x.db");
    QTest::newRow("folder behind a link") << QStringLiteral("folderlink/x.db");
}

void SqliteFiles::lockOfOtherNames()
{
    QFETCH(QString, other);
    VERIFY_OK(open(path("x.db"), AccessMode::ReadWrite, true));
    QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("sub")));
    QVERIFY(QFile::link(path("x.db"), path("link.db")));
    QVERIFY(QFile::link(path("link.db"), path("sub/link2.db")));
    QVERIFY(QFile::link(m_folder->path(), path("folderlink")));
    const auto first = lock(path("x.db"));
    VERIFY_OK(first);
    QVERIFY(first->lock);
    const auto second = lock(m_folder->filePath(other));
    VERIFY_OK(second);
    QVERIFY(!second->lock);
    QVERIFY(second->holder);
    QCOMPARE(second->holder->who, QStringLiteral("anna@here"));
    QCOMPARE(second->holder->runId, QStringLiteral("run-1"));
    QCOMPARE(second->holder->sessionId, qint64(::getpid()));
    // Relative to the current folder as well.
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(m_folder->path()));
    const auto third = lock(QStringLiteral("x.db"));
    QVERIFY(QDir::setCurrent(before));
    VERIFY_OK(third);
    QVERIFY(!third->lock);
}

void SqliteFiles::lockDiesWithTheProcess()
{
    const QString file = path("x.db");
    VERIFY_OK(open(file, AccessMode::ReadWrite, true));
    std::array<int, 2> ready {};
    QCOMPARE(::pipe(ready.data()), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto attempt = lock(file);
        const char answer = attempt && attempt->lock ? 'y' : 'n';
        static_cast<void>(!::write(ready[1], &answer, 1));
        for (;;)
            ::pause();
    }
    char answer = 0;
    QCOMPARE(::read(ready[0], &answer, 1), 1);
    QCOMPARE(answer, 'y');
    const auto refused = lock(file);
    VERIFY_OK(refused);
    QVERIFY(!refused->lock);
    QCOMPARE(refused->holder->sessionId, qint64(child));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    // What it wrote is still there, but nobody is behind it.
    QVERIFY(QFile::exists(file + QStringLiteral("-strandline-lock")));
    const auto reader = open(file, AccessMode::ReadOnly);
    VERIFY_OK(reader);
    const auto holder = m_engines.find(Dialect::Sqlite)->runServices().lockHolder(**reader, {});
    VERIFY_OK(holder);
    QVERIFY(!holder->has_value());
    const auto taken = lock(file);
    VERIFY_OK(taken);
    QVERIFY(taken->lock);
    ::close(ready[0]);
    ::close(ready[1]);
}

/// A hook that goes on after the run must not hold its lock.
void SqliteFiles::lockIsNotInherited()
{
    const QString file = path("x.db");
    VERIFY_OK(open(file, AccessMode::ReadWrite, true));
    QProcess process;
    {
        const auto first = lock(file);
        VERIFY_OK(first);
        QVERIFY(first->lock);
        process.start(QStringLiteral("sleep"), {QStringLiteral("60")});
        QVERIFY(process.waitForStarted());
    }
    const auto second = lock(file);
    VERIFY_OK(second);
    QVERIFY(second->lock);
    process.kill();
    process.waitForFinished();
}

void SqliteFiles::lockFileIsGoneAfterwards()
{
    const QString file = path("x.db");
    VERIFY_OK(open(file, AccessMode::ReadWrite, true));
    QVERIFY(QFile::setPermissions(file,
        QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther));
    {
        const auto attempt = lock(file);
        VERIFY_OK(attempt);
        QVERIFY(attempt->lock);
        // Whoever may write the database may take the lock after a crash.
        QCOMPARE(QFile::permissions(file + QStringLiteral("-strandline-lock")), QFile::permissions(file));
    }
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList {QStringLiteral("x.db")});
    const auto reader = open(file, AccessMode::ReadOnly);
    VERIFY_OK(reader);
    VERIFY_OK(m_engines.find(Dialect::Sqlite)->runServices().lockHolder(**reader, {}));
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList {QStringLiteral("x.db")});
}

void SqliteFiles::lockFileOfSomethingElse_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("not ours");
    QTest::newRow("cut off") << QByteArray("{\"who\": \"an");
    QTest::newRow("large") << QByteArray(100000, 'x');
    QTest::newRow("list") << QByteArray("[1, 2]");
}

void SqliteFiles::lockFileOfSomethingElse()
{
    QFETCH(QByteArray, content);
    const QString file = path("x.db");
    VERIFY_OK(open(file, AccessMode::ReadWrite, true));
    QFile left(file + QStringLiteral("-strandline-lock"));
    QVERIFY(left.open(QIODevice::WriteOnly));
    left.write(content);
    left.close();
    const auto attempt = lock(file);
    VERIFY_OK(attempt);
    QVERIFY(attempt->lock);
    const auto second = lock(file);
    VERIFY_OK(second);
    QVERIFY(!second->lock);
    QCOMPARE(second->holder->who, QStringLiteral("anna@here"));
}

void SqliteFiles::lockSeesAnotherDatabaseInItsPlace()
{
    const QString file = path("x.db");
    VERIFY_OK(open(file, AccessMode::ReadWrite, true));
    VERIFY_OK(open(path("y.db"), AccessMode::ReadWrite, true));
    const auto attempt = lock(file);
    VERIFY_OK(attempt);
    VERIFY_OK(attempt->lock->check());
    QVERIFY(QFile::rename(file, path("old.db")));
    QVERIFY(QFile::rename(path("y.db"), file));
    const auto checked = attempt->lock->check();
    QVERIFY(!checked);
    QCOMPARE(checked.error().code, base::ErrorCode::Conflict);
}

/// SQLite rolls back by itself after some errors; what follows must not believe in a transaction that is
/// over.
void SqliteFiles::transactionThatEndedByItself()
{
    const auto connection = open(path("x.db"), AccessMode::ReadWrite, true);
    VERIFY_OK(connection);
    VERIFY_OK((*connection)->execute(QStringLiteral("CREATE TABLE t (a, UNIQUE (a))")));
    VERIFY_OK((*connection)->execute(QStringLiteral("PRAGMA max_page_count = 20")));
    auto transaction = db::Transaction::begin(**connection);
    VERIFY_OK(transaction);
    VERIFY_OK((*connection)->executeScript({"INSERT INTO t VALUES (1)", {}}));
    QVERIFY((*connection)->isInTransaction());
    const auto again = (*connection)->executeScript({"INSERT OR ROLLBACK INTO t VALUES (1)", {}});
    QVERIFY(!again);
    QVERIFY(!(*connection)->isInTransaction());
    VERIFY_OK(transaction->rollback());
    auto second = db::Transaction::begin(**connection);
    VERIFY_OK(second);
    const auto full =
        (*connection)
            ->executeScript({"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
                             "i < 9999) INSERT INTO t SELECT randomblob(500) FROM n",
                {}});
    QVERIFY(!full);
    QCOMPARE(full.error().nativeCode, QStringLiteral("SQLITE_FULL"));
    QCOMPARE(full.error().code, base::ErrorCode::Io);
    VERIFY_OK(second->rollback());
    QVERIFY(!(*connection)->isInTransaction());
    QCOMPARE((*connection)->query(QStringLiteral("SELECT count(*) FROM t"))->rows.first().first().toInt(), 0);
}

void SqliteFiles::busySnapshotIsALockTimeout()
{
    const QString file = path("x.db");
    const auto one = open(file, AccessMode::ReadWrite, true);
    VERIFY_OK(one);
    VERIFY_OK((*one)->execute(QStringLiteral("PRAGMA journal_mode = WAL")));
    VERIFY_OK((*one)->execute(QStringLiteral("CREATE TABLE t (a)")));
    const auto two = open(file);
    VERIFY_OK(two);
    auto transaction = db::Transaction::begin(**one);
    VERIFY_OK((*one)->query(QStringLiteral("SELECT * FROM t")));
    VERIFY_OK((*two)->execute(QStringLiteral("INSERT INTO t VALUES (1)")));
    const auto late = (*one)->executeScript({"INSERT INTO t VALUES (2)", {}});
    QVERIFY(!late);
    QCOMPARE(late.error().nativeCode, QStringLiteral("SQLITE_BUSY_SNAPSHOT"));
    QVERIFY(m_engines.find(Dialect::Sqlite)->runServices().isLockTimeout(late.error()));
}

void SqliteFiles::statementLimitStopsWritesToo()
{
    const auto connection = open(path("x.db"), AccessMode::ReadWrite, true);
    VERIFY_OK(connection);
    VERIFY_OK((*connection)->execute(QStringLiteral("CREATE TABLE t (a)")));
    VERIFY_OK((*connection)->setLimits({std::nullopt, 200}));
    const auto stopped =
        (*connection)
            ->executeScript({"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                             "INSERT INTO t SELECT i FROM n",
                {}});
    QVERIFY(!stopped);
    QVERIFY2(stopped.error().nativeCode != QLatin1String("SQLITE_INTERRUPT")
            && stopped.error().nativeCode.startsWith(QLatin1String("SQLITE_INTERRUPT")),
        qPrintable(stopped.error().nativeCode));
    QCOMPARE((*connection)->query(QStringLiteral("SELECT count(*) FROM t"))->rows.first().first().toInt(), 0);
    // The limit is one statement's, not the session's.
    for (int i = 0; i < 5; ++i) {
        QTest::qWait(60);
        VERIFY_OK((*connection)->executeScript({"INSERT INTO t VALUES (1)", {}}));
        VERIFY_OK((*connection)->query(QStringLiteral("SELECT * FROM t")));
    }
}

QTEST_GUILESS_MAIN(SqliteFiles)
#include "tst_sqlite_files.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// The computer stays awake while something is written, and no bus, a deaf one or a refusing one is in the
// way.
#include "ui/widgets/suspend_inhibitor.h"

#include <QDBusConnection>
#include <QDBusContext>
#include <QDBusObjectPath>
#include <QDBusUnixFileDescriptor>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace strandline;
using ui::SuspendInhibitor;

/// Says what the portal would be asked.
class Portal : public QObject, protected QDBusContext
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Inhibit")

public:
    QStringList reasons;
    QList<uint> flags;
    bool refuses = false;

public Q_SLOTS:
    QDBusObjectPath Inhibit(const QString&, uint what, const QVariantMap& options)
    {
        if (refuses) {
            sendErrorReply(QDBusError::AccessDenied, QStringLiteral("no"));
            return {};
        }
        flags << what;
        reasons << options.value(QStringLiteral("reason")).toString();
        return QDBusObjectPath(QStringLiteral("/request/1"));
    }
};

class PortalRequest : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Request")

public:
    int closed = 0;

public Q_SLOTS:
    void Close() { ++closed; }
};

class LoginService : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.login1.Manager")

public:
    QStringList asked;
    int readEnd = -1;

public Q_SLOTS:
    QDBusUnixFileDescriptor Inhibit(
        const QString& what, const QString& who, const QString& why, const QString& mode)
    {
        asked << what << who << why << mode;
        int ends[2] = {-1, -1};
        if (pipe(ends) != 0)
            return {};
        readEnd = ends[0];
        fcntl(readEnd, F_SETFL, O_NONBLOCK);
        QDBusUnixFileDescriptor handle;
        handle.giveFileDescriptor(ends[1]);
        return handle;
    }
};

class SuspendInhibitorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void asksThePortalAndLetsGo();
    void fallsBackToTheLoginService();
    void nobodyThere_data();
    void nobodyThere();
    void deafBusDoesNotBlock();

private:
    QProcess m_daemon;
    QTemporaryDir m_folder;
    QString m_address;
    std::unique_ptr<QDBusConnection> m_service;
    Portal m_portal;
    PortalRequest m_request;
    LoginService m_login;
};

void SuspendInhibitorTest::initTestCase()
{
    const QString program = QStandardPaths::findExecutable(QStringLiteral("dbus-daemon"));
    if (program.isEmpty())
        return;
    m_address = QStringLiteral("unix:path=%1/bus").arg(m_folder.path());
    m_daemon.start(program,
        {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--address=") + m_address});
    QVERIFY(m_daemon.waitForStarted());
    QTRY_VERIFY(QFile::exists(m_folder.filePath(QStringLiteral("bus"))));
    m_service = std::make_unique<QDBusConnection>(
        QDBusConnection::connectToBus(m_address, QStringLiteral("service")));
    QVERIFY(m_service->isConnected());
    const auto all = QDBusConnection::ExportAllSlots;
    QVERIFY(m_service->registerObject(QStringLiteral("/org/freedesktop/portal/desktop"), &m_portal, all));
    QVERIFY(m_service->registerObject(QStringLiteral("/request/1"), &m_request, all));
    QVERIFY(m_service->registerObject(QStringLiteral("/org/freedesktop/login1"), &m_login, all));
    QVERIFY(m_service->registerService(QStringLiteral("org.freedesktop.portal.Desktop")));
    QVERIFY(m_service->registerService(QStringLiteral("org.freedesktop.login1")));
}

void SuspendInhibitorTest::cleanupTestCase()
{
    m_service.reset();
    QDBusConnection::disconnectFromBus(QStringLiteral("service"));
    m_daemon.terminate();
    m_daemon.waitForFinished();
}

void SuspendInhibitorTest::asksThePortalAndLetsGo()
{
    if (m_address.isEmpty())
        QSKIP("dbus-daemon is not here");
    SuspendInhibitor awake({m_address, {}});
    awake.inhibit(QStringLiteral("Apply 3 migrations on production is running"));
    awake.inhibit(QStringLiteral("a second one"));
    QVERIFY(awake.isInhibiting());
    QTRY_COMPARE(
        m_portal.reasons, QStringList {QStringLiteral("Apply 3 migrations on production is running")});
    QCOMPARE(m_portal.flags, QList<uint> {4});
    QCOMPARE(m_request.closed, 0);
    awake.release();
    QVERIFY(!awake.isInhibiting());
    QTRY_COMPARE(m_request.closed, 1);
}

void SuspendInhibitorTest::fallsBackToTheLoginService()
{
    if (m_address.isEmpty())
        QSKIP("dbus-daemon is not here");
    m_portal.refuses = true;
    {
        SuspendInhibitor awake({m_address, m_address});
        awake.inhibit(QStringLiteral("a run"));
        QTRY_COMPARE(m_login.asked.size(), 4);
        QCOMPARE(m_login.asked.at(0), QStringLiteral("sleep"));
        QCOMPARE(m_login.asked.at(2), QStringLiteral("a run"));
    }
    m_portal.refuses = false;
    // The other end is closed when the wish is withdrawn, here by its destructor.
    char nothing = 0;
    QTRY_COMPARE(read(m_login.readEnd, &nothing, 1), ssize_t(0));
    close(m_login.readEnd);
}

void SuspendInhibitorTest::nobodyThere_data()
{
    QTest::addColumn<QString>("session");
    QTest::addColumn<QString>("system");
    QTest::newRow("no bus") << QString() << QString();
    QTest::newRow("no such socket") << QStringLiteral("unix:path=/nonexistent/bus")
                                    << QStringLiteral("unix:path=/nonexistent/system");
    QTest::newRow("nonsense") << QStringLiteral("we;ird \"bus\"") << QStringLiteral("::");
}

void SuspendInhibitorTest::nobodyThere()
{
    QFETCH(QString, session);
    QFETCH(QString, system);
    SuspendInhibitor awake({session, system});
    awake.inhibit(QStringLiteral("a run"));
    QTest::qWait(200);
    awake.release();
    QVERIFY(!awake.isInhibiting());
}

void SuspendInhibitorTest::deafBusDoesNotBlock()
{
    // Takes connections and never says a word.
    const QByteArray path = QFile::encodeName(m_folder.filePath(QStringLiteral("deaf")));
    sockaddr_un address {};
    address.sun_family = AF_UNIX;
    QVERIFY(size_t(path.size()) < sizeof address.sun_path);
    std::copy(path.cbegin(), path.cend(), address.sun_path);
    const int deaf = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    QCOMPARE(bind(deaf, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    QCOMPARE(listen(deaf, 5), 0);
    QElapsedTimer timer;
    timer.start();
    {
        SuspendInhibitor awake({QStringLiteral("unix:path=") + QFile::decodeName(path), {}});
        awake.inhibit(QStringLiteral("a run"));
        awake.release();
        awake.inhibit(QStringLiteral("another"));
    }
    QVERIFY2(timer.elapsed() < 3000, "waited for a bus");
    // Whoever hangs on it is let go, so that the program can end.
    QCOMPARE(close(deaf), 0);
}

QTEST_GUILESS_MAIN(SuspendInhibitorTest)
#include "tst_suspend_inhibitor.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/suspend_inhibitor.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusUnixFileDescriptor>
#include <QFileInfo>
#include <QUuid>
#include <QVariantMap>

#include <mutex>
#include <thread>

namespace strandline::ui {

namespace {

constexpr int kPatienceMs = 5000;
constexpr uint kSuspend = 4; ///< of the portal's flags; logging out, switching users and dimming stay free
const QString kSystemBus = QStringLiteral("/run/dbus/system_bus_socket");

} // namespace

/// One wish not to sleep. Its connection is its own: closing it withdraws the wish whatever else goes wrong.
class SuspendInhibitor::Request
{
public:
    Request(Buses buses, QString reason)
        : m_buses(std::move(buses))
        , m_reason(std::move(reason))
    { }

    void ask(); ///< may block
    void withdraw(); ///< may block

private:
    bool askPortal();
    void askLoginService();
    QDBusConnection connectTo(const QString& address);

    const Buses m_buses;
    const QString m_reason;
    const QString m_name = QUuid::createUuid().toString(QUuid::WithoutBraces);
    std::mutex m_mutex; ///< held while asking: who withdraws waits for the answer
    bool m_withdrawn = false;
    QDBusObjectPath m_handle;
    QDBusUnixFileDescriptor m_lock;
};

QDBusConnection SuspendInhibitor::Request::connectTo(const QString& address)
{
    return QDBusConnection::connectToBus(address, m_name);
}

bool SuspendInhibitor::Request::askPortal()
{
    if (m_buses.session.isEmpty())
        return false;
    QDBusConnection bus = connectTo(m_buses.session);
    if (!bus.isConnected())
        return false;
    QDBusMessage call = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.portal.Desktop"),
        QStringLiteral("/org/freedesktop/portal/desktop"), QStringLiteral("org.freedesktop.portal.Inhibit"),
        QStringLiteral("Inhibit"));
    call << QString() << kSuspend << QVariantMap {{QStringLiteral("reason"), m_reason}};
    const QDBusMessage answer = bus.call(call, QDBus::Block, kPatienceMs);
    if (answer.type() != QDBusMessage::ReplyMessage)
        return false;
    m_handle = answer.arguments().value(0).value<QDBusObjectPath>();
    return true;
}

void SuspendInhibitor::Request::askLoginService()
{
    QDBusConnection::disconnectFromBus(m_name);
    if (m_buses.system.isEmpty())
        return;
    QDBusConnection bus = connectTo(m_buses.system);
    if (!bus.isConnected())
        return;
    QDBusMessage call = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.login1"),
        QStringLiteral("/org/freedesktop/login1"), QStringLiteral("org.freedesktop.login1.Manager"),
        QStringLiteral("Inhibit"));
    call << QStringLiteral("sleep") << QStringLiteral("Strandline") << m_reason << QStringLiteral("block");
    const QDBusMessage answer = bus.call(call, QDBus::Block, kPatienceMs);
    // In force as long as this is open.
    m_lock = answer.arguments().value(0).value<QDBusUnixFileDescriptor>();
}

void SuspendInhibitor::Request::ask()
{
    const std::scoped_lock lock(m_mutex);
    if (!m_withdrawn && !askPortal())
        askLoginService();
}

void SuspendInhibitor::Request::withdraw()
{
    const std::scoped_lock lock(m_mutex);
    m_withdrawn = true;
    if (!m_handle.path().isEmpty()) {
        QDBusConnection(m_name).call(
            QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.portal.Desktop"), m_handle.path(),
                QStringLiteral("org.freedesktop.portal.Request"), QStringLiteral("Close")),
            QDBus::Block, kPatienceMs);
    }
    m_lock = {};
    QDBusConnection::disconnectFromBus(m_name);
}

SuspendInhibitor::Buses SuspendInhibitor::Buses::ofThisComputer()
{
    Buses buses;
    buses.session = qEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS");
    buses.system = qEnvironmentVariable("DBUS_SYSTEM_BUS_ADDRESS");
    if (buses.system.isEmpty() && QFileInfo::exists(kSystemBus))
        buses.system = QStringLiteral("unix:path=") + kSystemBus;
    return buses;
}

SuspendInhibitor::SuspendInhibitor(Buses buses)
    : m_buses(std::move(buses))
{ }

SuspendInhibitor::~SuspendInhibitor()
{
    release();
}

void SuspendInhibitor::inhibit(const QString& reason)
{
    if (m_request || (m_buses.session.isEmpty() && m_buses.system.isEmpty()))
        return;
    m_request = std::make_shared<Request>(m_buses, reason);
    // Detached, because nobody may wait for a bus that does not answer.
    std::thread([request = m_request] { request->ask(); }).detach();
}

void SuspendInhibitor::release()
{
    if (const std::shared_ptr<Request> request = std::exchange(m_request, nullptr))
        std::thread([request] { request->withdraw(); }).detach();
}

} // namespace strandline::ui

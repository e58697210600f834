// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/system_preference.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

namespace strandline::ui {

namespace {

QString service()
{
    return QStringLiteral("org.freedesktop.portal.Desktop");
}

QString path()
{
    return QStringLiteral("/org/freedesktop/portal/desktop");
}

QString interface()
{
    return QStringLiteral("org.freedesktop.portal.Settings");
}

QString appearance()
{
    return QStringLiteral("org.freedesktop.appearance");
}

/// Portals of different age wrap the value once or twice.
QVariant unwrapped(QVariant value)
{
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value;
}

} // namespace

SystemPreferenceWatcher::SystemPreferenceWatcher(QObject* parent)
    : QObject(parent)
{ }

void SystemPreferenceWatcher::start()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(service(), path(), interface(), QStringLiteral("SettingChanged"), this,
        SLOT(settingChanged(QString, QString, QDBusVariant)));
    ask(QStringLiteral("color-scheme"));
    ask(QStringLiteral("contrast"));
}

void SystemPreferenceWatcher::ask(const QString& key)
{
    QDBusMessage call =
        QDBusMessage::createMethodCall(service(), path(), interface(), QStringLiteral("Read"));
    call.setArguments({appearance(), key});
    auto* watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call, 2000), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, key](QDBusPendingCallWatcher* done) {
        const QDBusPendingReply<QDBusVariant> reply = *done;
        if (reply.isValid())
            take(key, QVariant::fromValue(reply.value()));
        done->deleteLater();
    });
}

void SystemPreferenceWatcher::settingChanged(
    const QString& group, const QString& key, const QDBusVariant& value)
{
    if (group == appearance())
        take(key, QVariant::fromValue(value));
}

void SystemPreferenceWatcher::take(const QString& key, const QVariant& value)
{
    const uint number = unwrapped(value).toUInt();
    const SystemPreference before = m_preference;
    if (key == QLatin1String("color-scheme")) {
        m_preference.scheme = number == 1 ? SystemPreference::Scheme::Dark
            : number == 2                 ? SystemPreference::Scheme::Light
                                          : SystemPreference::Scheme::None;
    } else if (key == QLatin1String("contrast")) {
        m_preference.highContrast = number == 1;
    }
    if (before.scheme != m_preference.scheme || before.highContrast != m_preference.highContrast)
        Q_EMIT changed(m_preference);
}

} // namespace strandline::ui

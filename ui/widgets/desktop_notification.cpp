// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/desktop_notification.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCall>
#include <QVariantMap>

namespace strandline::ui {

void notifyDesktop(const QString& summary, const QString& text)
{
    if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
        return;
    QDBusMessage call = QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.Notifications"),
        QStringLiteral("/org/freedesktop/Notifications"), QStringLiteral("org.freedesktop.Notifications"),
        QStringLiteral("Notify"));
    call << QStringLiteral("Strandline") << uint(0) << QStringLiteral("io.github.strandline.Strandline")
         << summary << text.toHtmlEscaped() << QStringList()
         << QVariantMap {{QStringLiteral("desktop-entry"), QStringLiteral("io.github.strandline.Strandline")}}
         << -1;
    QDBusConnection::sessionBus().asyncCall(call);
}

} // namespace strandline::ui

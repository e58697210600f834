// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QObject>

class QDBusPendingCallWatcher;
class QDBusVariant;

namespace strandline::ui {

/// Asks the desktop's settings portal for scheme and contrast and follows them. Never waits: until the first
/// answer (or without a portal) the preference is "none", and the palette decides.
class SystemPreferenceWatcher : public QObject
{
    Q_OBJECT
public:
    explicit SystemPreferenceWatcher(QObject* parent = nullptr);
    void start();
    const SystemPreference& preference() const { return m_preference; }

Q_SIGNALS:
    void changed(const strandline::ui::SystemPreference& preference);

private Q_SLOTS:
    void settingChanged(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void ask(const QString& key);
    void take(const QString& key, const QVariant& value);

    SystemPreference m_preference;
};

} // namespace strandline::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/window_memory.h"

#include <QCryptographicHash>
#include <QSettings>

namespace strandline::ui {

WindowMemory::WindowMemory(const QString& stateFolder)
{
    if (!stateFolder.isEmpty())
        m_store =
            std::make_unique<QSettings>(stateFolder + QStringLiteral("/window.ini"), QSettings::IniFormat);
}

WindowMemory::~WindowMemory() = default;

void WindowMemory::setProject(const QString& folder)
{
    m_project = folder;
}

/// A path is no key: it has separators, and INI files would escape every other letter of it.
QString WindowMemory::projectKey(const QString& key) const
{
    const QByteArray digest =
        QCryptographicHash::hash(m_project.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    return QStringLiteral("project-%1/%2").arg(QString::fromLatin1(digest), key);
}

QVariant WindowMemory::projectValue(const QString& key, const QVariant& fallback) const
{
    return m_store ? m_store->value(projectKey(key), fallback) : fallback;
}

void WindowMemory::setProjectValue(const QString& key, const QVariant& value)
{
    if (m_store)
        m_store->setValue(projectKey(key), value);
}

QVariant WindowMemory::value(const QString& key, const QVariant& fallback) const
{
    return m_store ? m_store->value(key, fallback) : fallback;
}

void WindowMemory::setValue(const QString& key, const QVariant& value)
{
    if (m_store)
        m_store->setValue(key, value);
}

} // namespace strandline::ui

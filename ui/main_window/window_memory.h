// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QRect>
#include <QSize>
#include <QString>
#include <QVariant>

#include <memory>

class QSettings;

namespace strandline::ui {

/// What the window keeps between starts, in the state folder: layout and choices per project, look of the
/// program for all. Never connections, never passwords. Without a folder it forgets everything.
class WindowMemory
{
public:
    explicit WindowMemory(const QString& stateFolder);
    ~WindowMemory();

    /// Layouts of another number are ignored: docks and toolbars are not the same any more.
    static constexpr int kLayoutVersion = 2;

    void setProject(const QString& folder);
    QVariant projectValue(const QString& key, const QVariant& fallback = {}) const;
    void setProjectValue(const QString& key, const QVariant& value);
    QVariant value(const QString& key, const QVariant& fallback = {}) const;
    void setValue(const QString& key, const QVariant& value);

private:
    QString projectKey(const QString& key) const;

    std::unique_ptr<QSettings> m_store;
    QString m_project;
};

} // namespace strandline::ui

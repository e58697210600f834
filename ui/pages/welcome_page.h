// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QListWidget;

namespace strandline::ui {

class ActionRegistry;

/// The first thing a stranger sees: open, make, sample, recent, and a place to drop a folder.
class WelcomePage : public QWidget
{
    Q_OBJECT

public:
    WelcomePage(const ActionRegistry& registry, QWidget* parent = nullptr);

    void setRecentProjects(const QStringList& folders);

Q_SIGNALS:
    void projectChosen(const QString& folder);
    void forgetRequested(const QString& folder);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_recentLabel;
    QListWidget* m_recent;
    QLabel* m_dropHint;
    bool m_dropping = false;
};

} // namespace strandline::ui

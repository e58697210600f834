// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStatusBar>

class QLabel;

namespace strandline::ui {

struct StatusContent
{
    QString connection; ///< "connected", "not connected", "files only"
    bool connected = false;
    QString head; ///< "at 0040"
    QString pending; ///< "4 pending"
    QString drift; ///< "drift unknown"
    QString read; ///< "read 14:02:11"
    QString readTip;
};

/// Facts about the current environment, one label each, and what the program is busy with.
class StatusStrip : public QStatusBar
{
    Q_OBJECT

public:
    explicit StatusStrip(QWidget* parent = nullptr);

    void setContent(const StatusContent& content);
    /// Empty: idle. Shown only when work takes longer than a second, so that quick reads do not flicker.
    void setJob(const QString& what);

private:
    QLabel* addPart(const QString& objectName);

    QLabel* m_connection;
    QLabel* m_head;
    QLabel* m_pending;
    QLabel* m_drift;
    QLabel* m_read;
    QLabel* m_job;
    QTimer* m_jobDelay;
    QString m_jobText;
    StatusContent m_content;
};

} // namespace strandline::ui

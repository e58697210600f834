// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controllers/run_controller.h"
#include "ui/text/run_words.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;
class QTreeView;

namespace strandline::ui {

class RunStatementsModel;
class SeverityFrame;

/// A run as it happens: how far it is, who is in the way, and the two ways to stop it.
class RunPage : public QWidget
{
    Q_OBJECT

public:
    explicit RunPage(QWidget* parent = nullptr);

    void begin(const migration::Plan& plan, const RunPlace& place);
    void take(const runner::RunEvent& event);
    void setStopping(const RunProgress& progress);
    void end(bool reachedTarget);
    RunStatementsModel* model() const { return m_model; }
    /// For tests: how long a statement runs before it can be interrupted, and how long the server has then.
    void setPatience(int interruptAfterMs, int explainAfterMs);

Q_SIGNALS:
    void stopRequested();
    void interruptRequested();
    void disconnectRequested(const strandline::migration::LockWait& session);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void buildLayout();
    void tick();
    void showProgress();
    const migration::LockWait* blocker() const;
    void showLocks();
    void showStop();
    void showRunning();
    void sayNow(const QString& text);
    double fractionDone() const;

    migration::Plan m_plan;
    RunPlace m_place;
    RunProgress m_asked;
    bool m_keepsNothing = true;
    bool m_wentOn = false; ///< something stays for sure; said once
    bool m_follow = true;
    bool m_ended = false;
    int m_step = -1;
    int m_statement = 0;
    int m_statementCount = 0;
    double m_batchShare = 0;
    int m_permille = 0;
    QString m_activity; ///< of a hook, while no statement runs
    QList<migration::LockWait> m_waits;
    qint64 m_waitSince = -1;
    qint64 m_saidWaitAt = -1;
    qint64 m_saidAt = -1;
    qint64 m_interruptedAt = -1;
    int m_interruptAfterMs = 5000;
    int m_explainAfterMs = 10000;
    QElapsedTimer m_clock;
    QTimer m_tick;

    RunStatementsModel* m_model;
    QLabel* m_title;
    QLabel* m_label;
    QLabel* m_elapsed;
    QProgressBar* m_bar;
    QPushButton* m_stop;
    QPushButton* m_interrupt;
    QLabel* m_stopNote;
    SeverityFrame* m_lockFrame;
    QLabel* m_lockLine;
    QLabel* m_lockDetails;
    QPushButton* m_showSession;
    QPushButton* m_disconnect;
    QTreeView* m_view;
};

} // namespace strandline::ui

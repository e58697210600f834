// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/usecase/apply_run.h"
#include "ui/text/run_words.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeView;

namespace strandline::ui {

class PreflightModel;
class SeverityFrame;

/// What was checked, what will be deleted, and the user's consent: the last stop before something is written.
class PreflightPage : public QWidget
{
    Q_OBJECT

public:
    enum class Kind { Apply, RollBack };

    explicit PreflightPage(Kind kind, QWidget* parent = nullptr);

    void setBusy(); ///< checks run again; what was typed and ticked stays
    void setPrepared(const usecase::PreparedRun& prepared, const RunPlace& place);
    /// Something else writes there now; empty: nobody.
    void setOccupied(const QString& why);
    usecase::RunDecisions decisions() const;
    /// Why Run cannot be pressed; empty when it can.
    QString missing() const;
    void forgetAnswers();
    QTreeView* view() const { return m_view; }
    QPushButton* runButton() const { return m_run; }
    QLineEdit* nameEdit() const { return m_name; }

Q_SIGNALS:
    void runRequested();
    void checkAgainRequested();
    void backRequested();
    void cancelRequested();
    void placeRequested(const strandline::base::SourcePosition& position);
    void disconnectRequested(const strandline::migration::LockWait& session);
    void timeoutsRequested();
    void historyRequested(); ///< a finding that is settled in the timeline

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildView();
    void buildConsent();
    void buildLayout();
    void fillLosses();
    void updateState();
    void act(const QModelIndex& index);
    void toggle(const QModelIndex& index);
    void fitColumns();

    Kind m_kind;
    std::optional<usecase::PreparedRun> m_prepared;
    RunPlace m_place;
    QString m_occupied;
    PreflightModel* m_model;
    QLabel* m_summary;
    QLabel* m_readAt;
    QTreeView* m_view;
    SeverityFrame* m_lossFrame;
    QLabel* m_losses;
    QCheckBox* m_consent;
    QWidget* m_nameRow;
    QLabel* m_nameLabel;
    QLineEdit* m_name;
    QLabel* m_nameState;
    QPushButton* m_again;
    QPushButton* m_back;
    QPushButton* m_cancel;
    QPushButton* m_run;
};

} // namespace strandline::ui

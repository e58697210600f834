// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/diff/compare.h"
#include "core/project/project.h"
#include "ui/models/compare_rows.h"
#include "ui/widgets/empty_state.h"

#include <QDateTime>
#include <QSet>
#include <QWidget>

#include <optional>

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QMenu;
class QSplitter;
class QToolButton;
class QTreeView;
class QVBoxLayout;

namespace strandline::ui {

class CompareModel;
class ErrorView;
class FactView;

/// Everything that the page shows; the window fills it.
struct ComparePageInput
{
    QStringList environments;
    QString here; ///< the side that is compared
    QString there; ///< what it is compared with
    QDateTime hereRead; ///< UTC
    QDateTime thereRead;
    bool isBusy = false;
    std::optional<base::Error> error;
    QString whyNot; ///< not empty: nothing can be compared, and this says why
    bool isCompared = false;
    CompareInput result; ///< with isCompared
    QList<diff::RenameQuestion> questions;
    diff::CompareOptions options;
};

/// Spelling in settings; unknown names are passed over.
QStringList ignoredNames(const diff::CompareOptions& options);
diff::CompareOptions ignoringNames(const QStringList& names);

/// Two schemas side by side: what is only here, only there, different or the same. Never writes; what looks
/// like a rename is asked about.
class ComparePage : public QWidget
{
    Q_OBJECT

public:
    explicit ComparePage(QWidget* parent = nullptr);

    void setInput(const ComparePageInput& input);
    const ComparePageInput& input() const { return m_input; }
    QTreeView* view() const { return m_view; }
    void focusFilter();
    QString asText() const;

Q_SIGNALS:
    void pairChosen(const QString& here, const QString& there);
    void optionsChosen(const strandline::diff::CompareOptions& options);
    void renameAnswered(const strandline::diff::RenameQuestion& question, bool isRename);
    void refreshRequested();
    void cancelRequested();

private:
    void buildHeader();
    void buildFilter();
    void buildIgnoreMenu();
    void connectParts();
    void setTabOrders();
    void updateHeader();
    void updateChips();
    void updateIgnored();
    void updateQuestions();
    void updateStack();
    void applyFilter();
    void showFields();
    void fitColumns();
    void resizeEvent(QResizeEvent* event) override;

    ComparePageInput m_input;
    QWidget* m_header;
    QComboBox* m_here;
    QToolButton* m_swap;
    QComboBox* m_there;
    QToolButton* m_ignore;
    QMenu* m_ignoreMenu;
    QLabel* m_stamp;
    QToolButton* m_refresh;
    QWidget* m_filterRow;
    QLineEdit* m_filter;
    QList<QToolButton*> m_chips; ///< by CompareState
    ErrorView* m_error;
    QWidget* m_questions;
    QVBoxLayout* m_questionColumn;
    QSplitter* m_splitter;
    QTreeView* m_view;
    CompareModel* m_model;
    FactView* m_fields;
    EmptyState* m_empty;
    QAction* m_tryAgain;
    QAction* m_clearFilter;
    QAction* m_changeIgnored;
    QAction* m_cancel;
};

} // namespace strandline::ui

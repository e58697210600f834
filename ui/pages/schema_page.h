// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project.h"
#include "ui/controllers/schema_controller.h"
#include "ui/widgets/empty_state.h"

#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QSplitter;
class QToolButton;

namespace strandline::ui {

class ErrorView;
class HighlighterFactory;
class SchemaBrowser;
class SchemaDetail;

/// A schema that can be looked at: the current environment first, then what else there is.
struct SchemaPlace
{
    QString environment;
    project::Tier tier = project::Tier::Development;
};

/// Everything that the page shows; the window fills it.
struct SchemaPageInput
{
    QList<SchemaPlace> sources; ///< the first is the current environment: "Live"
    QString shown; ///< of which of them
    SchemaState state;
    QString whyNot; ///< not empty: there is nothing to look at, and this says why
    QList<NoticeButton> buttons; ///< what to do about it
};

/// Tree on the left, details of the selection in the middle.
class SchemaPage : public QWidget
{
    Q_OBJECT

public:
    SchemaPage(std::shared_ptr<HighlighterFactory> highlighters, QWidget* parent = nullptr);

    void setBackend(const SchemaBackend* backend);
    void setInput(const SchemaPageInput& input);
    const SchemaPageInput& input() const { return m_input; }
    SchemaBrowser* browser() const { return m_browser; }
    SchemaDetail* detail() const { return m_detail; }
    void goTo(const schema::ObjectId& object);

Q_SIGNALS:
    void sourceChosen(const QString& environment);
    void refreshRequested();
    void cancelRequested();
    void objectShown(const strandline::schema::ObjectId& object);

private:
    void buildHeader();
    void setTabOrders();
    void updateHeader();
    void updateSources();
    void updateBody();
    void showObject(const schema::ObjectId& object);
    void paintEvent(QPaintEvent* event) override;

    SchemaPageInput m_input;
    std::shared_ptr<const usecase::SchemaReading> m_shownReading;
    std::optional<schema::ObjectId> m_wanted; ///< to go to as soon as it has been read
    QWidget* m_header;
    QComboBox* m_asOf;
    QLabel* m_notLive;
    QLabel* m_stamp;
    QToolButton* m_refresh;
    ErrorView* m_error;
    QSplitter* m_splitter;
    SchemaBrowser* m_browser;
    SchemaDetail* m_detail;
    EmptyState* m_nothingChosen;
    EmptyState* m_empty;
    QAction* m_tryAgain;
    QAction* m_cancel;
};

} // namespace strandline::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/schema_page.h"

#include "ui/delegates/state_palette.h"
#include "ui/models/schema_tree_model.h"
#include "ui/object_names.h"
#include "ui/pages/schema/schema_detail.h"
#include "ui/text/human_time.h"
#include "ui/theme/icons.h"
#include "ui/widgets/error_view.h"
#include "ui/widgets/schema_browser.h"
#include "ui/widgets/schema_tree_view.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace strandline::ui {

SchemaPage::SchemaPage(std::shared_ptr<HighlighterFactory> highlighters, QWidget* parent)
    : QWidget(parent)
    , m_header(new QWidget(this))
    , m_asOf(new QComboBox(m_header))
    , m_notLive(new QLabel(tr("Not the live schema"), m_header))
    , m_stamp(new QLabel(m_header))
    , m_refresh(new QToolButton(m_header))
    , m_error(new ErrorView(ErrorView::Form::Inline, this))
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_browser(new SchemaBrowser({names::schemaTree(), names::schemaFilterEdit()}, m_splitter))
    , m_detail(new SchemaDetail(std::move(highlighters), m_splitter))
    , m_nothingChosen(new EmptyState(m_splitter))
    , m_empty(new EmptyState(this))
    , m_tryAgain(new QAction(tr("Try Again"), this))
    , m_cancel(new QAction(tr("Stop Reading"), this))
{
    setObjectName(names::schemaPage());
    setAccessibleName(tr("Schema"));
    buildHeader();
    m_nothingChosen->setContent(tr("Select a table, a view or another object."), {});
    m_splitter->addWidget(m_browser);
    m_splitter->addWidget(m_detail);
    m_splitter->addWidget(m_nothingChosen);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setStretchFactor(2, 1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(6);
    m_splitter->setSizes({fontMetrics().averageCharWidth() * 46, 1000, 1000});
    m_detail->hide();
    m_error->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_error);
    column->addWidget(m_splitter, 1);
    column->addWidget(m_empty, 1);
    setTabOrders();

    connect(m_tryAgain, &QAction::triggered, this, &SchemaPage::refreshRequested);
    connect(m_cancel, &QAction::triggered, this, &SchemaPage::cancelRequested);
    connect(m_refresh, &QToolButton::clicked, this,
        [this] { m_input.state.isReading ? cancelRequested() : refreshRequested(); });
    connect(m_asOf, qOverload<int>(&QComboBox::activated), this,
        [this](int index) { Q_EMIT sourceChosen(m_asOf->itemData(index).toString()); });
    connect(m_browser, &SchemaBrowser::currentChanged, this, &SchemaPage::showObject);
    connect(m_browser, &SchemaBrowser::activated, this, [this](const schema::ObjectId& object) {
        showObject(object);
        if (m_detail->isVisible())
            m_detail->tabs()->currentWidget()->setFocus(Qt::OtherFocusReason);
    });
    connect(m_detail, &SchemaDetail::objectRequested, this, &SchemaPage::goTo);
    updateBody();
}

void SchemaPage::buildHeader()
{
    m_asOf->setObjectName(names::schemaAsOfCombo());
    m_asOf->setAccessibleName(tr("Schema as of"));
    m_asOf->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_stamp->setObjectName(names::schemaStamp());
    m_stamp->setForegroundRole(QPalette::PlaceholderText);
    QFont bold = font();
    bold.setBold(true);
    m_notLive->setFont(bold);
    m_notLive->hide();
    m_refresh->setObjectName(names::schemaRefreshButton());
    m_refresh->setFocusPolicy(Qt::StrongFocus);
    m_refresh->setMinimumHeight(26);
    m_refresh->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto* label = new QLabel(tr("&As of:"), m_header);
    label->setBuddy(m_asOf);
    auto* row = new QHBoxLayout(m_header);
    row->setContentsMargins(8, 6, 8, 6);
    row->setSpacing(8);
    row->addWidget(label);
    row->addWidget(m_asOf);
    row->addWidget(m_notLive);
    row->addStretch();
    row->addWidget(m_stamp);
    row->addWidget(m_refresh);
}

void SchemaPage::setTabOrders()
{
    QList<QWidget*> stops {m_asOf, m_refresh, m_browser->filterEdit()};
    stops += m_browser->kindButtons();
    stops << m_browser->presetCombo() << m_browser->view() << m_detail->tabs()->tabBar();
    for (int i = 0; i < m_detail->tabs()->count(); ++i) {
        QWidget* content = m_detail->tabs()->widget(i);
        for (QPushButton* button : content->findChildren<QPushButton*>())
            stops << button;
        stops << (content->focusProxy() ? content->focusProxy() : content);
    }
    for (qsizetype i = 1; i < stops.size(); ++i)
        setTabOrder(stops[i - 1], stops[i]);
    setFocusProxy(m_browser->view());
}

void SchemaPage::setBackend(const SchemaBackend* backend)
{
    m_detail->setBackend(backend);
}

void SchemaPage::setInput(const SchemaPageInput& input)
{
    const bool moved = input.shown != m_input.shown;
    m_input = input;
    updateSources();
    updateHeader();
    if (moved || m_input.state.reading != m_shownReading) {
        m_shownReading = m_input.state.reading;
        const std::shared_ptr<const schema::Database> database =
            m_shownReading ? m_shownReading->database : nullptr;
        QColor tier;
        for (const SchemaPlace& source : m_input.sources) {
            if (source.environment == m_input.shown)
                tier = tierFill(source.tier);
        }
        m_browser->setTierColour(tier);
        m_browser->setDatabase(database, database ? m_shownReading->findings : QList<schema::Finding>());
        if (const auto object = m_wanted ? std::exchange(m_wanted, std::nullopt) : m_detail->object();
            database && object) {
            m_browser->select(*object);
            showObject(*object);
        }
    }
    updateBody();
}

void SchemaPage::updateSources()
{
    QStringList names;
    for (const SchemaPlace& source : m_input.sources)
        names << source.environment;
    QStringList known;
    for (int i = 0; i < m_asOf->count(); ++i)
        known << m_asOf->itemData(i).toString();
    if (names != known) {
        m_asOf->clear();
        for (const SchemaPlace& source : m_input.sources) {
            const bool isLive = m_asOf->count() == 0;
            m_asOf->addItem(isLive ? tr("Live: %1").arg(source.environment)
                                   : tr("Environment: %1").arg(source.environment),
                source.environment);
        }
    }
    m_asOf->setCurrentIndex(std::max(0, m_asOf->findData(m_input.shown)));
}

void SchemaPage::updateHeader()
{
    const bool isLive = m_input.sources.isEmpty() || m_input.sources.first().environment == m_input.shown;
    m_notLive->setVisible(!isLive);
    const SchemaState& state = m_input.state;
    m_stamp->setText(state.isReading ? tr("Reading…")
            : state.reading          ? tr("Read %1").arg(clockTime(state.reading->readAt))
                                     : QString());
    m_stamp->setToolTip(state.reading ? exactDateTime(state.reading->readAt) : QString());
    const QString text = state.isReading ? tr("Stop") : tr("Refresh");
    m_refresh->setText(text);
    m_refresh->setAccessibleName(
        state.isReading ? tr("Stop reading the schema") : tr("Read the schema again"));
    m_refresh->setToolTip(state.isReading ? tr("Stop reading the schema") : tr("Read the schema again (F5)"));
    m_refresh->setIcon(
        icon(state.isReading ? QStringLiteral("process-stop") : QStringLiteral("view-refresh")));
    m_refresh->setEnabled(m_input.whyNot.isEmpty() && !m_input.shown.isEmpty());
    m_header->update();
}

void SchemaPage::updateBody()
{
    const SchemaState& state = m_input.state;
    const schema::Database* database = state.reading ? state.reading->database.get() : nullptr;
    const bool hasObjects = database && m_browser->model()->nodes().total() > 0;
    const bool cancelled = state.error && state.error->code == base::ErrorCode::Cancelled;
    const bool failed = state.error && !cancelled && !state.isReading;
    if (failed) {
        m_error->setError(*state.error);
        m_error->setActions({m_tryAgain});
    }
    m_error->setVisible(failed && m_input.whyNot.isEmpty());
    const bool hadFocus =
        isAncestorOf(window()->focusWidget()) && m_splitter->isAncestorOf(window()->focusWidget());
    m_splitter->setVisible(hasObjects && m_input.whyNot.isEmpty());
    m_empty->setVisible(!m_splitter->isVisibleTo(this) && (!failed || !m_input.whyNot.isEmpty()));
    if (!m_input.whyNot.isEmpty())
        m_empty->setContent(m_input.whyNot, m_input.buttons);
    else if (state.isReading)
        m_empty->setContent(tr("Reading the schema of %1…").arg(m_input.shown), {{m_cancel, {}}});
    else if (database)
        m_empty->setContent(tr("“%1” holds no tables or other objects.").arg(database->name), {});
    else
        m_empty->setContent(
            tr("The schema of %1 has not been read.").arg(m_input.shown), {{m_tryAgain, tr("Read Schema")}});
    const bool hasDetail = m_detail->object().has_value();
    m_detail->setVisible(hasDetail);
    m_nothingChosen->setVisible(!hasDetail);
    setFocusProxy(hasObjects ? m_browser->view() : static_cast<QWidget*>(m_refresh));
    if (hadFocus && !m_splitter->isVisibleTo(this))
        m_refresh->setFocus(Qt::OtherFocusReason);
}

void SchemaPage::showObject(const schema::ObjectId& object)
{
    if (!m_shownReading)
        return;
    const bool found = m_detail->show(m_shownReading->database, object);
    updateBody();
    if (found)
        Q_EMIT objectShown(object);
}

void SchemaPage::goTo(const schema::ObjectId& object)
{
    if (!m_shownReading) {
        m_wanted = object;
        return;
    }
    m_browser->select(object);
    showObject(object);
}

/// Anything but the live schema is told by a tint as well as by the words.
void SchemaPage::paintEvent(QPaintEvent*)
{
    if (m_notLive->isHidden())
        return;
    QPainter painter(this);
    QColor tint = flagColour(migration::MigrationFlag::Changed, palette());
    tint.setAlphaF(0.16F);
    painter.fillRect(m_header->geometry(), tint);
}

} // namespace strandline::ui

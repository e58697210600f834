// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/schema_browser.h"

#include "ui/models/schema_tree_model.h"
#include "ui/theme/icons.h"
#include "ui/widgets/announce.h"
#include "ui/widgets/schema_tree_view.h"

#include <QAction>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace strandline::ui {

namespace {

constexpr int kNoPreset = -1;

} // namespace

SchemaBrowser::SchemaBrowser(const Names& names, QWidget* parent)
    : QWidget(parent)
    , m_model(new SchemaTreeModel(this))
    , m_view(new SchemaTreeView(this))
    , m_filter(new QLineEdit(this))
    , m_presets(new QComboBox(this))
    , m_kindRow(new QWidget(this))
    , m_kindLayout(new QHBoxLayout(m_kindRow))
    , m_empty(new EmptyState(this))
    , m_stack(new QStackedLayout)
    , m_clearFilter(new QAction(tr("Clear Filter"), this))
{
    m_empty->setNarrow();
    m_view->setObjectName(names.tree);
    m_view->setSchemaModel(m_model);
    buildFilter(names);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* top = new QVBoxLayout;
    top->setContentsMargins(8, 6, 8, 6);
    top->setSpacing(6);
    top->addWidget(m_filter);
    top->addWidget(m_kindRow);
    top->addWidget(m_presets);
    column->addLayout(top);
    column->addLayout(m_stack, 1);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    setMinimumWidth(fontMetrics().averageCharWidth() * 30);
    setTabOrder(m_filter, m_presets);
    setTabOrder(m_presets, m_view);
    connectParts();
    updateStack();
}

void SchemaBrowser::buildFilter(const Names& names)
{
    m_filter->setObjectName(names.filter);
    m_filter->setAccessibleName(tr("Filter the schema"));
    m_filter->setPlaceholderText(tr("Filter by name"));
    m_filter->setToolTip(
        tr("Letters of the name in their order; with a dot the schema counts as well (Ctrl+L)"));
    m_filter->setClearButtonEnabled(true);
    m_filter->installEventFilter(this);
    m_kindLayout->setContentsMargins(0, 0, 0, 0);
    m_kindLayout->setSpacing(2);
    for (int i = 0; i < kSchemaGroups; ++i) {
        const auto group = SchemaGroup(i);
        auto* button = new QToolButton(m_kindRow);
        button->setIcon(icon(schemaGroupIcon(group)));
        button->setAccessibleName(schemaGroupTitle(group));
        button->setToolTip(tr("Show %1").arg(schemaGroupTitle(group).toLower()));
        button->setCheckable(true);
        button->setChecked(true);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setMinimumSize(26, 26);
        connect(button, &QToolButton::toggled, this, &SchemaBrowser::applyFilter);
        m_kindLayout->addWidget(button);
        m_kinds.insert(group, button);
    }
    m_kindLayout->addStretch();
    m_presets->setAccessibleName(tr("Show only"));
    m_presets->setToolTip(tr("Show only objects that deserve a look"));
    m_presets->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_presets->setMinimumContentsLength(12);
    updatePresets();
    updateKinds();
}

void SchemaBrowser::connectParts()
{
    connect(m_filter, &QLineEdit::textChanged, this, &SchemaBrowser::applyFilter);
    connect(m_presets, qOverload<int>(&QComboBox::currentIndexChanged), this, &SchemaBrowser::applyFilter);
    connect(m_clearFilter, &QAction::triggered, this, [this] {
        m_filter->clear();
        setPreset(std::nullopt);
        for (QToolButton* button : std::as_const(m_kinds))
            button->setChecked(true);
        takeFocus();
    });
    connect(m_view, &SchemaTreeView::currentRowChanged, this, [this](const QModelIndex& index) {
        if (const auto object = m_model->objectAt(index); object && !m_isUpdating)
            Q_EMIT currentChanged(*object);
    });
    connect(m_view, &QTreeView::activated, this, [this](const QModelIndex& index) {
        if (const auto object = m_model->objectAt(index))
            Q_EMIT activated(*object);
        else
            m_view->setExpanded(index, !m_view->isExpanded(index));
    });
}

QWidget* SchemaBrowser::filterEdit() const
{
    return m_filter;
}

QWidget* SchemaBrowser::presetCombo() const
{
    return m_presets;
}

QList<QWidget*> SchemaBrowser::kindButtons() const
{
    QList<QWidget*> buttons;
    for (int i = 0; i < kSchemaGroups; ++i)
        buttons << m_kinds.value(SchemaGroup(i));
    return buttons;
}

void SchemaBrowser::setDatabase(
    std::shared_ptr<const schema::Database> database, QList<schema::Finding> findings)
{
    m_isUpdating = true;
    const bool first = !std::exchange(m_hadDatabase, database != nullptr);
    m_view->keepPlace();
    m_model->setDatabase(std::move(database), std::move(findings));
    if (first)
        m_view->openAsAtFirst();
    else if (m_model->filter().isNarrowing())
        m_view->openGroups();
    if (!first)
        m_view->restorePlace();
    updateKinds();
    updatePresets();
    m_isUpdating = false;
    applyFilter(); // what was asked for may be found no more
    updateStack();
}

void SchemaBrowser::setEmptyReason(const QString& sentence, const QList<NoticeButton>& buttons)
{
    m_whyEmpty = sentence;
    m_emptyButtons = buttons;
    updateStack();
}

void SchemaBrowser::setTierColour(const QColor& colour)
{
    m_view->setTierColour(colour);
}

void SchemaBrowser::select(const schema::ObjectId& object)
{
    QModelIndex index = m_model->indexOf(object);
    if (!index.isValid() && m_model->filter().isNarrowing()) {
        // What somebody goes to is shown, whatever the filter says.
        m_clearFilter->trigger();
        index = m_model->indexOf(object);
    }
    if (!index.isValid() || m_model->objectAt(m_view->currentIndex()) == object)
        return;
    m_isUpdating = true;
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index);
    m_isUpdating = false;
}

std::optional<schema::ObjectId> SchemaBrowser::current() const
{
    return m_model->objectAt(m_view->currentIndex());
}

void SchemaBrowser::setPreset(std::optional<schema::FindingKind> preset)
{
    const int index = m_presets->findData(preset ? int(*preset) : kNoPreset);
    m_presets->setCurrentIndex(std::max(0, index));
}

void SchemaBrowser::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void SchemaBrowser::takeFocus()
{
    QWidget* target = m_stack->currentWidget() == m_view ? static_cast<QWidget*>(m_view) : m_filter;
    target->setFocus(Qt::OtherFocusReason);
    if (target == m_view && !m_view->currentIndex().isValid())
        m_view->setCurrentIndex(m_model->index(0, 0));
}

void SchemaBrowser::applyFilter()
{
    if (m_isUpdating)
        return;
    SchemaFilter filter;
    filter.text = m_filter->text().trimmed();
    for (auto it = m_kinds.cbegin(); it != m_kinds.cend(); ++it) {
        if (!it.value()->isChecked())
            filter.hidden.insert(it.key());
    }
    const int preset = m_presets->currentData().toInt();
    if (preset != kNoPreset)
        filter.preset = schema::FindingKind(preset);
    if (filter == m_model->filter())
        return;
    m_isUpdating = true;
    const bool was = m_model->filter().isNarrowing();
    if (!was)
        m_view->keepPlace();
    m_model->setFilter(filter);
    if (filter.isNarrowing())
        m_view->openGroups();
    else
        m_view->restorePlace();
    m_isUpdating = false;
    updateStack();
    if (filter.isNarrowing())
        announce(this, tr("%1 of %2 objects").arg(m_model->nodes().shown()).arg(m_model->nodes().total()));
}

/// A button for a kind that is not there would filter nothing.
void SchemaBrowser::updateKinds()
{
    const QSet<SchemaGroup> there = m_model->nodes().groups();
    for (auto it = m_kinds.cbegin(); it != m_kinds.cend(); ++it)
        it.value()->setVisible(there.contains(it.key()));
    m_kindRow->setVisible(there.size() > 1);
}

void SchemaBrowser::updatePresets()
{
    const bool wasUpdating = std::exchange(m_isUpdating, true);
    const QVariant chosen = m_presets->currentData();
    m_presets->clear();
    m_presets->addItem(tr("All objects"), kNoPreset);
    const FindingCounts counts = m_model->nodes().findingCounts();
    for (auto it = counts.cbegin(); it != counts.cend(); ++it)
        m_presets->addItem(
            QStringLiteral("%1 (%2)").arg(findingTitle(it.key())).arg(it.value()), int(it.key()));
    m_presets->setCurrentIndex(std::max(0, m_presets->findData(chosen)));
    m_presets->setVisible(m_model->nodes().database() != nullptr);
    m_isUpdating = wasUpdating;
}

void SchemaBrowser::updateStack()
{
    const bool filtered = m_model->nodes().database() && m_model->nodes().shown() == 0
        && (m_model->filter().isNarrowing() || !m_model->filter().hidden.isEmpty());
    if (filtered) {
        const QString text = m_filter->text().trimmed();
        m_empty->setContent(
            text.isEmpty() ? tr("Every object is filtered out.") : tr("No object matches “%1”.").arg(text),
            {{m_clearFilter, {}}});
    } else {
        m_empty->setContent(m_whyEmpty, m_emptyButtons);
    }
    const bool hasTree = m_model->nodes().database() && m_model->nodes().total() > 0 && !filtered;
    const bool hadFocus = m_view->hasFocus();
    m_stack->setCurrentWidget(hasTree ? static_cast<QWidget*>(m_view) : m_empty);
    if (hadFocus && !hasTree)
        m_filter->setFocus(Qt::OtherFocusReason);
}

/// Down and Return lead from the filter into the list; Esc empties the filter before it leaves it.
bool SchemaBrowser::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_filter && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Escape && !m_filter->text().isEmpty()) {
            m_filter->clear();
            return true;
        }
        if ((key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter)
            && m_stack->currentWidget() == m_view) {
            m_view->setFocus(Qt::OtherFocusReason);
            const auto objects = m_model->nodeIndexes(
                [](const SchemaNode& node) { return node.kind == SchemaNode::Kind::Object; });
            if (!m_model->objectAt(m_view->currentIndex()) && !objects.isEmpty()
                && m_model->filter().isNarrowing())
                m_view->setCurrentIndex(objects.first());
            else if (!m_view->currentIndex().isValid())
                m_view->setCurrentIndex(m_model->index(0, 0));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace strandline::ui

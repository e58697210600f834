// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/log_panel.h"

#include "ui/models/log_model.h"
#include "ui/object_names.h"

#include <QApplication>
#include <QButtonGroup>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace strandline::ui {

namespace {

/// Ctrl+C arrives as copy() of the focused widget.
class LogView final : public QTreeView
{
public:
    LogView(LogPanel* panel)
        : QTreeView(panel)
        , m_panel(panel)
    { }

protected:
    void keyPressEvent(QKeyEvent* event) override
    {
        if (event->matches(QKeySequence::Copy))
            m_panel->copy();
        else
            QTreeView::keyPressEvent(event);
    }

private:
    LogPanel* m_panel;
};

} // namespace

LogPanel::LogPanel(QWidget* parent)
    : QWidget(parent)
    , m_model(new LogModel(this))
    , m_filter(new QLineEdit(this))
    , m_chips(new QButtonGroup(this))
    , m_copyScript(new QToolButton(this))
    , m_view(new LogView(this))
    , m_empty(new QLabel(this))
    , m_olderLeftOut(
          new QLabel(tr("Older events are left out; “strandline-cli log --limit 0” lists all."), this))
{
    buildView();
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setWordWrap(true);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_empty->setAutoFillBackground(true);
    m_empty->setBackgroundRole(QPalette::Base);
    m_olderLeftOut->setForegroundRole(QPalette::PlaceholderText);
    m_olderLeftOut->setContentsMargins(8, 2, 8, 2);
    m_olderLeftOut->hide();

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildHead());
    column->addWidget(m_view, 1);
    column->addWidget(m_empty, 1);
    column->addWidget(m_olderLeftOut);
    QWidget* before = m_filter;
    for (QAbstractButton* chip : m_chips->buttons()) {
        setTabOrder(before, chip);
        before = chip;
    }
    setTabOrder(before, m_copyScript);
    setTabOrder(m_copyScript, m_view);
    setFocusProxy(m_view);

    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_model->setFilter(words);
        updateEmpty();
    });
    connect(m_chips, &QButtonGroup::idToggled, this, [this](int id, bool checked) {
        if (checked)
            m_model->setChip(LogModel::Chip(id));
        updateEmpty();
    });
    connect(m_copyScript, &QToolButton::clicked, this, &LogPanel::copyAsScript);
    connect(m_view, &QTreeView::activated, this, [this](const QModelIndex& index) {
        const migration::LogEvent& event = m_model->eventAt(index.row());
        const bool repeatable = event.migrationKind == migration::Kind::Repeatable;
        Q_EMIT migrationChosen(
            repeatable ? QStringLiteral("r:") + event.name : QStringLiteral("v:") + event.version);
    });
    updateChips();
    updateEmpty();
}

void LogPanel::buildView()
{
    m_view->setObjectName(names::logView());
    m_view->setAccessibleName(tr("Log"));
    m_view->setModel(m_model);
    m_view->setRootIsDecorated(false);
    m_view->setItemsExpandable(false);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setTabKeyNavigation(false);
    m_view->setMinimumHeight(fontMetrics().height() * 4);
    const auto text = [this](int chars) { return fontMetrics().averageCharWidth() * chars + 12; };
    m_view->header()->setStretchLastSection(true);
    m_view->setColumnWidth(LogModel::TimeColumn, text(15));
    m_view->setColumnWidth(LogModel::SourceColumn, text(8));
    m_view->setColumnWidth(LogModel::EnvironmentColumn, text(14));
    m_view->setColumnWidth(LogModel::EventColumn, text(18));
    m_view->setColumnWidth(LogModel::MigrationColumn, text(34));
    m_view->setColumnWidth(LogModel::StatementColumn, text(11));
    m_view->setColumnWidth(LogModel::RowsColumn, text(10));
    m_view->setColumnWidth(LogModel::TookColumn, text(9));
    m_view->setColumnWidth(LogModel::OutcomeColumn, text(11));
    m_view->setColumnWidth(LogModel::ActorColumn, text(16));
}

QWidget* LogPanel::buildHead()
{
    m_filter->setObjectName(names::logFilterEdit());
    m_filter->setAccessibleName(tr("Filter the log"));
    m_filter->setPlaceholderText(tr("Filter: migration, event, person or message"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(fontMetrics().averageCharWidth() * 60);
    m_chips->setExclusive(true);
    auto* head = new QWidget(this);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(6);
    row->addWidget(m_filter, 1);
    for (const auto& [name, chip] : {std::pair {names::logChipAll(), LogModel::Chip::All},
             std::pair {names::logChipYou(), LogModel::Chip::You},
             std::pair {names::logChipApp(), LogModel::Chip::App},
             std::pair {names::logChipProblems(), LogModel::Chip::Problems}}) {
        auto* button = new QToolButton(head);
        button->setObjectName(name);
        button->setCheckable(true);
        button->setChecked(chip == LogModel::Chip::All);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setMinimumHeight(26);
        button->setFocusPolicy(Qt::StrongFocus);
        m_chips->addButton(button, int(chip));
        row->addWidget(button);
    }
    row->addStretch();
    m_copyScript->setObjectName(names::logCopyScriptButton());
    m_copyScript->setText(tr("Copy as Script"));
    m_copyScript->setToolTip(tr("Copy the statements of the selected lines; passwords are left out"));
    m_copyScript->setMinimumHeight(26);
    m_copyScript->setFocusPolicy(Qt::StrongFocus);
    row->addWidget(m_copyScript);
    return head;
}

void LogPanel::setOlderLeftOut(bool leftOut)
{
    m_olderLeftOut->setVisible(leftOut);
}

void LogPanel::setEvents(const QList<migration::LogEvent>& events, const QString& environment,
    const QDateTime& nowUtc, const QString& whyEmpty)
{
    m_whyEmpty = whyEmpty;
    m_model->setEvents(events, environment, nowUtc);
    updateChips();
    updateEmpty();
}

void LogPanel::addLive(const QList<migration::LogEvent>& events, const QString& environment)
{
    m_model->prepend(events, environment);
    updateChips();
    updateEmpty();
}

void LogPanel::setScripts(sql::Dialect dialect, report::ScriptOfEvent scriptOf)
{
    m_dialect = dialect;
    m_scriptOf = std::move(scriptOf);
}

void LogPanel::updateChips()
{
    using Chip = LogModel::Chip;
    for (const auto& [chip, word] : {std::pair {Chip::All, tr("All")}, std::pair {Chip::You, tr("You")},
             std::pair {Chip::App, tr("App")}, std::pair {Chip::Problems, tr("Problems")}})
        m_chips->button(int(chip))->setText(
            QStringLiteral("%1 %2").arg(word, QLocale().toString(m_model->chipCount(chip))));
}

void LogPanel::updateEmpty()
{
    const bool empty = m_model->rowCount() == 0;
    m_empty->setText(m_model->eventCount() == 0    ? m_whyEmpty
            : m_filter->text().trimmed().isEmpty() ? tr("No event of this kind.")
                                                   : tr("No event matches “%1”.").arg(m_filter->text()));
    m_empty->setVisible(empty);
    m_view->setVisible(!empty);
    m_copyScript->setEnabled(!empty);
    setFocusProxy(empty ? static_cast<QWidget*>(m_filter) : m_view);
}

QList<int> LogPanel::selectedRows() const
{
    QList<int> rows;
    for (const QModelIndex& index : m_view->selectionModel()->selectedRows())
        rows << index.row();
    if (rows.isEmpty() && m_view->currentIndex().isValid())
        rows << m_view->currentIndex().row();
    std::sort(rows.begin(), rows.end());
    return rows;
}

void LogPanel::copy()
{
    QStringList lines;
    for (const int row : selectedRows())
        lines << m_model->rowAsText(row);
    if (!lines.isEmpty())
        QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

void LogPanel::copyAsScript()
{
    // The list begins with the newest, a script with the oldest.
    QList<report::LogLine> lines;
    for (const int row : selectedRows())
        lines.prepend(m_model->lineAt(row));
    if (lines.isEmpty()) {
        Q_EMIT said(tr("Select lines of the log first."));
        return;
    }
    const QString script = m_scriptOf ? report::logAsScript(lines, m_dialect, m_scriptOf) : QString();
    if (script.isEmpty()) {
        Q_EMIT said(tr("The selected lines ran no statement."));
        return;
    }
    QApplication::clipboard()->setText(script);
    Q_EMIT said(tr("The statements were copied as a script."));
}

} // namespace strandline::ui

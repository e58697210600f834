// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/run/preflight_page.h"

#include "ui/delegates/state_palette.h"
#include "ui/models/preflight_model.h"
#include "ui/object_names.h"
#include "ui/text/human_time.h"
#include "ui/widgets/announce.h"
#include "ui/widgets/roomy_rows.h"
#include "ui/widgets/severity.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTreeView>

namespace strandline::ui {

using usecase::CheckLevel;

namespace {

constexpr int kMostLosses = 6;

QColor levelInk(CheckLevel level, const QPalette& palette)
{
    switch (level) {
    case CheckLevel::Pass:
        return stateColour(migration::MigrationState::Applied, palette);
    case CheckLevel::Note:
        return stateColour(migration::MigrationState::Pending, palette);
    case CheckLevel::Attention:
        return flagColour(migration::MigrationFlag::Changed, palette);
    case CheckLevel::Block:
        return stateColour(migration::MigrationState::Failed, palette);
    }
    return palette.color(QPalette::Text);
}

class CheckDelegate final : public RoomyRowDelegate
{
public:
    explicit CheckDelegate(QTreeView* view)
        : RoomyRowDelegate(view)
        , m_view(view)
    { }

    /// A tree asks without a width; text that wraps needs that of its column.
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyleOptionViewItem wide = option;
        // Its height only has to make the rectangle valid, or the style takes the text for one line.
        wide.rect = QRect(0, 0, m_view->columnWidth(index.column()), option.fontMetrics.height());
        return RoomyRowDelegate::sizeHint(wide, index);
    }

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->displayAlignment = Qt::AlignLeft | Qt::AlignVCenter;
        const auto* model = qobject_cast<const PreflightModel*>(index.model());
        const usecase::PreflightCheck* check = model->checkAt(index);
        const bool answer = index.column() == PreflightModel::AnswerColumn;
        if (answer && model->linkAt(index) != PreflightModel::Link::None) {
            option->palette.setColor(QPalette::Text, option->palette.color(QPalette::Link));
            option->font.setUnderline(true);
            return;
        }
        if (index.parent().isValid()) {
            option->palette.setColor(QPalette::Text, mutedText(option->palette));
            return;
        }
        if (answer && check->level == CheckLevel::Attention) {
            // A sign instead of the style's box, which a dark list swallows.
            option->features &= ~QStyleOptionViewItem::HasCheckIndicator;
            option->text = (option->checkState == Qt::Checked ? QStringLiteral("☑  ") : QStringLiteral("☐  "))
                + option->text;
        }
        if (index.column() == PreflightModel::CheckColumn)
            option->palette.setColor(QPalette::Text, levelInk(check->level, option->palette));
        if (index.column() == PreflightModel::CheckColumn && check->level != CheckLevel::Pass)
            option->font.setBold(true);
    }

private:
    QTreeView* m_view;
};

} // namespace

PreflightPage::PreflightPage(Kind kind, QWidget* parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_model(new PreflightModel(this))
    , m_summary(new QLabel(this))
    , m_readAt(new QLabel(this))
    , m_view(new QTreeView(this))
    , m_lossFrame(new SeverityFrame(Severity::Error, this))
    , m_losses(new QLabel(m_lossFrame))
    , m_consent(new QCheckBox(tr("&Delete these values"), this))
    , m_nameRow(new QWidget(this))
    , m_nameLabel(new QLabel(m_nameRow))
    , m_name(new QLineEdit(m_nameRow))
    , m_nameState(new QLabel(m_nameRow))
    , m_again(new QPushButton(tr("Run &Checks Again"), this))
    , m_back(new QPushButton(tr("Bac&k"), this))
    , m_cancel(new QPushButton(tr("Cance&l"), this))
    , m_run(new QPushButton(tr("Run"), this))
{
    buildView();
    buildConsent();
    buildLayout();
    connect(m_model, &PreflightModel::acknowledgedChanged, this, &PreflightPage::updateState);
    connect(m_name, &QLineEdit::textChanged, this, &PreflightPage::updateState);
    connect(m_consent, &QCheckBox::toggled, this, &PreflightPage::updateState);
    connect(m_run, &QPushButton::clicked, this, [this] {
        if (missing().isEmpty())
            Q_EMIT runRequested();
    });
    connect(m_again, &QPushButton::clicked, this, &PreflightPage::checkAgainRequested);
    connect(m_back, &QPushButton::clicked, this, &PreflightPage::backRequested);
    connect(m_cancel, &QPushButton::clicked, this, &PreflightPage::cancelRequested);
    setFocusProxy(m_view);
    updateState();
}

void PreflightPage::buildView()
{
    m_view->setObjectName(names::preflightView());
    m_view->setAccessibleName(tr("Checks"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new CheckDelegate(m_view));
    m_view->setRootIsDecorated(false);
    m_view->setWordWrap(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setTabKeyNavigation(false);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionsMovable(false);
    m_view->header()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->header()->setSectionResizeMode(PreflightModel::FindingColumn, QHeaderView::Stretch);
    m_view->installEventFilter(this);
    m_view->viewport()->installEventFilter(this);
    connect(m_view, &QTreeView::clicked, this, [this](const QModelIndex& index) {
        if (index.column() != PreflightModel::AnswerColumn)
            return;
        if (m_model->linkAt(index) != PreflightModel::Link::None)
            act(index);
        else if (!index.parent().isValid())
            toggle(index);
    });
    connect(m_view, &QTreeView::doubleClicked, this, &PreflightPage::act);
}

void PreflightPage::buildConsent()
{
    auto* lossColumn = new QVBoxLayout(m_lossFrame);
    lossColumn->setContentsMargins(SeverityFrame::barWidth + 10, 6, 10, 6);
    m_losses->setTextFormat(Qt::PlainText);
    m_losses->setWordWrap(true);
    m_losses->setTextInteractionFlags(Qt::TextSelectableByMouse);
    lossColumn->addWidget(m_losses);
    lossColumn->addWidget(m_consent);
    m_lossFrame->hide();

    m_name->setObjectName(names::confirmNameEdit());
    m_name->setMaximumWidth(fontMetrics().averageCharWidth() * 40);
    m_nameLabel->setBuddy(m_name);
    m_nameLabel->setTextFormat(Qt::PlainText);
    m_nameState->setTextFormat(Qt::PlainText);
    auto* row = new QHBoxLayout(m_nameRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_nameLabel);
    row->addWidget(m_name, 1);
    row->addWidget(m_nameState);
    row->addStretch(1);
    m_nameRow->hide();
}

void PreflightPage::buildLayout()
{
    QFont bold = font();
    bold.setBold(true);
    m_summary->setFont(bold);
    m_summary->setWordWrap(true);
    m_summary->setTextFormat(Qt::PlainText);
    m_run->setObjectName(m_kind == Kind::Apply ? names::preflightRunButton() : names::confirmButton());
    m_cancel->setObjectName(names::cancelButton());
    for (QPushButton* button : {m_again, m_back, m_cancel, m_run})
        button->setAutoDefault(false);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(12, 8, 12, 8);
    head->addWidget(m_summary, 1);
    head->addWidget(m_readAt);
    auto* consent = new QVBoxLayout;
    consent->setContentsMargins(12, 8, 12, 0);
    consent->setSpacing(8);
    consent->addWidget(m_lossFrame);
    consent->addWidget(m_nameRow);
    auto* footer = new QHBoxLayout;
    footer->setContentsMargins(12, 8, 12, 8);
    footer->setSpacing(8);
    footer->addWidget(m_again);
    footer->addStretch(1);
    footer->addWidget(m_back);
    footer->addWidget(m_cancel);
    footer->addWidget(m_run);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_view, 1);
    column->addLayout(consent);
    column->addLayout(footer);
    const QList<QWidget*> order {m_view, m_consent, m_name, m_again, m_back, m_cancel, m_run};
    for (int i = 1; i < order.size(); ++i)
        setTabOrder(order[i - 1], order[i]);
}

void PreflightPage::setBusy()
{
    m_prepared.reset();
    m_summary->setText(tr("Checking…"));
    m_readAt->clear();
    updateState();
}

void PreflightPage::setOccupied(const QString& why)
{
    m_occupied = why;
    updateState();
}

void PreflightPage::forgetAnswers()
{
    m_name->clear();
    m_consent->setChecked(false);
    m_model->setChecks({});
}

void PreflightPage::setPrepared(const usecase::PreparedRun& prepared, const RunPlace& place)
{
    const usecase::PreflightCheck* before = m_model->checkAt(m_view->currentIndex());
    const QString current = before ? before->id : QString();
    m_prepared = prepared;
    m_place = place;
    m_model->setChecks(prepared.checks);
    int here = 0;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex index = m_model->index(row, 0);
        if (prepared.checks[row].id == current)
            here = row;
        if (prepared.checks[row].level == CheckLevel::Block
            || prepared.checks[row].level == CheckLevel::Attention)
            m_view->expand(index);
    }
    if (m_model->rowCount() > 0)
        m_view->setCurrentIndex(m_model->index(here, 0));
    m_readAt->setText(tr("Read %1").arg(clockTime(prepared.view.readAt)));
    m_readAt->setToolTip(exactDateTime(prepared.view.readAt));
    QPalette ink = palette();
    ink.setColor(QPalette::WindowText, mutedText(palette()));
    m_readAt->setPalette(ink);
    const QString name = prepared.confirmation.typedName;
    m_nameRow->setVisible(prepared.confirmation.needsTypedName);
    m_nameLabel->setText(
        tr("T&ype “%1” to confirm:").arg(QString(name).replace(QLatin1Char('&'), QStringLiteral("&&"))));
    m_nameLabel->setTextFormat(Qt::AutoText);
    m_name->setAccessibleName(tr("Type %1 to confirm").arg(name));
    fillLosses();
    const int count = int(prepared.plan.steps.size());
    QString database = place.database.isEmpty() ? place.environment : place.database;
    database.replace(QLatin1Char('&'), QStringLiteral("&&"));
    const QString action = planTitle(prepared.plan);
    m_run->setText(m_kind == Kind::RollBack
            ? (count == 1 ? tr("Roll Back 1 Migration on %1").arg(database)
                          : tr("Roll Back %1 Migrations on %2").arg(count).arg(database))
            : (count == 1 ? tr("Run 1 Migration on %1").arg(database)
                          : tr("Run %1 Migrations on %2").arg(count).arg(database)));
    m_run->setAccessibleName(tr("%1 on %2").arg(action, placeText(place).mid(2)));
    fitColumns();
    updateState();
    announce(this, m_summary->text());
}

void PreflightPage::fillLosses()
{
    const QList<analysis::CountedLoss> losses = realLosses(m_prepared->losses);
    QStringList lines;
    for (const analysis::CountedLoss& loss : losses.mid(0, kMostLosses))
        lines << QStringLiteral("⌫  %1   (%2)").arg(loss.sentence(), loss.stepId);
    if (losses.size() > kMostLosses)
        lines << tr("… and %1 more").arg(losses.size() - kMostLosses);
    m_losses->setText(lines.join(QLatin1Char('\n')));
    m_lossFrame->setVisible(!losses.isEmpty());
    // A typed name covers it; two hurdles for one question are one too many.
    m_consent->setVisible(
        m_prepared->confirmation.needsDataLossConsent && !m_prepared->confirmation.needsTypedName);
}

QString PreflightPage::missing() const
{
    if (!m_prepared)
        return tr("The checks are running.");
    if (!m_occupied.isEmpty())
        return m_occupied;
    if (const usecase::PreflightCheck* block = m_prepared->firstBlock())
        return tr("“%1” blocks: %2").arg(block->title, block->finding);
    if (m_prepared->plan.isEmpty())
        return tr("There is nothing to run.");
    const int open = m_model->openAcknowledgements();
    if (open > 0)
        return open == 1 ? tr("1 check waits for “I have read this”.")
                         : tr("%1 checks wait for “I have read this”.").arg(open);
    if (m_prepared->confirmation.needsTypedName && m_name->text() != m_prepared->confirmation.typedName)
        return tr("The name is not typed yet.");
    if (m_prepared->confirmation.needsDataLossConsent && !m_prepared->confirmation.needsTypedName
        && !m_consent->isChecked())
        return tr("Deleting stored values is not confirmed yet.");
    return {};
}

void PreflightPage::updateState()
{
    const QString why = missing();
    if (!why.isEmpty() && m_run->hasFocus())
        m_cancel->setFocus();
    m_run->setEnabled(why.isEmpty());
    m_run->setToolTip(why.isEmpty() ? m_run->accessibleName() : why);
    m_run->setAccessibleDescription(why.isEmpty() ? QString() : tr("Unavailable: %1").arg(why));
    m_again->setEnabled(m_prepared.has_value());
    if (!m_prepared)
        return;
    m_summary->setText(why.isEmpty() ? tr("Ready. %1").arg(m_prepared->sentence()) : why);
    const QString typed = m_name->text();
    const bool equal = typed == m_prepared->confirmation.typedName;
    const bool caseOnly = typed.compare(m_prepared->confirmation.typedName, Qt::CaseInsensitive) == 0;
    const QString state = typed.isEmpty() ? QString()
        : equal                           ? tr("✓ Matches")
        : caseOnly                        ? tr("Upper and lower case differ")
                                          : tr("Does not match yet");
    m_nameState->setText(state);
    m_name->setAccessibleDescription(equal ? tr("Matches") : tr("Does not match yet"));
    QPalette ink = palette();
    ink.setColor(QPalette::WindowText,
        equal ? stateColour(migration::MigrationState::Applied, palette())
              : stateColour(migration::MigrationState::Failed, palette()));
    m_nameState->setPalette(ink);
}

usecase::RunDecisions PreflightPage::decisions() const
{
    usecase::RunDecisions decisions;
    decisions.acknowledged = m_model->acknowledged();
    decisions.typedName = m_name->text();
    if (m_prepared)
        decisions.timeouts = m_prepared->timeouts;
    // The name was typed below the list of what goes; that is the consent.
    decisions.allowDataLoss = m_prepared && !realLosses(m_prepared->losses).isEmpty() && missing().isEmpty();
    return decisions;
}

void PreflightPage::toggle(const QModelIndex& index)
{
    const QModelIndex top = index.parent().isValid() ? index.parent() : index;
    const QModelIndex answer = m_model->index(top.row(), PreflightModel::AnswerColumn);
    const QVariant state = answer.data(Qt::CheckStateRole);
    if (state.isValid())
        m_model->setData(
            answer, state.toInt() == Qt::Checked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

void PreflightPage::act(const QModelIndex& index)
{
    const usecase::PreflightCheck* check = m_model->checkAt(index);
    if (!check)
        return;
    if (const migration::LockWait* session = m_model->sessionAt(index)) {
        Q_EMIT disconnectRequested(*session);
        return;
    }
    if (check->id == QLatin1String("timeouts")) {
        Q_EMIT timeoutsRequested();
        return;
    }
    const base::Error* error = m_model->errorAt(index);
    static const QStringList settledInTimeline {
        QStringLiteral("history"), QStringLiteral("files"), QStringLiteral("order"), QStringLiteral("down")};
    if (error && error->position.isKnown() && !error->position.file.isEmpty())
        Q_EMIT placeRequested(error->position);
    else if (settledInTimeline.contains(check->id))
        Q_EMIT historyRequested();
    else if (!index.parent().isValid())
        m_view->setExpanded(index.siblingAtColumn(0), !m_view->isExpanded(index.siblingAtColumn(0)));
}

bool PreflightPage::eventFilter(QObject* watched, QEvent* event)
{
    // Of the viewport: a scroll bar that comes takes room, too.
    if (watched == m_view->viewport() && event->type() == QEvent::Resize)
        fitColumns();
    if (watched == m_view && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Space) {
            toggle(m_view->currentIndex());
            return true;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            act(m_view->currentIndex());
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void PreflightPage::fitColumns()
{
    const int answer = m_view->fontMetrics().horizontalAdvance(tr("I have read this")) + 56;
    const int room = std::max(100, m_view->viewport()->width() - answer);
    m_view->setColumnWidth(PreflightModel::AnswerColumn, answer);
    m_view->setColumnWidth(
        PreflightModel::CheckColumn, std::min(room * 2 / 5, m_view->fontMetrics().averageCharWidth() * 38));
    // The finding takes the rest, and wraps anew. Later, because laying out may move the scroll bar and lead
    // back here.
    QMetaObject::invokeMethod(m_view, &QTreeView::doItemsLayout, Qt::QueuedConnection);
}

} // namespace strandline::ui

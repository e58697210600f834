// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/welcome_page.h"

#include "ui/actions/action_registry.h"
#include "ui/delegates/state_palette.h"
#include "ui/object_names.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QUrl>
#include <QVBoxLayout>

namespace strandline::ui {

namespace {

QString droppedFolder(const QMimeData* data)
{
    const QList<QUrl> urls = data->urls();
    if (urls.size() != 1 || !urls.first().isLocalFile())
        return {};
    const QFileInfo info(urls.first().toLocalFile());
    if (info.isDir())
        return info.absoluteFilePath();
    // The project file stands for its folder.
    return info.fileName() == QLatin1String("strandline.toml") ? info.absolutePath() : QString();
}

constexpr int kShownPathRole = Qt::UserRole + 1;

/// Name and path in two aligned columns.
class RecentDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    static int rowHeight(const QFontMetrics& metrics) { return std::max(28, metrics.height() + 11); }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override
    {
        return {100, rowHeight(option.fontMetrics)};
    }

    void paint(
        QPainter* painter, const QStyleOptionViewItem& original, const QModelIndex& index) const override
    {
        QStyleOptionViewItem option = original;
        initStyleOption(&option, index);
        option.text.clear();
        const QWidget* widget = option.widget;
        widget->style()->drawControl(QStyle::CE_ItemViewItem, &option, painter, widget);
        const bool selected = option.state & QStyle::State_Selected;
        const QColor strong = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
        const int nameWidth = option.fontMetrics.averageCharWidth() * 26;
        const QRect inner = option.rect.adjusted(6, 0, -6, 0);
        painter->setPen(strong);
        painter->drawText(inner, Qt::AlignVCenter,
            option.fontMetrics.elidedText(
                index.data(Qt::DisplayRole).toString(), Qt::ElideRight, nameWidth - 12));
        painter->setPen(selected ? strong : mutedText(option.palette));
        const QRect path = inner.adjusted(nameWidth, 0, 0, 0);
        painter->drawText(path, Qt::AlignVCenter,
            option.fontMetrics.elidedText(
                index.data(kShownPathRole).toString(), Qt::ElideMiddle, path.width()));
    }
};

} // namespace

WelcomePage::WelcomePage(const ActionRegistry& registry, QWidget* parent)
    : QWidget(parent)
    , m_recentLabel(new QLabel(tr("Recent pro&jects"), this))
    , m_recent(new QListWidget(this))
    , m_dropHint(new QLabel(tr("…or drop a folder anywhere on this page."), this))
{
    setObjectName(names::welcomePage());
    setAccessibleName(tr("Welcome"));
    setAcceptDrops(true);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);

    auto* title = new QLabel(QStringLiteral("Strandline"), this);
    QFont big = title->font();
    big.setPointSizeF(std::max(10.0, big.pointSizeF()) * 2.1);
    big.setWeight(QFont::DemiBold);
    title->setFont(big);
    auto* sentence = new QLabel(tr("Open a folder that holds migrations, or look around in a sample."), this);
    sentence->setWordWrap(true);

    auto* column = new QVBoxLayout;
    column->setSpacing(8);
    column->addWidget(title);
    column->addWidget(sentence);
    column->addSpacing(14);
    const auto button = [&](const QString& objectName, const QString& actionName, const QString& text,
                            const QString& help) {
        QAction* action = registry.action(actionName);
        auto* push = new QPushButton(text, this);
        push->setObjectName(objectName);
        push->setToolTip(action->toolTip());
        push->setMinimumHeight(32);
        push->setMinimumWidth(fontMetrics().averageCharWidth() * 26);
        push->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        connect(push, &QPushButton::clicked, action, &QAction::trigger);
        auto* row = new QHBoxLayout;
        row->setSpacing(12);
        row->addWidget(push);
        auto* label = new QLabel(help, this);
        label->setWordWrap(true);
        label->setForegroundRole(QPalette::PlaceholderText);
        row->addWidget(label, 1);
        column->addLayout(row);
        push->setAccessibleDescription(help);
    };
    button(names::welcomeOpenButton(), QStringLiteral("actionOpenProject"), tr("&Open Project…"),
        tr("A folder with migrations. Nothing is changed by opening it."));
    button(names::welcomeNewButton(), QStringLiteral("actionNewProject"), tr("&New Project…"),
        tr("A new folder with a project file."));
    button(names::welcomeSampleButton(), QStringLiteral("actionSampleProject"), tr("Open &Sample…"),
        tr("A small shop on SQLite with every kind of migration."));
    column->addSpacing(18);

    QFont bold = m_recentLabel->font();
    bold.setBold(true);
    m_recentLabel->setFont(bold);
    m_recentLabel->setBuddy(m_recent);
    column->addWidget(m_recentLabel);
    m_recent->setObjectName(names::welcomeRecentView());
    m_recent->setAccessibleName(tr("Recent projects"));
    m_recent->setFrameShape(QFrame::NoFrame);
    m_recent->setContextMenuPolicy(Qt::CustomContextMenu);
    m_recent->setItemDelegate(new RecentDelegate(m_recent));
    m_recent->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(m_recent);
    column->addSpacing(10);
    m_dropHint->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(m_dropHint);
    column->addStretch(1);

    auto* middle = new QWidget(this);
    middle->setLayout(column);
    middle->setMaximumWidth(fontMetrics().averageCharWidth() * 100);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(32, 40, 32, 24);
    row->addStretch(1);
    row->addWidget(middle, 8);
    row->addStretch(1);

    connect(m_recent, &QListWidget::itemActivated, this,
        [this](QListWidgetItem* item) { Q_EMIT projectChosen(item->data(Qt::UserRole).toString()); });
    connect(m_recent, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
        QListWidgetItem* item = m_recent->itemAt(at);
        if (!item)
            return;
        const QString folder = item->data(Qt::UserRole).toString();
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        connect(menu->addAction(tr("&Open")), &QAction::triggered, this,
            [this, folder] { Q_EMIT projectChosen(folder); });
        connect(menu->addAction(tr("&Remove from This List")), &QAction::triggered, this,
            [this, folder] { Q_EMIT forgetRequested(folder); });
        menu->popup(m_recent->viewport()->mapToGlobal(at));
    });
    setRecentProjects({});
    setFocusProxy(findChild<QPushButton*>(names::welcomeOpenButton()));
}

void WelcomePage::setRecentProjects(const QStringList& folders)
{
    m_recent->clear();
    for (const QString& folder : folders) {
        QString shown = QDir::toNativeSeparators(folder);
        if (shown.startsWith(QDir::homePath() + QLatin1Char('/')))
            shown = QLatin1Char('~') + shown.mid(QDir::homePath().size());
        auto* item = new QListWidgetItem(QDir(folder).dirName(), m_recent);
        item->setData(Qt::UserRole, folder);
        item->setData(kShownPathRole, shown);
        item->setData(Qt::AccessibleTextRole, QStringLiteral("%1, %2").arg(QDir(folder).dirName(), shown));
        item->setToolTip(folder);
    }
    if (!folders.isEmpty())
        m_recent->setCurrentRow(0, QItemSelectionModel::NoUpdate);
    const int rows = int(std::min<qsizetype>(folders.size(), 8));
    m_recent->setFixedHeight(rows * RecentDelegate::rowHeight(fontMetrics()) + 4);
    m_recent->setVisible(!folders.isEmpty());
    m_recentLabel->setVisible(!folders.isEmpty());
}

void WelcomePage::dragEnterEvent(QDragEnterEvent* event)
{
    const QString folder = droppedFolder(event->mimeData());
    if (folder.isEmpty())
        return;
    m_dropping = true;
    m_dropHint->setText(tr("Release to open “%1”.").arg(QDir(folder).dirName()));
    update();
    event->acceptProposedAction();
}

void WelcomePage::dragLeaveEvent(QDragLeaveEvent*)
{
    m_dropping = false;
    m_dropHint->setText(tr("…or drop a folder anywhere on this page."));
    update();
}

void WelcomePage::dropEvent(QDropEvent* event)
{
    dragLeaveEvent(nullptr);
    const QString folder = droppedFolder(event->mimeData());
    if (!folder.isEmpty())
        Q_EMIT projectChosen(folder);
}

void WelcomePage::paintEvent(QPaintEvent* event)
{
    QWidget::paintEvent(event);
    if (!m_dropping)
        return;
    QPainter painter(this);
    painter.setPen(QPen(palette().color(QPalette::Highlight), 2, Qt::DashLine));
    painter.drawRect(rect().adjusted(8, 8, -9, -9));
}

} // namespace strandline::ui

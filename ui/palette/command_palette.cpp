// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/command_palette.h"

#include "ui/delegates/state_palette.h"
#include "ui/object_names.h"

#include <QAbstractListModel>
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace strandline::ui {

namespace {

enum PaletteRole { SecondRole = Qt::UserRole + 1, ShortcutRole, ReasonRole, PositionsRole, GroupStartRole };

constexpr int kRecentKept = 12;

class PaletteDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override
    {
        return {100, std::max(28, option.fontMetrics.height() + 10)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        painter->save();
        const bool selected = option.state & QStyle::State_Selected;
        if (selected)
            painter->fillRect(option.rect, option.palette.highlight());
        const bool unavailable = !index.data(ReasonRole).toString().isEmpty();
        const QColor strong = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
        const QColor quiet = selected ? strong : mutedText(option.palette);
        const QRect inner = option.rect.adjusted(12, 0, -12, 0);
        const QString shortcut = index.data(ShortcutRole).toString();
        const int shortcutWidth =
            shortcut.isEmpty() ? 0 : option.fontMetrics.horizontalAdvance(shortcut) + 16;
        const QString title = index.data(Qt::DisplayRole).toString();
        const int titleWidth = paintTitle(painter, option, inner.adjusted(0, 0, -shortcutWidth, 0), title,
            index.data(PositionsRole).value<QList<int>>(), unavailable ? quiet : strong);
        painter->setFont(option.font);
        painter->setPen(quiet);
        const QRect rest = inner.adjusted(titleWidth + 16, 0, -shortcutWidth, 0);
        const QString second =
            unavailable ? index.data(ReasonRole).toString() : index.data(SecondRole).toString();
        painter->drawText(rest, Qt::AlignVCenter | Qt::AlignLeft,
            option.fontMetrics.elidedText(second, Qt::ElideRight, std::max(0, rest.width())));
        painter->drawText(inner, Qt::AlignVCenter | Qt::AlignRight, shortcut);
        if (index.data(GroupStartRole).toBool() && index.row() > 0) {
            painter->setPen(hairline(option.palette));
            painter->drawLine(option.rect.topLeft(), option.rect.topRight());
        }
        painter->restore();
    }

private:
    static int paintTitle(QPainter* painter, const QStyleOptionViewItem& option, const QRect& box,
        const QString& title, const QList<int>& matched, const QColor& ink)
    {
        QFont bold = option.font;
        bold.setBold(true);
        const QFontMetrics plainMetrics(option.font);
        const QFontMetrics boldMetrics(bold);
        painter->setPen(ink);
        int x = box.left();
        for (int i = 0; i < title.size();) {
            const bool hit = matched.contains(i);
            int end = i + 1;
            while (end < title.size() && matched.contains(end) == hit)
                ++end;
            QString part = title.mid(i, end - i);
            const QFontMetrics& metrics = hit ? boldMetrics : plainMetrics;
            if (x + metrics.horizontalAdvance(part) > box.right())
                part = metrics.elidedText(part, Qt::ElideRight, std::max(0, box.right() - x));
            painter->setFont(hit ? bold : option.font);
            painter->drawText(QRect(x, box.top(), box.right() - x + 1, box.height()), Qt::AlignVCenter, part);
            x += metrics.horizontalAdvance(part);
            if (x >= box.right())
                break;
            i = end;
        }
        return x - box.left();
    }
};

} // namespace

class PaletteModel final : public QAbstractListModel
{
public:
    using QAbstractListModel::QAbstractListModel;

    void show(const QList<PaletteItem>& items, const QList<PaletteMatch>& matches)
    {
        beginResetModel();
        m_items = items;
        m_matches = matches;
        endResetModel();
    }

    const PaletteItem* item(int row) const
    {
        return row >= 0 && row < m_matches.size() ? &m_items[m_matches[row].item] : nullptr;
    }

    int rowCount(const QModelIndex& parent) const override
    {
        return parent.isValid() ? 0 : int(m_matches.size());
    }

    QVariant data(const QModelIndex& index, int role) const override
    {
        const PaletteItem* one = item(index.row());
        if (!one)
            return {};
        switch (role) {
        case Qt::DisplayRole:
            return one->title;
        case Qt::ToolTipRole:
            return one->reason.isEmpty() ? one->second : one->reason;
        case Qt::AccessibleTextRole: {
            QStringList parts {one->title, one->second, one->shortcut};
            if (!one->reason.isEmpty())
                parts << CommandPalette::tr("unavailable: %1").arg(one->reason);
            parts.removeAll(QString());
            return parts.join(QStringLiteral(", "));
        }
        case SecondRole:
            return one->second;
        case ShortcutRole:
            return one->shortcut;
        case ReasonRole:
            return one->reason;
        case PositionsRole:
            return QVariant::fromValue(m_matches[index.row()].positions);
        case GroupStartRole: {
            const PaletteItem* before = item(index.row() - 1);
            return before
                && (before->group != one->group || before->reason.isEmpty() != one->reason.isEmpty());
        }
        default:
            return {};
        }
    }

private:
    QList<PaletteItem> m_items;
    QList<PaletteMatch> m_matches;
};

CommandPalette::CommandPalette(QWidget* window)
    : QFrame(window)
    , m_edit(new QLineEdit(this))
    , m_view(new QListView(this))
    , m_model(new PaletteModel(this))
{
    setObjectName(names::commandPalette());
    setAccessibleName(tr("Go to anything"));
    setAutoFillBackground(true);
    m_edit->setObjectName(names::paletteEdit());
    m_edit->setAccessibleName(tr("Go to"));
    m_edit->setPlaceholderText(tr("Migration or command   (# migrations, > commands)"));
    m_edit->setMinimumHeight(32);
    m_view->setObjectName(names::paletteView());
    m_view->setAccessibleName(tr("Results"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new PaletteDelegate(m_view));
    m_view->setUniformItemSizes(true);
    m_view->setFrameShape(NoFrame);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setFocusPolicy(Qt::NoFocus); // the field keeps the focus and moves the choice
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(9, 9, 9, 9);
    column->addWidget(m_edit);
    column->addWidget(m_view, 1);
    connect(m_edit, &QLineEdit::textChanged, this, &CommandPalette::search);
    connect(m_view, &QListView::clicked, this, [this](const QModelIndex& index) {
        m_view->setCurrentIndex(index);
        accept();
    });
    m_edit->installEventFilter(this);
    window->installEventFilter(this);
    hide();
}

void CommandPalette::open(const QString& prefix)
{
    if (!isVisible())
        m_opener = window()->focusWidget();
    m_items = m_source ? m_source() : QList<PaletteItem>();
    place();
    m_edit->setText(prefix);
    search();
    show();
    raise();
    m_edit->setFocus(Qt::PopupFocusReason);
    m_edit->setCursorPosition(int(prefix.size()));
}

void CommandPalette::closeAndReturnFocus()
{
    if (!isVisible())
        return;
    if (m_opener && m_opener->isVisibleTo(window()))
        m_opener->setFocus(Qt::PopupFocusReason);
    hide();
}

void CommandPalette::place()
{
    const QWidget* window = parentWidget();
    const int width = std::min(window->width() - 40, std::max(560, fontMetrics().averageCharWidth() * 100));
    const int height = std::min(window->height() - 120, std::max(28, fontMetrics().height() + 10) * 13 + 60);
    setGeometry((window->width() - width) / 2, 62, width, height);
}

void CommandPalette::search()
{
    m_model->show(m_items, findInPalette(m_items, m_edit->text(), m_recent));
    if (m_model->rowCount({}) > 0)
        m_view->setCurrentIndex(m_model->index(0));
    m_view->setAccessibleName(tr("Results, %1").arg(m_model->rowCount({})));
}

void CommandPalette::move(int by)
{
    const int count = m_model->rowCount({});
    if (count == 0)
        return;
    const int row = std::clamp(m_view->currentIndex().row() + by, 0, count - 1);
    m_view->setCurrentIndex(m_model->index(row));
    m_edit->setAccessibleDescription(m_model->index(row).data(Qt::AccessibleTextRole).toString());
}

void CommandPalette::accept()
{
    const PaletteItem* item = m_model->item(m_view->currentIndex().row());
    if (!item)
        return;
    const PaletteItem chosenItem = *item;
    closeAndReturnFocus();
    if (!chosenItem.reason.isEmpty()) {
        Q_EMIT unavailableChosen(chosenItem.title, chosenItem.reason);
        return;
    }
    m_recent.removeAll(chosenItem.id);
    m_recent.prepend(chosenItem.id);
    if (m_recent.size() > kRecentKept)
        m_recent.resize(kRecentKept);
    Q_EMIT chosen(chosenItem.id);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    if (watched != m_edit)
        return QFrame::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut && isVisible()) {
        // Another window may have come to the front meanwhile; only a move inside this one closes.
        QWidget* now = QApplication::focusWidget();
        if (now && now != m_edit && now->window() == window() && !isAncestorOf(now))
            hide();
        return false;
    }
    if (event->type() == QEvent::ShortcutOverride
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    if (event->type() != QEvent::KeyPress)
        return false;
    const int page =
        std::max(1, m_view->viewport()->height() / std::max(28, fontMetrics().height() + 10) - 1);
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Escape:
        closeAndReturnFocus();
        return true;
    case Qt::Key_Down:
        move(1);
        return true;
    case Qt::Key_Up:
        move(-1);
        return true;
    case Qt::Key_PageDown:
        move(page);
        return true;
    case Qt::Key_PageUp:
        move(-page);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        accept();
        return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        return true; // nothing else in here takes the focus
    default:
        return false;
    }
}

void CommandPalette::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setPen(QWidget::palette().color(QPalette::Mid));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace strandline::ui

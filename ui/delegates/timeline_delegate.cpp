// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/delegates/timeline_delegate.h"

#include "ui/delegates/state_glyphs.h"
#include "ui/delegates/state_palette.h"
#include "ui/models/timeline_model.h"
#include "ui/text/state_words.h"

#include <QApplication>
#include <QPainter>
#include <QPainterPath>

namespace strandline::ui {

using migration::MigrationFlag;
using migration::MigrationState;

namespace {

constexpr qreal kRailPen = 2;
constexpr int kShift = 8;

bool isSelected(const QStyleOptionViewItem& option)
{
    return option.state & QStyle::State_Selected;
}

QPalette::ColorGroup groupOf(const QStyleOptionViewItem& option)
{
    return option.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
}

QColor inkOr(const QStyleOptionViewItem& option, const QColor& colour)
{
    return isSelected(option) ? option.palette.color(groupOf(option), QPalette::HighlightedText) : colour;
}

/// What is behind the glyph, so that the line does not show through a ring.
QColor paperOf(const QStyleOptionViewItem& option)
{
    if (isSelected(option))
        return option.palette.color(groupOf(option), QPalette::Highlight);
    return option.palette.color(
        option.features & QStyleOptionViewItem::Alternate ? QPalette::AlternateBase : QPalette::Base);
}

void paintBackground(QPainter* painter, QStyleOptionViewItem option)
{
    option.text.clear();
    option.icon = {};
    const QWidget* widget = option.widget;
    QStyle* style = widget ? widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &option, painter, widget);
}

StateGlyph glyphOf(const QModelIndex& index)
{
    return {MigrationState(index.data(StateRole).toInt()), index.data(ComparedRole).toBool()};
}

QColor glyphColour(const QStyleOptionViewItem& option, StateGlyph glyph)
{
    return inkOr(
        option, glyph.compared ? stateColour(glyph.state, option.palette) : mutedText(option.palette));
}

qreal glyphSide(const QStyleOptionViewItem& option)
{
    return std::min<qreal>(option.fontMetrics.height() + 1, option.rect.height() - 8);
}

void paintHalf(QPainter* painter, const QLineF& line, Rail rail, const QColor& ink)
{
    if (rail == Rail::None)
        return;
    QPen pen(ink, kRailPen, Qt::SolidLine, Qt::FlatCap);
    if (rail == Rail::Dashed) {
        // Anchored to the row, so that dashes of neighbouring rows meet instead of drifting.
        pen.setDashPattern({2, 1.5});
        pen.setDashOffset(0.5);
    }
    painter->setPen(pen);
    painter->drawLine(line);
}

void paintBracket(QPainter* painter, const QRect& rect, TimelineModel::Bracket part, const QColor& ink)
{
    if (part == TimelineModel::Bracket::None)
        return;
    const qreal x = rect.left() + 5.5;
    const qreal reach = x + 5;
    qreal top = rect.top();
    qreal bottom = rect.bottom() + 1;
    painter->setPen(QPen(ink, 1.6, Qt::SolidLine, Qt::FlatCap));
    if (part == TimelineModel::Bracket::Top || part == TimelineModel::Bracket::Only) {
        top += 4;
        painter->drawLine(QPointF(x, top), QPointF(reach, top));
    }
    if (part == TimelineModel::Bracket::Bottom || part == TimelineModel::Bracket::Only) {
        bottom -= 4;
        painter->drawLine(QPointF(x, bottom), QPointF(reach, bottom));
    }
    painter->drawLine(QPointF(x, top), QPointF(x, bottom));
}

QFont badgeFont(const QFont& base)
{
    QFont font = base;
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * 0.9);
    return font;
}

/// Draws one badge at x and answers where the next may begin; draws nothing but answers too when measuring.
int badge(QPainter* painter, const QRect& row, int x, const QString& text, const QColor& ink, bool draw)
{
    const QFontMetrics metrics(painter->font());
    const int width = metrics.horizontalAdvance(text) + 12;
    if (draw) {
        const int height = metrics.height() + 2;
        const QRectF box(x + 0.5, row.center().y() - height / 2 + 0.5, width - 1, height - 1);
        QColor fill = ink;
        fill.setAlphaF(0.09F);
        QColor edge = ink;
        edge.setAlphaF(0.55F);
        painter->setPen(edge);
        painter->setBrush(fill);
        painter->drawRoundedRect(box, height / 2.0, height / 2.0);
        painter->setPen(ink);
        painter->drawText(box, Qt::AlignCenter, text);
    }
    return x + width + 4;
}

/// Glyph and words where there is room, from the right on glyphs alone where there is not: a glyph still
/// tells which kind it is, a "+2" would not. The words are in tooltip, inspector and accessible text as well.
QStringList badgeTexts(QPainter* painter, int room, const QList<MigrationFlag>& flags)
{
    QStringList texts;
    for (const MigrationFlag flag : flags)
        texts << flagGlyph(flag) + QLatin1Char(' ') + flagBadge(flag);
    const auto width = [&] {
        int x = -4;
        for (const QString& text : std::as_const(texts))
            x = badge(painter, {}, x, text, {}, false);
        return x;
    };
    for (int i = int(flags.size()) - 1; i >= 0 && width() > room; --i)
        texts[i] = flagGlyph(flags[i]);
    return texts;
}

/// Flags without a colour of their own must not be the loudest in the row.
QColor badgeColour(MigrationFlag flag, const QPalette& palette)
{
    const QColor colour = flagColour(flag, palette);
    return colour == palette.color(QPalette::Text) ? mutedText(palette) : colour;
}

} // namespace

TimelineDelegate::TimelineDelegate(QObject* parent)
    : QStyledItemDelegate(parent)
{ }

int TimelineDelegate::railWidth(const QFontMetrics& metrics)
{
    return metrics.height() + 2 * kShift + 22;
}

int TimelineDelegate::stateWordWidth(const QFontMetrics& metrics)
{
    int widest = 0;
    for (const MigrationState state : {MigrationState::Applied, MigrationState::Pending,
             MigrationState::Partial, MigrationState::RolledBack, MigrationState::Missing})
        widest = std::max(widest, metrics.horizontalAdvance(stateWord(state)));
    return std::max(widest, metrics.horizontalAdvance(stateWord(MigrationState::Pending, false))) + 10;
}

QSize TimelineDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(m_rowHeight);
    return size;
}

void TimelineDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& original, const QModelIndex& index) const
{
    QStyleOptionViewItem option = original;
    initStyleOption(&option, index);
    if (index.data(DisagreeRole).toBool() && !isSelected(option)) {
        QColor tint = flagColour(MigrationFlag::Changed, option.palette);
        tint.setAlphaF(0.10F);
        option.backgroundBrush = tint;
    }
    painter->save();
    switch (index.column()) {
    case TimelineModel::RailColumn:
        paintRail(painter, option, index);
        break;
    case TimelineModel::StateColumn:
        paintState(painter, option, index);
        break;
    case TimelineModel::NameColumn:
    case TimelineModel::VersionColumn: {
        const QWidget* widget = option.widget;
        (widget ? widget->style() : QApplication::style())
            ->drawControl(QStyle::CE_ItemViewItem, &option, painter, widget);
        break;
    }
    case TimelineModel::LastRunColumn:
    case TimelineModel::TookColumn:
    case TimelineModel::ByColumn: {
        paintBackground(painter, option);
        painter->setFont(option.font);
        painter->setPen(inkOr(option, mutedText(option.palette)));
        // Numbers on the right need air before the next column, which starts on the left.
        const bool number = index.column() == TimelineModel::TookColumn;
        const QRect inner = option.rect.adjusted(4, 0, number ? -14 : -4, 0);
        painter->drawText(inner, (number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter,
            option.fontMetrics.elidedText(option.text, Qt::ElideRight, inner.width()));
        break;
    }
    default:
        paintCompared(painter, option, index);
    }
    painter->restore();
}

void TimelineDelegate::paintRail(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    paintBackground(painter, option);
    painter->setRenderHint(QPainter::Antialiasing);
    const StateGlyph glyph = glyphOf(index);
    const QColor ink = glyphColour(option, glyph);
    const QColor line = inkOr(option,
        hairline(option.palette).lightnessF() > 0.5F ? hairline(option.palette).darker(135)
                                                     : hairline(option.palette).lighter(150));
    const bool shifted = index.data(ShiftedRole).toBool();
    const qreal x = option.rect.left() + 14 + option.fontMetrics.height() / 2.0 + 4;
    const qreal y = option.rect.top() + option.rect.height() / 2.0;
    const qreal side = glyphSide(option);
    const qreal glyphX = shifted ? x + kShift : x;
    const qreal gap = shifted ? 0 : side * 0.42;
    paintHalf(
        painter, QLineF(x, option.rect.top(), x, y - gap), Rail(index.data(RailAboveRole).toInt()), line);
    paintHalf(painter, QLineF(x, option.rect.bottom() + 1, x, y + gap),
        Rail(index.data(RailBelowRole).toInt()), line);
    if (shifted) {
        painter->setPen(QPen(line, kRailPen));
        painter->drawLine(QPointF(x, y), QPointF(glyphX - side / 2, y));
    }
    paintStateGlyph(
        *painter, QRectF(glyphX - side / 2, y - side / 2, side, side), glyph, ink, paperOf(option));
    paintBracket(painter, option.rect, index.data(BracketRole).value<TimelineModel::Bracket>(),
        inkOr(option, stateColour(MigrationState::Pending, option.palette)));
}

void TimelineDelegate::paintState(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    paintBackground(painter, option);
    painter->setRenderHint(QPainter::Antialiasing);
    const StateGlyph glyph = glyphOf(index);
    const bool calm = glyph.state == MigrationState::Applied || !glyph.compared;
    const QColor ink =
        calm ? inkOr(option, mutedText(option.palette)) : inkOr(option, glyphColour(option, glyph));
    const QRect inner = option.rect.adjusted(5, 0, -4, 0);
    const QString word = index.data(Qt::DisplayRole).toString();
    painter->setPen(ink);
    painter->setFont(option.font);
    painter->drawText(inner, Qt::AlignVCenter | Qt::AlignLeft,
        option.fontMetrics.elidedText(word, Qt::ElideRight, inner.width()));
    int x = inner.left()
        + std::max(stateWordWidth(option.fontMetrics), option.fontMetrics.horizontalAdvance(word) + 10);
    painter->setFont(badgeFont(option.font));
    const auto flags = migration::flagList(migration::MigrationFlags(index.data(FlagsRole).toInt()));
    const QStringList texts = badgeTexts(painter, inner.right() - x, flags);
    for (int i = 0; i < flags.size(); ++i) {
        const QColor colour = inkOr(option, badgeColour(flags[i], option.palette));
        x = badge(painter, inner, x, texts[i], colour, true);
    }
}

void TimelineDelegate::paintCompared(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    paintBackground(painter, option);
    const qreal side = glyphSide(option) - 2;
    const QRectF box(
        option.rect.center().x() - side / 2, option.rect.center().y() - side / 2 + 0.5, side, side);
    if (index.data(PresentRole).toBool()) {
        const StateGlyph glyph = glyphOf(index);
        paintStateGlyph(*painter, box, glyph, glyphColour(option, glyph), paperOf(option));
        return;
    }
    painter->setPen(inkOr(option, mutedText(option.palette)));
    painter->drawText(option.rect, Qt::AlignCenter, index.data(Qt::DisplayRole).toString());
}

void TimelineDelegate::paintNowRow(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing, false);
    const QRect row = option.rect;
    if (isSelected(option))
        painter->fillRect(row, option.palette.brush(groupOf(option), QPalette::Highlight));
    QFont font = option.font;
    font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    const QFontMetrics metrics(font);
    const QColor ink = inkOr(option, stateColour(MigrationState::Pending, option.palette));
    const int textLeft = row.left() + railWidth(option.fontMetrics) + 4;
    const QString text = metrics.elidedText(
        index.data(Qt::DisplayRole).toString(), Qt::ElideRight, row.right() - textLeft - 40);
    const int textWidth = metrics.horizontalAdvance(text);
    const int y = row.center().y();
    painter->setPen(QPen(ink, 1));
    for (const int offset : {-2, 2}) {
        painter->drawLine(row.left() + 6, y + offset, textLeft - 8, y + offset);
        painter->drawLine(textLeft + textWidth + 8, y + offset, row.right() - 6, y + offset);
    }
    painter->setPen(inkOr(option, option.palette.color(QPalette::Text)));
    painter->drawText(QRect(textLeft, row.top(), textWidth + 2, row.height()), Qt::AlignVCenter, text);
    painter->restore();
}

} // namespace strandline::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/schema/neighbourhood_view.h"

#include "ui/delegates/state_palette.h"
#include "ui/object_names.h"
#include "ui/theme/theme.h"
#include "ui/widgets/announce.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QSvgGenerator>

namespace strandline::ui {

namespace {

constexpr qreal kRadius = 4;
constexpr qreal kPadding = 8;

QFont boldened(QFont font, bool bold = true)
{
    font.setBold(bold);
    return font;
}

class Drawing
{
public:
    Drawing(QPainter& painter, const Neighbourhood& picture, const QPalette& palette, const QFont& font)
        : m_painter(painter)
        , m_picture(picture)
        , m_palette(palette)
        , m_font(font)
    { }

    void draw(int focused)
    {
        for (const Neighbourhood::Edge& edge : m_picture.edges)
            drawEdge(edge);
        for (int i = 0; i < m_picture.boxes.size(); ++i)
            drawBox(i, i == focused);
        if (m_picture.notDrawn > 0) {
            m_painter.setPen(mutedText(m_palette));
            m_painter.setFont(m_font);
            m_painter.drawText(QPointF(kPadding, m_picture.size.height() - 4),
                QCoreApplication::translate(
                    "NeighbourhoodView", "%1 more tables are in the list of foreign keys")
                    .arg(m_picture.notDrawn));
        }
    }

private:
    void drawBox(int number, bool focused)
    {
        const Neighbourhood::Box& box = m_picture.boxes.at(number);
        const QRectF place = box.place;
        const qreal head = m_picture.lineHeight * 1.5;
        const QColor rim = number == 0 ? m_palette.color(QPalette::Highlight) : mutedText(m_palette);
        m_painter.setPen(QPen(rim, number == 0 ? 2 : 1, box.isMissing ? Qt::DashLine : Qt::SolidLine));
        m_painter.setBrush(m_palette.color(QPalette::Base));
        m_painter.drawRoundedRect(place, kRadius, kRadius);
        m_painter.setPen(QPen(rim, 1));
        m_painter.drawLine(
            QPointF(place.left(), place.top() + head), QPointF(place.right(), place.top() + head));
        m_painter.setPen(m_palette.color(QPalette::Text));
        m_painter.setFont(boldened(m_font));
        m_painter.drawText(QRectF(place.left() + kPadding, place.top(), place.width() - 2 * kPadding, head),
            int(Qt::AlignLeft | Qt::AlignVCenter), box.table.display());
        qreal y = place.top() + head + kPadding / 2;
        for (const Neighbourhood::Line& line : box.lines) {
            drawLine(
                line, QRectF(place.left() + kPadding, y, place.width() - 2 * kPadding, m_picture.lineHeight));
            y += m_picture.lineHeight;
        }
        m_painter.setFont(m_font);
        m_painter.setPen(mutedText(m_palette));
        const QRectF rest(place.left() + kPadding, y, place.width() - 2 * kPadding, m_picture.lineHeight);
        if (box.isMissing)
            m_painter.drawText(rest, int(Qt::AlignLeft | Qt::AlignVCenter),
                QCoreApplication::translate("NeighbourhoodView", "not in this schema"));
        else if (box.leftOut > 0)
            m_painter.drawText(rest, int(Qt::AlignLeft | Qt::AlignVCenter), restText(box.leftOut));
        if (focused) {
            m_painter.setPen(QPen(m_palette.color(QPalette::Text), 2, Qt::DotLine));
            m_painter.setBrush(Qt::NoBrush);
            m_painter.drawRoundedRect(place.adjusted(-4, -4, 4, 4), kRadius + 3, kRadius + 3);
        }
    }

    static QString restText(int count)
    {
        return count == 1
            ? QCoreApplication::translate("NeighbourhoodView", "and 1 more column")
            : QCoreApplication::translate("NeighbourhoodView", "and %1 more columns").arg(count);
    }

    /// Keys by shape as well: a filled mark for the primary key, a ring for a foreign one.
    void drawLine(const Neighbourhood::Line& line, const QRectF& place)
    {
        const qreal side = m_picture.lineHeight * 0.36;
        const QPointF centre(place.left() + m_picture.lineHeight * 0.3, place.center().y());
        const QColor ink = m_palette.color(QPalette::Text);
        m_painter.setPen(QPen(ink, 1.2));
        if (line.isKey) {
            m_painter.setBrush(ink);
            m_painter.drawRect(QRectF(centre - QPointF(side / 2, side / 2), QSizeF(side, side)));
        } else if (line.isForeign) {
            m_painter.setBrush(Qt::NoBrush);
            m_painter.drawEllipse(centre, side / 2, side / 2);
        }
        m_painter.setFont(boldened(m_font, line.isKey));
        m_painter.setPen(ink);
        m_painter.drawText(place.adjusted(m_picture.lineHeight * 0.8, 0, 0, 0),
            int(Qt::AlignLeft | Qt::AlignVCenter), line.text);
    }

    /// Edges of one pair lie beside each other, so that two keys to one table are two lines.
    qreal offsetOf(const Neighbourhood::Edge& edge) const
    {
        int before = 0;
        int same = 0;
        for (const Neighbourhood::Edge& other : m_picture.edges) {
            if (other.from != edge.from || other.to != edge.to)
                continue;
            before += &other < &edge;
            ++same;
        }
        return (before - (same - 1) / 2.0) * 14;
    }

    void drawEdge(const Neighbourhood::Edge& edge)
    {
        const QRectF from = m_picture.boxes.at(edge.from).place;
        const QRectF to = m_picture.boxes.at(edge.to).place;
        const QColor ink =
            edge.isIndexed ? mutedText(m_palette) : flagColour(migration::MigrationFlag::Changed, m_palette);
        m_painter.setPen(QPen(ink, 1.4, edge.isIndexed ? Qt::SolidLine : Qt::DashLine));
        m_painter.setBrush(Qt::NoBrush);
        const qreal offset = offsetOf(edge);
        QPointF start(from.right(), from.center().y() + offset);
        QPointF end(to.left(), to.center().y() + offset);
        QPainterPath path;
        if (edge.from == edge.to) {
            start = {from.right(), from.bottom() - 12};
            end = {from.right() - 24, from.bottom()};
            path.moveTo(start);
            path.cubicTo(start + QPointF(34, 0), end + QPointF(0, 34), end);
            m_painter.drawPath(path);
            drawArrow(end, {0, -1}, ink);
            return;
        }
        const qreal bend = (end.x() - start.x()) / 2;
        path.moveTo(start);
        path.cubicTo(start + QPointF(bend, 0), end - QPointF(bend, 0), end);
        m_painter.drawPath(path);
        drawArrow(end, {1, 0}, ink);
    }

    void drawArrow(const QPointF& tip, const QPointF& direction, const QColor& ink)
    {
        const QPointF across(-direction.y(), direction.x());
        QPainterPath head(tip);
        head.lineTo(tip - direction * 9 + across * 4.5);
        head.lineTo(tip - direction * 9 - across * 4.5);
        head.closeSubpath();
        m_painter.fillPath(head, ink);
    }

    QPainter& m_painter;
    const Neighbourhood& m_picture;
    const QPalette& m_palette;
    QFont m_font;
};

} // namespace

NeighbourhoodView::NeighbourhoodView(QWidget* parent)
    : QAbstractScrollArea(parent)
{
    setObjectName(names::schemaDiagram());
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setAutoFillBackground(true);
    setAccessibleName(tr("Diagram"));
}

void NeighbourhoodView::show(
    std::shared_ptr<const schema::Database> database, const schema::ObjectName& table)
{
    const bool isSame = table == m_table;
    m_database = std::move(database);
    m_table = table;
    if (!isSame)
        m_current = 0;
    measure();
}

void NeighbourhoodView::measure()
{
    const schema::Table* table = m_database ? m_database->table(m_table) : nullptr;
    m_picture = Neighbourhood();
    if (table) {
        const QFontMetricsF plain(font());
        const QFontMetricsF bold(boldened(font()));
        m_picture = neighbourhoodOf(*m_database, *table,
            {[&](const QString& text, bool isBold) {
                 return (isBold ? bold : plain).horizontalAdvance(text);
             },
                plain.height() * 1.25});
        setAccessibleName(tr("Diagram of %1").arg(m_table.display()));
        setAccessibleDescription(m_picture.sentence());
    }
    m_current = std::clamp(m_current, 0, std::max(0, int(m_picture.boxes.size()) - 1));
    fitScrollBars();
    viewport()->update();
}

QByteArray NeighbourhoodView::toSvg() const
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    const QSize size = m_picture.size.toSize();
    generator.setResolution(logicalDpiX()); // that the texts were measured with
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(0, 0), size));
    generator.setTitle(m_table.display());
    generator.setDescription(m_picture.boxes.isEmpty() ? QString() : m_picture.sentence());
    QPainter painter(&generator);
    const QPalette light = paletteFor(ThemeKind::Light);
    painter.fillRect(QRectF(QPointF(0, 0), m_picture.size), light.color(QPalette::Base));
    Drawing(painter, m_picture, light, font()).draw(-1);
    painter.end();
    return buffer.data();
}

QPointF NeighbourhoodView::origin() const
{
    // Smaller than the place: in its middle.
    const QSizeF room = viewport()->size();
    return {m_picture.size.width() < room.width() ? (room.width() - m_picture.size.width()) / 2
                                                  : -qreal(horizontalScrollBar()->value()),
        m_picture.size.height() < room.height() ? (room.height() - m_picture.size.height()) / 2
                                                : -qreal(verticalScrollBar()->value())};
}

void NeighbourhoodView::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(origin());
    Drawing(painter, m_picture, palette(), font()).draw(hasFocus() ? m_current : -1);
}

void NeighbourhoodView::fitScrollBars()
{
    const QSize room = viewport()->size();
    const QSize need = m_picture.size.toSize();
    horizontalScrollBar()->setRange(0, std::max(0, need.width() - room.width()));
    horizontalScrollBar()->setPageStep(room.width());
    horizontalScrollBar()->setSingleStep(20);
    verticalScrollBar()->setRange(0, std::max(0, need.height() - room.height()));
    verticalScrollBar()->setPageStep(room.height());
    verticalScrollBar()->setSingleStep(20);
}

void NeighbourhoodView::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    fitScrollBars();
}

void NeighbourhoodView::setCurrent(int box)
{
    if (box < 0 || box >= m_picture.boxes.size())
        return;
    m_current = box;
    const QRectF place = m_picture.boxes.at(box).place.adjusted(-10, -10, 10, 10);
    const auto bring = [](QScrollBar* bar, qreal low, qreal high) {
        if (low < bar->value())
            bar->setValue(int(low));
        else if (high > bar->value() + bar->pageStep())
            bar->setValue(int(high) - bar->pageStep());
    };
    bring(horizontalScrollBar(), place.left(), place.right());
    bring(verticalScrollBar(), place.top(), place.bottom());
    announce(this, m_picture.boxSentence(box));
    viewport()->update();
}

void NeighbourhoodView::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void NeighbourhoodView::openCurrent()
{
    if (m_current > 0 && !m_picture.boxes.at(m_current).isMissing)
        Q_EMIT tableRequested({schema::ObjectKind::Table, m_picture.boxes.at(m_current).table, {}});
}

void NeighbourhoodView::keyPressEvent(QKeyEvent* event)
{
    if (m_picture.boxes.isEmpty()) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Home:
        setCurrent(m_picture.neighbour(m_current, Qt::Key(event->key())));
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        openCurrent();
        return;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

int NeighbourhoodView::boxAt(const QPoint& position) const
{
    for (int i = 0; i < m_picture.boxes.size(); ++i) {
        if (m_picture.boxes.at(i).place.contains(QPointF(position) - origin()))
            return i;
    }
    return -1;
}

void NeighbourhoodView::mousePressEvent(QMouseEvent* event)
{
    setCurrent(boxAt(event->pos()));
}

void NeighbourhoodView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (boxAt(event->pos()) >= 0)
        openCurrent();
}

void NeighbourhoodView::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        measure();
}

} // namespace strandline::ui

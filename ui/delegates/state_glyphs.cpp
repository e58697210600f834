// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/delegates/state_glyphs.h"

#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace strandline::ui {

using migration::MigrationState;

namespace {

/// Geometry in a square of side 1 around (0,0), so that every size and pixel ratio uses the same numbers.
constexpr qreal kRadius = 0.40;
constexpr qreal kPen = 0.12;

QPolygonF octagon(qreal radius)
{
    QPolygonF shape;
    for (int corner = 0; corner < 8; ++corner) {
        const qreal angle = (corner + 0.5) * M_PI / 4;
        shape << QPointF(radius * std::cos(angle), radius * std::sin(angle));
    }
    return shape;
}

QPen stroke(const QColor& ink, qreal width, Qt::PenStyle style = Qt::SolidLine)
{
    QPen pen(ink, width, style, Qt::RoundCap, Qt::RoundJoin);
    return pen;
}

void ring(QPainter& painter, const QColor& ink, const QColor& paper, qreal width = kPen)
{
    painter.setPen(stroke(ink, width));
    painter.setBrush(paper);
    painter.drawEllipse(QPointF(0, 0), kRadius, kRadius);
}

/// Eight dashes whatever the size: a pattern in pen widths would leave a stump at the seam.
void dashedRing(QPainter& painter, const QColor& ink, const QColor& paper, int dashes, qreal filled)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(paper);
    painter.drawEllipse(QPointF(0, 0), kRadius, kRadius);
    QPen pen(ink, kPen, Qt::SolidLine, Qt::FlatCap);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    const QRectF box(-kRadius, -kRadius, 2 * kRadius, 2 * kRadius);
    const int step = 360 * 16 / dashes;
    for (int dash = 0; dash < dashes; ++dash)
        painter.drawArc(box, dash * step, int(step * filled));
}

void text(QPainter& painter, const QColor& ink, const QString& character)
{
    // As a path from a large font: text at a pixel size of 1 would be hinted to nothing.
    QFont font = painter.font();
    font.setPixelSize(100);
    font.setBold(true);
    QPainterPath path;
    path.addText(0, 0, font, character);
    const QRectF bounds = path.boundingRect();
    const qreal scale = 0.46 / bounds.height();
    painter.save();
    painter.scale(scale, scale);
    painter.translate(-bounds.center());
    painter.fillPath(path, ink);
    painter.restore();
}

void lines(QPainter& painter, const QColor& ink, std::initializer_list<QLineF> list, qreal width = kPen)
{
    painter.setPen(stroke(ink, width));
    for (const QLineF& line : list)
        painter.drawLine(line);
}

void paintApplied(QPainter& painter, const QColor& ink, const QColor& paper)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawEllipse(QPointF(0, 0), kRadius + kPen / 2, kRadius + kPen / 2);
    QPainterPath tick;
    tick.moveTo(-0.20, 0.01);
    tick.lineTo(-0.05, 0.16);
    tick.lineTo(0.21, -0.15);
    painter.setBrush(Qt::NoBrush);
    painter.strokePath(tick, stroke(paper, kPen));
}

void paintFailed(QPainter& painter, const QColor& ink, const QColor& paper, bool half)
{
    const QPolygonF shape = octagon(kRadius + kPen / 3);
    painter.setPen(stroke(ink, kPen * 0.8));
    painter.setBrush(half ? paper : ink);
    painter.drawPolygon(shape);
    if (half) {
        painter.save();
        painter.setClipRect(QRectF(-0.5, 0, 1, 0.5));
        painter.setBrush(ink);
        painter.drawPolygon(shape);
        painter.restore();
        return;
    }
    lines(painter, paper, {{-0.15, -0.15, 0.15, 0.15}, {-0.15, 0.15, 0.15, -0.15}});
}

void paintRolledBack(QPainter& painter, const QColor& ink, const QColor& paper)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(paper);
    painter.drawEllipse(QPointF(0, 0), kRadius, kRadius);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(stroke(ink, kPen));
    painter.drawArc(QRectF(-kRadius, -kRadius, 2 * kRadius, 2 * kRadius), 200 * 16, 290 * 16);
    // The head sits where the arc ends, pointing back to the left.
    const QPolygonF head {QPointF(-0.50, 0.02), QPointF(-0.14, 0.06), QPointF(-0.36, -0.26)};
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawPolygon(head);
}

} // namespace

void paintStateGlyph(
    QPainter& painter, const QRectF& box, StateGlyph glyph, const QColor& ink, const QColor& paper)
{
    const qreal side = std::min(box.width(), box.height());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(box.center());
    painter.scale(side, side);
    if (!glyph.compared) {
        dashedRing(painter, ink, paper, 12, 0.45);
        painter.restore();
        return;
    }
    switch (glyph.state) {
    case MigrationState::Applied:
        paintApplied(painter, ink, paper);
        break;
    case MigrationState::Pending:
        ring(painter, ink, paper);
        break;
    case MigrationState::Running:
        ring(painter, ink, paper);
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        painter.drawPie(QRectF(-kRadius, -kRadius, 2 * kRadius, 2 * kRadius), 0, 90 * 16);
        break;
    case MigrationState::Failed:
        paintFailed(painter, ink, paper, false);
        break;
    case MigrationState::Partial:
        paintFailed(painter, ink, paper, true);
        break;
    case MigrationState::RolledBack:
        paintRolledBack(painter, ink, paper);
        break;
    case MigrationState::Missing:
        dashedRing(painter, ink, paper, 6, 0.62);
        text(painter, ink, QStringLiteral("?"));
        break;
    case MigrationState::Future:
        dashedRing(painter, ink, paper, 6, 0.62);
        lines(painter, ink, {{0, 0.2, 0, -0.18}, {0, -0.2, -0.14, -0.05}, {0, -0.2, 0.14, -0.05}}, 0.1);
        break;
    case MigrationState::Skipped:
        ring(painter, ink, paper);
        lines(painter, ink, {{-0.16, 0, 0.16, 0}});
        break;
    case MigrationState::Baseline:
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        painter.drawRect(QRectF(-0.34, -0.34, 0.68, 0.68));
        break;
    }
    painter.restore();
}

void paintTierShape(QPainter& painter, const QRectF& box, project::Tier tier, const QColor& ink)
{
    const qreal side = std::min(box.width(), box.height());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(box.center());
    painter.scale(side, side);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    switch (tier) {
    case project::Tier::Development:
        painter.drawRect(QRectF(-0.36, -0.36, 0.72, 0.72));
        break;
    case project::Tier::Test:
        painter.drawEllipse(QPointF(0, 0), 0.42, 0.42);
        break;
    case project::Tier::Staging:
        painter.drawPolygon(QPolygonF {QPointF(0, -0.42), QPointF(0.46, 0.38), QPointF(-0.46, 0.38)});
        break;
    case project::Tier::Production:
        painter.drawPolygon(QPolygonF {QPointF(0, -0.5), QPointF(0.5, 0), QPointF(0, 0.5), QPointF(-0.5, 0)});
        break;
    case project::Tier::Custom: {
        QPolygonF pentagon;
        for (int corner = 0; corner < 5; ++corner) {
            const qreal angle = -M_PI / 2 + corner * 2 * M_PI / 5;
            pentagon << QPointF(0.46 * std::cos(angle), 0.46 * std::sin(angle));
        }
        painter.drawPolygon(pentagon);
        break;
    }
    }
    painter.restore();
}

QPixmap tierPixmap(project::Tier tier, const QColor& ink, int side, qreal devicePixelRatio)
{
    QPixmap pixmap(QSize(side, side) * devicePixelRatio);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintTierShape(painter, QRectF(1, 1, side - 2, side - 2), tier, ink);
    return pixmap;
}

} // namespace strandline::ui

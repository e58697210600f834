// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/timeline.h"
#include "core/project/project.h"

#include <QColor>
#include <QPixmap>
#include <QRectF>

class QPainter;

namespace strandline::ui {

/// What to draw. `compared` false draws the dotted ring of a migration nobody has asked a database about.
struct StateGlyph
{
    migration::MigrationState state = migration::MigrationState::Pending;
    bool compared = true;
};

/// Paints into the largest centred square of the rectangle. `paper` fills what must not show the rail
/// through, and draws the mark inside filled shapes.
void paintStateGlyph(
    QPainter& painter, const QRectF& box, StateGlyph glyph, const QColor& ink, const QColor& paper);

void paintTierShape(QPainter& painter, const QRectF& box, project::Tier tier, const QColor& ink);

QPixmap tierPixmap(project::Tier tier, const QColor& ink, int side, qreal devicePixelRatio);

} // namespace strandline::ui

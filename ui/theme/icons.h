// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QStringList>

class QPainter;

namespace strandline::ui {

/// One of our symbolic icons by its freedesktop name ("view-refresh"), drawn in the palette's text colour at
/// the size and device pixel ratio it is painted at; follows a change of theme by itself. A null icon for an
/// unknown name. Icons of the desktop's theme are not mixed in: they come coloured for one scheme only.
QIcon icon(const QString& name);

/// The same drawing in a colour of the caller's choice, centred in the rectangle.
void paintIcon(QPainter* painter, const QRect& rect, const QString& name, const QColor& ink);

/// Every name that icon() knows.
QStringList iconNames();

} // namespace strandline::ui

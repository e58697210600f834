// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/timeline.h"
#include "core/project/project.h"
#include "ui/theme/theme.h"

#include <QColor>

class QPalette;

namespace strandline::ui {

/// Colours of states, flags and tiers. Every one has at least 4.5:1 on the window and the alternate row in
/// its scheme (tst_state_palette computes it); none is ever the only carrier of a meaning.
using Scheme = ThemeKind;

inline Scheme schemeOf(const QPalette& palette)
{
    return themeKindOf(palette);
}

QColor stateColour(migration::MigrationState state, Scheme scheme);
QColor flagColour(migration::MigrationFlag flag, Scheme scheme);
QColor stateColour(migration::MigrationState state, const QPalette& palette);
QColor flagColour(migration::MigrationFlag flag, const QPalette& palette);
/// Words that accompany and must not shout: dates, ages, the word "Applied".
QColor mutedText(const QPalette& palette);
/// Thin lines between things.
QColor hairline(const QPalette& palette);

/// Fill behind white text, the same in every scheme.
QColor tierFill(project::Tier tier);
/// ■ ● ▲ ◆ ⬟ for places that only take text, such as the window title.
QString tierCharacter(project::Tier tier);
/// "Production", or the tier's own name.
QString tierWord(const project::Environment& environment);
QString tierWord(project::Tier tier);

} // namespace strandline::ui

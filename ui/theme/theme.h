// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>

class QApplication;

namespace strandline::ui {

/// What the user chose in View › Theme.
enum class ThemeChoice { System, Light, Dark, HighContrast };

/// What is on the screen.
enum class ThemeKind { Light, Dark, HighContrast };

/// What the desktop asks for; Qt 6.4 has no call for it, see system_preference.h.
struct SystemPreference
{
    enum class Scheme { None, Light, Dark };
    Scheme scheme = Scheme::None;
    bool highContrast = false;
};

QString themeChoiceName(ThemeChoice choice); ///< "system", "light" …: the spelling in settings
ThemeChoice themeChoiceFromName(const QString& name); ///< System for anything unknown

/// Our palette for the Fusion style.
QPalette paletteFor(ThemeKind kind);

/// Told from the palette alone, so that a widget can follow a change without asking anybody.
ThemeKind themeKindOf(const QPalette& palette);

/// Resolves the choice and sets the application's palette. Where the desktop brings a style of its own and
/// the choice is System, its palette is left alone unless it contradicts the scheme the desktop asks for.
ThemeKind applyTheme(QApplication& application, ThemeChoice choice, const SystemPreference& system = {});

/// Contrast as WCAG 2.2 defines it, 1 to 21.
double contrastRatio(const QColor& a, const QColor& b);

} // namespace strandline::ui

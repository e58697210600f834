// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "ui/theme/theme.h"

#include <QColor>
#include <QHash>

namespace strandline::ui {

/// One entry of "text-styles" of a theme file.
struct TextStyle
{
    QColor ink;
    QColor background; ///< invalid: that of the editor
    bool bold = false;
    bool italic = false;
    bool underline = false;
};

/// The editor's colours: what the theme file says, readable without KSyntaxHighlighting, because the margins,
/// the diff and the fallback lexer need them too.
struct EditorTheme
{
    QString name; ///< "Strandline Light": the name KSyntaxHighlighting knows it by
    ThemeKind kind = ThemeKind::Light;
    QColor background;
    QColor ink;
    QColor currentLine;
    QColor lineNumber;
    QColor lineNumberCurrent;
    QColor marginBackground;
    QColor marginStatement;
    QColor selection;
    QColor searchHit;
    QColor bracketMatch;
    QColor separator;
    QColor wrapMark;
    QColor errorLine;
    QColor errorMark;
    QColor pairLine;
    QColor added;
    QColor removed;
    QColor changed;
    QColor filler; ///< where the other side of a diff has lines and this one has none
    QColor addedInk;
    QColor removedInk;
    QColor changedInk;
    QHash<QString, TextStyle> styles; ///< by KSyntaxHighlighting's names: "Keyword", "DataType" …
};

/// Reads the theme file in the resources. High contrast is the dark file on pure black.
base::Result<EditorTheme> loadEditorTheme(ThemeKind kind);

} // namespace strandline::ui

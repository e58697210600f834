// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <Qsci/qsciscintillabase.h>

namespace strandline::ui {

/// SendScintilla is overloaded on long, pointers and colours, so that plain integers are ambiguous.
inline long send(const QsciScintillaBase* editor, unsigned message, unsigned long first = 0, long second = 0)
{
    return editor->SendScintilla(message, first, second);
}

/// Scintilla wants blue in the high byte.
inline long sciColour(const QColor& colour)
{
    return colour.red() | (colour.green() << 8) | (colour.blue() << 16);
}

} // namespace strandline::ui

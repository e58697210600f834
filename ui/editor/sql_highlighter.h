// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/dialect.h"

#include <QString>

#include <memory>

class QsciLexer;
class QsciScintilla;

namespace strandline::ui {

struct EditorTheme;

/// Colours one editor. The window does not know whether KSyntaxHighlighting or QScintilla's own lexer does
/// it.
class SqlHighlighter
{
public:
    virtual ~SqlHighlighter() = default;
    virtual QsciLexer* lexer() = 0; ///< stays owned by the highlighter
    virtual void setDialect(sql::Dialect dialect) = 0;
    /// Gives the editor's styles new colours; what is already coloured need not be looked at again.
    virtual void setTheme(const EditorTheme& theme) = 0;
    /// "Keyword", "Data Type" …: the name of the style that the byte carries. For tests and for speech.
    virtual QString styleNameAt(int bytePosition) const = 0;
};

/// Makes highlighters that share what is costly to load; keep one for all editors of a window.
class HighlighterFactory
{
public:
    virtual ~HighlighterFactory() = default;
    virtual std::unique_ptr<SqlHighlighter> create(QsciScintilla* editor) = 0;
    virtual QString description() const = 0; ///< for About and problem reports
};

/// KSyntaxHighlighting where the program was built with it, else QScintilla's own SQL lexer.
std::shared_ptr<HighlighterFactory> makeHighlighterFactory();

/// The fallback, reachable by tests in every build.
std::shared_ptr<HighlighterFactory> makePlainHighlighterFactory();

} // namespace strandline::ui

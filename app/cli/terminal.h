// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QString>

#include <cstdio>

namespace strandline::cli {

enum class Style { Plain, Strong, Dim, Good, Attention, Bad, Accent };

/// The two output streams of the program. Colours and glyphs appear only where the stream is a terminal that
/// can show them and NO_COLOR is not set; piped output is plain words. Text from files and servers passes
/// through here, so control characters, which could move the cursor or retitle the window, never reach the
/// terminal.
class Terminal
{
public:
    Terminal(std::FILE* out, std::FILE* err);

    void line(const QString& text = {});
    void raw(const QByteArray& bytes); ///< as it is, for --json and for scripts meant for a pipe
    void flush(); ///< what was written so far is seen at once, also through a pipe
    void error(const base::Error& error);
    void note(const QString& text); ///< to the error stream: said to the person, not part of the output

    bool isTerminal() const { return m_outIsTerminal; }
    bool hasGlyphs() const { return m_glyphs; }
    /// Columns of the terminal, or 0 when lines may be as long as they like.
    int width() const;
    QString styled(const QString& text, Style style) const;

private:
    void write(std::FILE* stream, const QString& text);
    QString styledFor(bool colours, const QString& text, Style style) const;

    std::FILE* m_out;
    std::FILE* m_err;
    bool m_outIsTerminal;
    bool m_outColours;
    bool m_errColours;
    bool m_glyphs;
};

/// Columns a text takes on a terminal: wide characters count two, combining marks none.
int displayWidth(const QString& text);
QString padded(const QString& text, int width);
/// Cut to the width with an ellipsis.
QString elided(const QString& text, int width);
/// Control characters (escape sequences among them) made visible and harmless; line breaks become spaces.
QString oneLine(const QString& text);

} // namespace strandline::cli

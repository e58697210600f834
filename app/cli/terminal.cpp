// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal.h"

#include <QList>

#include <clocale>
#include <cwchar>
#include <langinfo.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace strandline::cli {

namespace {

bool isTty(std::FILE* stream)
{
    return ::isatty(::fileno(stream)) == 1;
}

bool coloursAllowed(std::FILE* stream)
{
    // The convention of NO_COLOR: any value, as long as it is not empty.
    if (!qEnvironmentVariableIsEmpty("NO_COLOR"))
        return false;
    return isTty(stream) && qgetenv("TERM") != "dumb";
}

const char* escapeFor(Style style)
{
    switch (style) {
    case Style::Plain:
        return "";
    case Style::Strong:
        return "\x1b[1m";
    case Style::Dim:
        return "\x1b[2m";
    case Style::Good:
        return "\x1b[32m";
    case Style::Attention:
        return "\x1b[33m";
    case Style::Bad:
        return "\x1b[31m";
    case Style::Accent:
        return "\x1b[36m";
    }
    return "";
}

QString harmless(const QString& text, bool keepLineBreaks)
{
    QString clean;
    clean.reserve(text.size());
    for (const QChar c : text) {
        if (c == u'\n' && keepLineBreaks)
            clean += c;
        else if (c == u'\n' || c == u'\r' || c == u'\t')
            clean += u' ';
        else if (c.category() == QChar::Other_Control || c == QChar(0x202e) || c == QChar(0x202d))
            clean += QChar::ReplacementCharacter;
        else
            clean += c;
    }
    return clean;
}

} // namespace

Terminal::Terminal(std::FILE* out, std::FILE* err)
    : m_out(out)
    , m_err(err)
    , m_outIsTerminal(isTty(out))
    , m_outColours(coloursAllowed(out))
    , m_errColours(coloursAllowed(err))
{
    std::setlocale(LC_CTYPE, "");
    m_glyphs = m_outIsTerminal && QByteArray(::nl_langinfo(CODESET)) == "UTF-8";
}

int Terminal::width() const
{
    if (!m_outIsTerminal)
        return 0;
    struct winsize size = {};
    if (::ioctl(::fileno(m_out), TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return 80;
    return size.ws_col;
}

void Terminal::write(std::FILE* stream, const QString& text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stream);
}

void Terminal::line(const QString& text)
{
    write(m_out, text + QLatin1Char('\n'));
}

void Terminal::raw(const QByteArray& bytes)
{
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), m_out);
}

void Terminal::flush()
{
    std::fflush(m_out);
}

void Terminal::note(const QString& text)
{
    std::fflush(m_out);
    write(m_err, harmless(text, true) + QLatin1Char('\n'));
}

void Terminal::error(const base::Error& error)
{
    std::fflush(m_out);
    const QString where = error.position.toString();
    QString text = styledFor(m_errColours, QStringLiteral("error: "), Style::Bad)
        + styledFor(m_errColours, harmless(error.summary, false), Style::Strong);
    if (!where.isEmpty())
        text += QStringLiteral("\n   at: ") + harmless(where, false);
    if (!error.detail.isEmpty())
        text += QStringLiteral("\n  why: ")
            + harmless(error.detail, true).replace(u'\n', QStringLiteral("\n       "));
    if (!error.nativeCode.isEmpty())
        text += QStringLiteral(" [%1]").arg(harmless(error.nativeCode, false));
    if (!error.hint.isEmpty())
        text += QStringLiteral("\n  fix: ")
            + harmless(error.hint, true).replace(u'\n', QStringLiteral("\n       "));
    write(m_err, text + QLatin1Char('\n'));
}

QString Terminal::styled(const QString& text, Style style) const
{
    return styledFor(m_outColours, text, style);
}

QString Terminal::styledFor(bool colours, const QString& text, Style style) const
{
    if (!colours || style == Style::Plain || text.isEmpty())
        return text;
    return QLatin1String(escapeFor(style)) + text + QLatin1String("\x1b[0m");
}

int displayWidth(const QString& text)
{
    int width = 0;
    for (const uint c : text.toUcs4()) {
        const int columns = ::wcwidth(wchar_t(c));
        width += columns < 0 ? 1 : columns;
    }
    return width;
}

QString padded(const QString& text, int width)
{
    return text + QString(qMax(0, width - displayWidth(text)), QLatin1Char(' '));
}

QString elided(const QString& text, int width)
{
    if (width <= 0 || displayWidth(text) <= width)
        return text;
    QString kept = text;
    while (!kept.isEmpty() && displayWidth(kept) > width - 1)
        kept.chop(1);
    return kept + QChar(0x2026);
}

QString oneLine(const QString& text)
{
    return harmless(text, false);
}

} // namespace strandline::cli

// SPDX-License-Identifier: GPL-3.0-or-later
// The looks of SqlEditor: fonts, colours and widths.
#include "ui/editor/scintilla.h"
#include "ui/editor/sql_editor.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>

namespace strandline::ui {

namespace {

using Sci = QsciScintillaBase;

} // namespace

void SqlEditor::changeEvent(QEvent* event)
{
    QsciScintilla::changeEvent(event);
    // m_highlighter is absent while the base class is being built.
    const bool looks = event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange
        || event->type() == QEvent::StyleChange;
    if (looks && m_highlighter)
        followTheme();
}

void SqlEditor::followTheme()
{
    const base::Result<EditorTheme> theme = loadEditorTheme(themeKindOf(QApplication::palette()));
    if (!theme)
        return; // QScintilla's colours come from the palette and stay readable
    m_theme = *theme;

    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(QApplication::font().pointSizeF());
    send(this, Sci::SCI_SETEXTRAASCENT, 1);
    send(this, Sci::SCI_SETEXTRADESCENT, 2);
    const QByteArray family = font.family().toUtf8();
    SendScintilla(Sci::SCI_STYLESETFONT, Sci::STYLE_DEFAULT, family.constData());
    send(this, Sci::SCI_STYLESETSIZEFRACTIONAL, Sci::STYLE_DEFAULT, qRound(font.pointSizeF() * 100));
    send(this, Sci::SCI_STYLESETFORE, Sci::STYLE_DEFAULT, sciColour(m_theme.ink));
    send(this, Sci::SCI_STYLESETBACK, Sci::STYLE_DEFAULT, sciColour(m_theme.background));
    send(this, Sci::SCI_STYLECLEARALL);
    m_highlighter->setTheme(m_theme);
    applyMarginColours();
    fitMargins();
    viewport()->update();
}

void SqlEditor::applyMarginColours()
{
    const long margin = sciColour(m_theme.marginBackground);
    send(this, Sci::SCI_STYLESETFORE, Sci::STYLE_LINENUMBER, sciColour(m_theme.lineNumber));
    send(this, Sci::SCI_STYLESETBACK, Sci::STYLE_LINENUMBER, margin);
    send(this, Sci::SCI_STYLESETFORE, statementMarginStyle, sciColour(m_theme.marginStatement));
    send(this, Sci::SCI_STYLESETBACK, statementMarginStyle, margin);
    send(this, Sci::SCI_STYLESETFORE, addedMarginStyle, sciColour(m_theme.addedInk));
    send(this, Sci::SCI_STYLESETBACK, addedMarginStyle, sciColour(m_theme.added));
    send(this, Sci::SCI_STYLESETBOLD, addedMarginStyle, 1);
    send(this, Sci::SCI_STYLESETFORE, removedMarginStyle, sciColour(m_theme.removedInk));
    send(this, Sci::SCI_STYLESETBACK, removedMarginStyle, sciColour(m_theme.removed));
    send(this, Sci::SCI_STYLESETBOLD, removedMarginStyle, 1);
    send(this, Sci::SCI_MARKERSETBACK, AddedMarker, sciColour(m_theme.added));
    send(this, Sci::SCI_MARKERSETBACK, RemovedMarker, sciColour(m_theme.removed));
    send(this, Sci::SCI_SETFOLDMARGINCOLOUR, 1, margin);
    send(this, Sci::SCI_SETFOLDMARGINHICOLOUR, 1, margin);
    send(this, Sci::SCI_SETCARETFORE, static_cast<unsigned long>(sciColour(m_theme.ink)));
    fitCaretLine();
    send(this, Sci::SCI_SETSELBACK, 1, sciColour(m_theme.selection));
    send(this, Sci::SCI_SETSELFORE, 0, 0);
    send(this, Sci::SCI_STYLESETFORE, Sci::STYLE_BRACELIGHT, sciColour(m_theme.ink));
    send(this, Sci::SCI_STYLESETBACK, Sci::STYLE_BRACELIGHT, sciColour(m_theme.bracketMatch));
    send(this, Sci::SCI_STYLESETFORE, Sci::STYLE_BRACEBAD, sciColour(m_theme.errorMark));
    send(this, Sci::SCI_STYLESETBACK, Sci::STYLE_BRACEBAD, sciColour(m_theme.background));
    send(this, Sci::SCI_MARKERSETBACK, ErrorLineMarker, sciColour(m_theme.errorLine));
    send(this, Sci::SCI_MARKERSETBACK, PairMarker, sciColour(m_theme.pairLine));
    send(this, Sci::SCI_MARKERSETBACK, ErrorSymbolMarker, sciColour(m_theme.errorMark));
    send(this, Sci::SCI_MARKERSETFORE, ErrorSymbolMarker, sciColour(m_theme.errorMark));
    send(this, Sci::SCI_INDICSETFORE, hitIndicator, sciColour(m_theme.searchHit));
}

/// The ground of the caret's line would hide that of a marked one, so there it is a frame.
void SqlEditor::fitCaretLine()
{
    const bool framed = m_isDiff || m_errorLine > 0;
    const QColor colour = framed ? m_theme.lineNumber : m_theme.currentLine;
    send(this, Sci::SCI_SETCARETLINEFRAME, framed ? 1 : 0);
    send(this, Sci::SCI_SETCARETLINEBACK, static_cast<unsigned long>(sciColour(colour)));
}

void SqlEditor::fitMargins()
{
    const auto widthOf = [this](int style, const QByteArray& text) {
        return static_cast<int>(
            SendScintilla(Sci::SCI_TEXTWIDTH, static_cast<unsigned long>(style), text.constData()));
    };
    const int gap = widthOf(Sci::STYLE_LINENUMBER, "0");
    const int digits = std::max<int>(2, static_cast<int>(QByteArray::number(lines()).size()));
    setMarginWidth(LineNumberMargin, widthOf(Sci::STYLE_LINENUMBER, QByteArray(digits, '0')) + 2 * gap);
    setMarginWidth(RiskMargin, m_errorLine > 0 ? 2 * gap : 0);
    int statementWidth = m_isDiff ? 3 * gap : 0;
    if (!m_statements.isEmpty()) {
        const QByteArray widest = '#' + QByteArray(QByteArray::number(m_statements.last().number).size(), '0')
            + (m_primed ? "'" : "");
        statementWidth = widthOf(statementMarginStyle, widest) + gap;
    }
    setMarginWidth(StatementMargin, statementWidth);
}

} // namespace strandline::ui

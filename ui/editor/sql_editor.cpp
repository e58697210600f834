// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/sql_editor.h"

#include "ui/editor/scintilla.h"

#include <QEvent>
#include <QFontDatabase>
#include <QKeyEvent>
#include <Qsci/qscicommand.h>
#include <Qsci/qscicommandset.h>
#include <QSet>

#include <algorithm>

namespace strandline::ui {

namespace {

using Sci = QsciScintillaBase;

constexpr char byteOrderMark[] = "\xef\xbb\xbf";

constexpr int maxHits = 10'000;

/// Wider lines are wrapped: nobody scrolls sideways through a dump of one line.
constexpr int wrapFrom = 1'000;

int longestLineOf(const QByteArray& bytes)
{
    qsizetype longest = 0;
    qsizetype begin = 0;
    while (begin < bytes.size()) {
        qsizetype end = bytes.indexOf('\n', begin);
        if (end < 0)
            end = bytes.size();
        longest = std::max(longest, end - begin);
        begin = end + 1;
    }
    return static_cast<int>(longest);
}

/// Of text typed into the script: that of its first line.
QsciScintilla::EolMode lineEndOf(const QByteArray& bytes)
{
    const qsizetype feed = bytes.indexOf('\n');
    if (feed > 0 && bytes.at(feed - 1) == '\r')
        return QsciScintilla::EolWindows;
    return feed < 0 && bytes.contains('\r') ? QsciScintilla::EolMac : QsciScintilla::EolUnix;
}

bool isKeyOfTheWindow(QKeyCombination key)
{
    static const QSet<int> keys = [] {
        QSet<int> all;
        for (const QKeySequence& sequence : keysOfTheWindow())
            all.insert(sequence[0].toCombined());
        return all;
    }();
    return keys.contains(key.toCombined());
}

} // namespace

SqlEditor::SqlEditor(std::shared_ptr<HighlighterFactory> highlighters, QWidget* parent)
    : QsciScintilla(parent)
    , m_highlighter(highlighters->create(this))
{
    setUtf8(true);
    setReadOnly(true);
    setAccessibleName(tr("SQL script"));
    setFrameShape(QFrame::NoFrame);
    setTabWidth(4);
    setIndentationsUseTabs(false);
    setAutoIndent(true);
    setBraceMatching(SloppyBraceMatch);
    setCaretLineVisible(true);
    send(this, Sci::SCI_SETCARETLINEVISIBLEALWAYS, 1);
    send(this, Sci::SCI_SETIDLESTYLING, Sci::SC_IDLESTYLING_ALL);
    send(this, Sci::SCI_SETSCROLLWIDTHTRACKING, 1);
    send(this, Sci::SCI_SETSCROLLWIDTH, 1);
    send(this, Sci::SCI_SETLAYOUTCACHE, Sci::SC_CACHE_PAGE);
    send(this, Sci::SCI_SETMULTIPLESELECTION, 0);
    setUpMargins();
    setUpMarkers();
    releaseKeys();
    setLexer(m_highlighter->lexer());
    setFolding(NoFoldStyle);
    m_highlighter->setDialect(m_dialect);
    followTheme();
    connect(this, &QsciScintilla::cursorPositionChanged, this, &SqlEditor::caretChanged);
    connect(this, &QsciScintilla::linesChanged, this, &SqlEditor::fitMargins);
}

SqlEditor::~SqlEditor() = default;

void SqlEditor::setUpMargins()
{
    send(this, Sci::SCI_SETMARGINTYPEN, LineNumberMargin, Sci::SC_MARGIN_NUMBER);
    send(this, Sci::SCI_SETMARGINTYPEN, RiskMargin, Sci::SC_MARGIN_SYMBOL);
    send(this, Sci::SCI_SETMARGINTYPEN, StatementMargin, Sci::SC_MARGIN_RTEXT);
    send(this, Sci::SCI_SETMARGINTYPEN, ChangeMargin, Sci::SC_MARGIN_SYMBOL);
    send(this, Sci::SCI_SETMARGINMASKN, RiskMargin, 1 << ErrorSymbolMarker);
    send(this, Sci::SCI_SETMARGINMASKN, StatementMargin, 0);
    send(this, Sci::SCI_SETMARGINMASKN, ChangeMargin, 0);
    send(this, Sci::SCI_SETMARGINMASKN, LineNumberMargin, 0);
    for (const int margin : {RiskMargin, StatementMargin, ChangeMargin})
        setMarginWidth(margin, 0);
    send(this, Sci::SCI_SETMARGINLEFT, 0, 6);
}

void SqlEditor::setUpMarkers()
{
    markerDefine(Background, ErrorLineMarker);
    markerDefine(Background, PairMarker);
    markerDefine(RightTriangle, ErrorSymbolMarker);
    markerDefine(Background, AddedMarker);
    markerDefine(Background, RemovedMarker);
    send(this, Sci::SCI_INDICSETSTYLE, hitIndicator, Sci::INDIC_STRAIGHTBOX);
    send(this, Sci::SCI_INDICSETALPHA, hitIndicator, 255);
    send(this, Sci::SCI_INDICSETOUTLINEALPHA, hitIndicator, 255);
    send(this, Sci::SCI_INDICSETUNDER, hitIndicator, 1);
}

QList<QKeySequence> keysOfTheWindow()
{
    static const char* const names[] = {"Ctrl+K", "Ctrl+Shift+P", "Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4",
        "Ctrl+5", "Alt+1", "Alt+2", "Alt+3", "Alt+4", "Alt+5", "Alt+6", "F6", "Shift+F6", "Esc", "F5",
        "Ctrl+L", "Ctrl+Shift+Return", "Ctrl+Shift+Backspace", "Ctrl+Shift+B", "Ctrl+Shift+R", "Ctrl+Shift+M",
        "Ctrl+Tab", "Ctrl+Shift+Tab", "Ctrl++", "Ctrl+-", "Ctrl+0", "Ctrl+,", "F8", "Shift+F8", "Alt+Return",
        "Ctrl+Alt+Down", "Ctrl+Alt+Up", "Ctrl+Alt+P", "Ctrl+E", "Ctrl+G", "Ctrl+F", "F3", "Shift+F3",
        "Ctrl+H", "Ctrl+/", "Ctrl+Space", "Ctrl+Shift+I", "Ctrl+S", "Ctrl+Shift+S", "Ctrl+N", "Ctrl+O",
        "Ctrl+W", "Ctrl+Q", "Ctrl+P", "F1", "Ctrl+Shift+/", "Shift+F10", "Ctrl+T", "Ctrl+D", "Ctrl+U",
        "Ctrl+Shift+U", "Ctrl+Shift+L", "Ctrl+Shift+T", "Ctrl+R", "Ctrl+B"};
    QList<QKeySequence> keys;
    for (const char* name : names)
        keys.append(QKeySequence(QLatin1String(name)));
    return keys;
}

void SqlEditor::releaseKeys()
{
    QList<int> taken;
    for (const QKeySequence& key : keysOfTheWindow())
        taken.append(key[0].toCombined());
    const QList<QsciCommand*> commands = standardCommands()->commands();
    for (QsciCommand* command : commands) {
        if (taken.contains(command->key()))
            command->setKey(0);
        if (taken.contains(command->alternateKey()))
            command->setAlternateKey(0);
    }
}

void SqlEditor::setScript(const QString& text, sql::Dialect dialect)
{
    setScript(text.toUtf8(), dialect);
}

void SqlEditor::setScript(const QByteArray& bytes, sql::Dialect dialect)
{
    const bool readOnly = isReadOnly();
    setReadOnly(false);
    m_byteOrderMark = bytes.startsWith(byteOrderMark);
    const QByteArray content = m_byteOrderMark ? bytes.sliced(3) : bytes;
    setWrapMode(longestLineOf(content) > wrapFrom ? WrapCharacter : WrapNone);
    setWrapVisualFlags(WrapFlagByText, WrapFlagNone, 2);
    setEolMode(lineEndOf(content));
    if (dialect != m_dialect) {
        m_dialect = dialect;
        m_highlighter->setDialect(dialect);
        m_highlighter->setTheme(m_theme);
    }
    m_statements.clear();
    m_isDiff = false;
    m_errorLine = 0;
    m_lastStatement = 0;
    loadBytes(content);
    setReadOnly(readOnly);
    fitCaretLine();
    fitMargins();
    goToLine(1);
}

void SqlEditor::loadBytes(const QByteArray& bytes)
{
    // SCI_SETTEXT stops at a NUL; adding does not. Without undo collection there is no second copy.
    send(this, Sci::SCI_SETUNDOCOLLECTION, 0);
    send(this, Sci::SCI_MARKERDELETEALL, static_cast<unsigned long>(-1));
    send(this, Sci::SCI_MARGINTEXTCLEARALL);
    send(this, Sci::SCI_CLEARALL);
    send(this, Sci::SCI_ALLOCATE, static_cast<unsigned long>(bytes.size() + 1));
    SendScintilla(Sci::SCI_ADDTEXT, static_cast<unsigned long>(bytes.size()), bytes.constData());
    send(this, Sci::SCI_SETUNDOCOLLECTION, 1);
    send(this, Sci::SCI_EMPTYUNDOBUFFER);
    send(this, Sci::SCI_SETSAVEPOINT);
    send(this, Sci::SCI_SETSCROLLWIDTH, 1);
}

QByteArray SqlEditor::scriptBytes() const
{
    const long length = SendScintilla(Sci::SCI_GETLENGTH);
    const auto* text = static_cast<const char*>(SendScintillaPtrResult(Sci::SCI_GETCHARACTERPOINTER));
    const QByteArray content(text, length);
    return m_byteOrderMark ? QByteArray(byteOrderMark) + content : content;
}

void SqlEditor::setStatements(const QList<StatementMark>& statements, bool primed)
{
    m_statements = statements;
    m_primed = primed;
    send(this, Sci::SCI_MARGINTEXTCLEARALL);
    for (const StatementMark& mark : statements) {
        const QByteArray text = '#' + QByteArray::number(mark.number) + (primed ? "'" : "");
        const auto line = static_cast<unsigned long>(mark.line - 1);
        SendScintilla(Sci::SCI_MARGINSETTEXT, line, text.constData());
        send(this, Sci::SCI_MARGINSETSTYLE, line, statementMarginStyle);
    }
    fitMargins();
    caretChanged();
}

void SqlEditor::setDiffLines(const QList<DiffLine>& lines)
{
    m_isDiff = true;
    for (const DiffLine& entry : lines) {
        const auto line = static_cast<unsigned long>(entry.line - 1);
        markerAdd(entry.line - 1, entry.added ? AddedMarker : RemovedMarker);
        SendScintilla(Sci::SCI_MARGINSETTEXT, line, entry.added ? "+" : "\xe2\x88\x92");
        send(this, Sci::SCI_MARGINSETSTYLE, line, entry.added ? addedMarginStyle : removedMarginStyle);
    }
    fitCaretLine();
    fitMargins();
}

int SqlEditor::statementAtCaret() const
{
    const long caret = SendScintilla(Sci::SCI_GETCURRENTPOS) + (m_byteOrderMark ? 3 : 0);
    const auto behind = std::upper_bound(m_statements.begin(), m_statements.end(), caret,
        [](long position, const StatementMark& mark) { return position < mark.begin; });
    if (behind == m_statements.begin())
        return 0;
    const StatementMark& mark = *std::prev(behind);
    return caret <= mark.end ? mark.number : 0;
}

bool SqlEditor::goToStatement(int number)
{
    for (const StatementMark& mark : m_statements) {
        if (mark.number == number) {
            goToLine(mark.line);
            return true;
        }
    }
    return false;
}

void SqlEditor::goToLine(int line, int column)
{
    const long last = SendScintilla(Sci::SCI_GETLINECOUNT);
    const auto target = static_cast<unsigned long>(std::clamp<long>(line, 1, last) - 1);
    const long position =
        SendScintilla(Sci::SCI_FINDCOLUMN, target, static_cast<long>(std::max(1, column) - 1));
    send(this, Sci::SCI_ENSUREVISIBLEENFORCEPOLICY, target);
    send(this, Sci::SCI_GOTOPOS, static_cast<unsigned long>(position));
    if (line > 1)
        send(this, Sci::SCI_VERTICALCENTRECARET);
    caretChanged();
}

void SqlEditor::markErrorLine(int line)
{
    markerDeleteAll(ErrorLineMarker);
    markerDeleteAll(ErrorSymbolMarker);
    m_errorLine = line > 0 ? std::min(line, lines()) : 0;
    if (m_errorLine > 0) {
        markerAdd(m_errorLine - 1, ErrorLineMarker);
        markerAdd(m_errorLine - 1, ErrorSymbolMarker);
    }
    fitCaretLine();
    fitMargins();
}

void SqlEditor::markPairedLines(int firstLine, int lastLine)
{
    markerDeleteAll(PairMarker);
    if (firstLine <= 0)
        return;
    for (int line = firstLine; line <= std::min(lastLine, lines()); ++line)
        markerAdd(line - 1, PairMarker);
}

int SqlEditor::caretLine() const
{
    int line = 0;
    int column = 0;
    getCursorPosition(&line, &column);
    return line + 1;
}

bool SqlEditor::find(const QString& text, bool caseSensitive, bool forward, bool fromSelectionStart)
{
    if (text.isEmpty())
        return false;
    int line = -1;
    int column = -1;
    int endLine = 0;
    int endColumn = 0;
    getSelection(&line, &column, &endLine, &endColumn);
    const bool fromStart = line >= 0 && (fromSelectionStart || !forward);
    if (!fromStart)
        line = column = -1;
    return findFirst(text, false, caseSensitive, false, true, forward, line, column);
}

int SqlEditor::markHits(const QString& text, bool caseSensitive)
{
    const long length = SendScintilla(Sci::SCI_GETLENGTH);
    send(this, Sci::SCI_SETINDICATORCURRENT, hitIndicator);
    send(this, Sci::SCI_INDICATORCLEARRANGE, 0, length);
    const QByteArray needle = text.toUtf8();
    if (needle.isEmpty())
        return 0;
    send(this, Sci::SCI_SETSEARCHFLAGS, caseSensitive ? Sci::SCFIND_MATCHCASE : 0);
    int hits = 0;
    long from = 0;
    while (hits < maxHits) {
        send(this, Sci::SCI_SETTARGETSTART, static_cast<unsigned long>(from));
        send(this, Sci::SCI_SETTARGETEND, static_cast<unsigned long>(length));
        const long at = SendScintilla(
            Sci::SCI_SEARCHINTARGET, static_cast<unsigned long>(needle.size()), needle.constData());
        if (at < 0)
            break;
        const long end = SendScintilla(Sci::SCI_GETTARGETEND);
        send(this, Sci::SCI_INDICATORFILLRANGE, static_cast<unsigned long>(at), end - at);
        from = std::max(end, at + 1);
        ++hits;
    }
    return hits;
}

void SqlEditor::colourEverything()
{
    const long length = SendScintilla(Sci::SCI_GETLENGTH);
    long before = -1;
    for (long done = SendScintilla(Sci::SCI_GETENDSTYLED); done < length && done != before;) {
        before = done;
        send(this, Sci::SCI_COLOURISE, static_cast<unsigned long>(done), length);
        done = SendScintilla(Sci::SCI_GETENDSTYLED);
    }
}

void SqlEditor::caretChanged()
{
    int line = 0;
    int column = 0;
    getCursorPosition(&line, &column);
    Q_EMIT caretMoved(line + 1, column + 1);
    const int statement = statementAtCaret();
    if (statement != m_lastStatement) {
        m_lastStatement = statement;
        Q_EMIT statementAtCaretChanged(statement);
    }
}

bool SqlEditor::event(QEvent* event)
{
    // The page has shortcuts of its own on the same keys only when the editor does not have the focus.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool ours = key->matches(QKeySequence::Find) || key->matches(QKeySequence::FindNext)
            || key->matches(QKeySequence::FindPrevious)
            || key->keyCombination() == QKeyCombination(Qt::ControlModifier, Qt::Key_G);
        if (ours) {
            event->accept();
            return true;
        }
    }
    return QsciScintilla::event(event);
}

void SqlEditor::keyPressEvent(QKeyEvent* event)
{
    const QKeyCombination key = event->keyCombination();
    if (key == QKeyCombination(Qt::ControlModifier, Qt::Key_G))
        Q_EMIT goToLineRequested();
    else if (event->matches(QKeySequence::Find))
        Q_EMIT findRequested();
    else if (key.key() == Qt::Key_F3)
        Q_EMIT findNextRequested((event->modifiers() & Qt::ShiftModifier) == 0);
    else if (key == QKeyCombination(Qt::ControlModifier, Qt::Key_Tab) || key == QKeyCombination(Qt::Key_F6))
        QAbstractScrollArea::focusNextPrevChild(true);
    else if (key.key() == Qt::Key_Backtab && (event->modifiers() & Qt::ControlModifier) != 0)
        QAbstractScrollArea::focusNextPrevChild(false);
    else if (key == QKeyCombination(Qt::ShiftModifier, Qt::Key_F6))
        QAbstractScrollArea::focusNextPrevChild(false);
    else if (isKeyOfTheWindow(key))
        event->ignore(); // else Scintilla would type the letter of a combination it does not know
    else
        QsciScintilla::keyPressEvent(event);
}

} // namespace strandline::ui

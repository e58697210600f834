// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/statement_splitter.h"

#include "core/sql/body_tracker.h"
#include "core/sql/characters.h"
#include "core/sql/client_commands.h"
#include "core/sql/lexer.h"
#include "core/sql/line_index.h"
#include "core/sql/problem_list.h"
#include "core/sql/window_splitter.h"

#include <algorithm>
#include <cstring>

namespace strandline::sql {

QString statementKindName(StatementKind kind)
{
    switch (kind) {
    case StatementKind::Sql:
        return QStringLiteral("sql");
    case StatementKind::CopyFromStdin:
        return QStringLiteral("copy");
    case StatementKind::PsqlMeta:
        return QStringLiteral("psql");
    case StatementKind::ClientCommand:
        break;
    }
    return QStringLiteral("client");
}

namespace {

class Splitter
{
public:
    Splitter(QByteArrayView script, Dialect dialect)
        : m_script(script)
        , m_switches(switchesFor(dialect))
        , m_lexer(script, m_switches)
        , m_body(m_switches.bodies)
        , m_cursor(script)
        , m_directiveCursor(script)
    { }
    /// A piece of a script that begins at a border of statements.
    Splitter(QByteArrayView window, Dialect dialect, const WindowStart& start, bool isLast);

    SplitResult run();
    SplitWindow runWindow(const WindowStart& start);

private:
    void readAll();
    void read(const Token& token);
    bool isCut(qsizetype end);
    void placeProblems(const WindowStart& start, SplitWindow* window);
    void space(const Token& token);
    void comment(const Token& token);
    void significant(const Token& token);
    void reportUnterminated(const Token& token);
    void backslash(const Token& token);
    bool commandWord(const Token& token);
    bool clientComment(const Token& token);
    void delimiterCommand(const Token& word);
    void clientCommand(StatementKind kind, qsizetype begin, qsizetype end);
    void finish(bool terminated);
    void copyData();
    void atEnd();

    QByteArrayView view(qsizetype begin, qsizetype end) const { return m_script.sliced(begin, end - begin); }
    qsizetype lineBreak(qsizetype from) const;

    QByteArrayView m_script;
    DialectSwitches m_switches;
    Lexer m_lexer;
    BodyTracker m_body;
    LineCursor m_cursor;
    LineCursor m_directiveCursor; // directives lie before the statement that is placed later
    ProblemList m_problems;
    SplitResult m_result;

    qsizetype m_first = -1; ///< first significant byte of the statement being read
    qsizetype m_last = 0; ///< behind its last one
    qsizetype m_full = -1; ///< its first comment
    bool m_freshLine = true; ///< a line has begun since the last delimiter
    qsizetype m_parentheses = 0;
    qsizetype m_outermost = 0; ///< the parenthesis that was opened first
    qsizetype m_versionOpen = -1;
    bool m_unterminated = false; ///< whatever else is open at the end is so because of that
    bool m_customDelimiter = false;
    int m_numbered = 0; ///< statements of earlier windows

    bool m_isLast = true; ///< nothing follows the text; else what reaches to its end may be incomplete
    bool m_cut = false;
    qsizetype m_border = 0; ///< where the next window may begin: nothing was open there
    ProblemList::Mark m_borderProblems;
    QByteArray m_delimiter;
    qsizetype m_openData = -1; ///< COPY data that do not end in this window
};

/// What a token was taken for may depend on so many bytes behind it, but not on more: a delimiter has 15, a
/// version comment looks at 10. (A string of PostgreSQL looks further, but only over white space and
/// comments, in which no statement ends.)
constexpr qsizetype kLookAhead = 16;

/// The byte behind the content of the line: its CR, LF or the end of the script.
qsizetype Splitter::lineBreak(qsizetype from) const
{
    while (from < m_script.size() && m_script[from] != '\n' && m_script[from] != '\r')
        ++from;
    return from;
}

Splitter::Splitter(QByteArrayView window, Dialect dialect, const WindowStart& start, bool isLast)
    : m_script(window)
    , m_switches(switchesFor(dialect))
    , m_lexer(window, m_switches)
    , m_body(m_switches.bodies)
    , m_cursor(start.offset == 0 ? LineCursor(window) : LineCursor(window, start.at))
    , m_directiveCursor(m_cursor)
    , m_problems(start.problems)
    , m_numbered(start.statements)
    , m_isLast(isLast)
    , m_delimiter(start.delimiter)
{
    m_lexer.setDelimiter(m_delimiter);
    m_customDelimiter = !m_delimiter.isEmpty() && m_delimiter != ";";
}

/// Whether something that reaches to this byte may go on behind the window. True ends the reading.
bool Splitter::isCut(qsizetype end)
{
    if (!m_isLast && end + kLookAhead > m_script.size())
        m_cut = true;
    return m_cut;
}

SplitResult Splitter::run()
{
    BadBytes bad;
    bad.look(m_script, 0, m_script.size());
    for (ProblemEntry& entry : bad.problems())
        m_problems.add(entry.offset, entry.error.summary, entry.error.detail, entry.error.hint);
    if (m_script.startsWith("\xEF\xBB\xBF"))
        m_lexer.moveTo(3);
    readAll();
    m_result.problems = m_problems.placedIn(m_script);
    return std::move(m_result);
}

SplitWindow Splitter::runWindow(const WindowStart& start)
{
    if (start.offset == 0 && m_script.startsWith("\xEF\xBB\xBF"))
        m_lexer.moveTo(3);
    readAll();
    SplitWindow window;
    if (m_cut) {
        const auto isOpen = [this](const auto& found) { return found.begin >= m_border; };
        std::erase_if(m_result.statements, isOpen);
        std::erase_if(m_result.directives, isOpen);
        m_problems.rewind(m_borderProblems);
    } else {
        m_border = m_script.size();
    }
    window.dropped = m_problems.dropped();
    placeProblems(start, &window);
    window.openData = m_openData;
    window.openDataAt = m_cursor.advanceTo(0); // where it stands: at the last statement
    // It stands behind the border when that statement is cut off.
    LineCursor cursor = m_cursor.position() <= m_border ? m_cursor
        : start.offset == 0                             ? LineCursor(m_script)
                                                        : LineCursor(m_script, start.at);
    window.next.at = cursor.advanceTo(m_border);
    window.next.offset = start.offset + m_border;
    window.next.statements = m_numbered + int(m_result.statements.size());
    window.next.problems = start.problems + qsizetype(window.problems.size());
    window.next.delimiter = m_delimiter;
    window.statements = std::move(m_result.statements);
    window.directives = std::move(m_result.directives);
    return window;
}

void Splitter::placeProblems(const WindowStart& start, SplitWindow* window)
{
    window->problems = m_problems.takeEntries();
    if (window->problems.empty())
        return;
    std::vector<ProblemEntry*> byOffset;
    for (ProblemEntry& entry : window->problems)
        byOffset.push_back(&entry);
    std::sort(byOffset.begin(), byOffset.end(),
        [](const ProblemEntry* a, const ProblemEntry* b) { return a->offset < b->offset; });
    LineCursor cursor = start.offset == 0 ? LineCursor(m_script) : LineCursor(m_script, start.at);
    for (ProblemEntry* entry : byOffset) {
        const LineColumn at = cursor.advanceTo(entry->offset);
        entry->error.position = {{}, 0, at.line, at.column};
    }
}

void Splitter::readAll()
{
    for (;;) {
        if (m_first < 0 && !m_isLast) {
            m_border = m_lexer.position();
            m_borderProblems = m_problems.mark();
        }
        const Token token = m_lexer.next();
        if (token.kind == TokenKind::End) {
            m_cut = !m_isLast;
            break;
        }
        if (isCut(token.end))
            break;
        read(token);
        if (m_cut)
            break;
    }
    if (!m_cut)
        atEnd();
}

void Splitter::read(const Token& token)
{
    if (token.unterminated)
        reportUnterminated(token);
    switch (token.kind) {
    case TokenKind::Whitespace:
        space(token);
        break;
    case TokenKind::LineComment:
    case TokenKind::BlockComment:
        comment(token);
        break;
    case TokenKind::Semicolon:
        if (m_customDelimiter || m_parentheses > 0 || m_lexer.inVersionComment() || !m_body.semicolonEnds())
            significant(token);
        else
            finish(true);
        break;
    case TokenKind::Delimiter:
        if (m_lexer.inVersionComment())
            significant(token);
        else
            finish(true);
        break;
    case TokenKind::Backslash:
        backslash(token);
        break;
    case TokenKind::Dot:
        if (m_first < 0 && m_switches.dotCommands)
            clientCommand(StatementKind::ClientCommand, token.begin, lineBreak(token.begin));
        else
            significant(token);
        break;
    case TokenKind::Word:
        if (m_first >= 0 || !commandWord(token))
            significant(token);
        break;
    case TokenKind::Operator:
        if (m_first >= 0 || !clientComment(token))
            significant(token);
        break;
    default:
        significant(token);
        break;
    }
}

void Splitter::space(const Token& token)
{
    if (m_first < 0 && !m_freshLine)
        m_freshLine = std::memchr(m_script.data() + token.begin, '\n', size_t(token.end - token.begin))
            || std::memchr(m_script.data() + token.begin, '\r', size_t(token.end - token.begin));
}

void Splitter::comment(const Token& token)
{
    const QByteArrayView text = m_lexer.textOf(token);
    if (m_first < 0 && m_freshLine && m_full < 0)
        m_full = token.begin;
    if (token.kind != TokenKind::LineComment) {
        if (m_first < 0 && !m_freshLine)
            m_freshLine = text.contains('\n');
        return;
    }
    if (const auto directive = readDirective(text)) {
        m_result.directives.push_back({directive->name, directive->argument, token.begin,
            m_directiveCursor.advanceTo(token.begin).line});
    }
    if (!m_switches.carriageReturnEndsLine && text.contains('\r') && m_problems.wantsMore())
        m_problems.add(token.begin, QStringLiteral("Comment that swallows the lines after it"),
            QStringLiteral(
                "Its line ends with a lone carriage return, which ends no comment for this database."),
            QStringLiteral("Save the file with LF or CRLF line ends."));
}

void Splitter::significant(const Token& token)
{
    if (m_first < 0)
        m_first = token.begin;
    m_last = token.end;
    if (token.kind == TokenKind::VersionOpen) {
        m_versionOpen = token.begin;
    } else if (m_switches.parenthesesHoldSemicolons) {
        if (token.kind == TokenKind::OpenParen) {
            if (m_parentheses++ == 0)
                m_outermost = token.begin;
        } else if (token.kind == TokenKind::CloseParen && m_parentheses > 0) {
            --m_parentheses;
        }
    }
    m_body.feed(token, m_lexer.textOf(token));
}

void Splitter::finish(bool terminated)
{
    if (m_first >= 0) {
        Statement statement;
        statement.number = m_numbered + int(m_result.statements.size()) + 1;
        statement.kind = m_body.isCopyFromStdin() ? StatementKind::CopyFromStdin : StatementKind::Sql;
        statement.terminated = terminated;
        statement.begin = m_first;
        statement.end = m_last;
        statement.fullBegin = m_full >= 0 ? m_full : m_first;
        const LineColumn at = m_cursor.advanceTo(m_first);
        statement.line = at.line;
        statement.column = at.column;
        statement.dataBegin = statement.dataEnd = m_last;
        m_result.statements.push_back(statement);
    }
    // psql's \g could end a COPY, too; such a script is refused anyway.
    const bool copy =
        m_first >= 0 && m_body.isCopyFromStdin() && (terminated || m_lexer.position() >= m_script.size());
    m_first = m_full = m_versionOpen = -1;
    m_body.restart();
    m_freshLine = false;
    m_parentheses = 0;
    if (copy)
        copyData();
}

/// Behind "COPY … FROM stdin;": data from the next line on, never looked at as SQL.
void Splitter::copyData()
{
    Statement& copy = m_result.statements.back();
    const qsizetype size = m_script.size();
    const qsizetype after = m_lexer.position();
    const qsizetype restEnd = lineBreak(after);
    if (isCut(restEnd)) {
        m_openData = restEnd;
        return;
    }
    const QByteArrayView rest = view(after, restEnd).trimmed();
    if (!rest.isEmpty() && !rest.startsWith("--") && m_problems.wantsMore())
        m_problems.add(after, QStringLiteral("Text behind COPY … FROM stdin on the same line"),
            QStringLiteral("“%1” stands where only the line end may stand; the data begins on the next line.")
                .arg(QString::fromUtf8(rest.first(qMin(rest.size(), qsizetype(40))))),
            QStringLiteral("Move it behind the line that holds \\."));

    const auto skipBreak = [&](qsizetype i) {
        if (i < size && m_script[i] == '\r' && i + 1 < size && m_script[i + 1] == '\n')
            return i + 2;
        return qMin(i + 1, size);
    };
    qsizetype lineStart = skipBreak(restEnd);
    copy.dataBegin = copy.dataEnd = lineStart;
    while (lineStart < size) {
        const void* feed = std::memchr(m_script.data() + lineStart, '\n', size_t(size - lineStart));
        const qsizetype lineEnd = feed ? static_cast<const char*>(feed) - m_script.data() : size;
        if (isCut(lineEnd)) {
            m_openData = copy.dataBegin;
            return;
        }
        QByteArrayView line = view(lineStart, lineEnd);
        if (line.endsWith('\r'))
            line.chop(1);
        if (line == QByteArrayView("\\.")) {
            copy.dataEnd = lineStart;
            m_lexer.moveTo(qMin(lineEnd + 1, size));
            m_freshLine = true;
            return;
        }
        lineStart = qMin(lineEnd + 1, size);
        copy.dataEnd = lineStart;
    }
    m_lexer.moveTo(size);
    m_problems.add(copy.begin, QStringLiteral("COPY … FROM stdin without an end of its data"),
        QStringLiteral("Everything up to the end of the script was taken as data."),
        QStringLiteral("Put a line that holds only \\. behind the last data line."));
}

void Splitter::backslash(const Token& token)
{
    if (m_switches.psqlMeta) {
        const qsizetype end = psqlCommandEnd(m_script, token.begin);
        if (isCut(end))
            return;
        finish(false);
        clientCommand(StatementKind::PsqlMeta, token.begin, end);
        return;
    }
    const char next = token.end < m_script.size() ? m_script[token.end] : '\0';
    if (m_switches.delimiterCommand && (next == 'g' || next == 'G') && !m_lexer.inVersionComment()) {
        finish(false);
        clientCommand(StatementKind::ClientCommand, token.begin, token.end + 1);
        return;
    }
    significant(token);
}

/// DELIMITER and the other words that the mysql client keeps for itself.
bool Splitter::commandWord(const Token& token)
{
    if (!m_switches.delimiterCommand)
        return false;
    const QByteArrayView text = m_lexer.textOf(token);
    if (equalsKeyword(text, "DELIMITER")) {
        delimiterCommand(token);
        return true;
    }
    if (equalsKeyword(text, "SOURCE") || equalsKeyword(text, "SYSTEM")) {
        const qsizetype end = lineBreak(token.end);
        if (isCut(end))
            return true;
        const QByteArrayView rest = view(token.end, end);
        if (!rest.trimmed().isEmpty() && isSpaceByte(uchar(rest[0]))) {
            clientCommand(StatementKind::ClientCommand, token.begin, end);
            return true;
        }
    }
    return false;
}

/// "--comment" without a space: no comment for MySQL, but its client drops such lines before a statement,
/// where they could be nothing else, and scripts rely on it.
bool Splitter::clientComment(const Token& token)
{
    if (!m_switches.dashNeedsSpace || m_script[token.begin] != '-' || token.end >= m_script.size()
        || m_script[token.end] != '-')
        return false;
    const Token line {TokenKind::LineComment, false, token.begin, lineBreak(token.begin)};
    if (isCut(line.end))
        return true;
    m_lexer.moveTo(line.end);
    comment(line);
    return true;
}

void Splitter::delimiterCommand(const Token& word)
{
    const qsizetype lineEnd = lineBreak(word.end);
    if (isCut(lineEnd))
        return;
    const DelimiterArgument argument = readDelimiterArgument(view(word.end, lineEnd));
    if (!argument.problem.isEmpty() && m_problems.wantsMore())
        m_problems.add(word.begin, QStringLiteral("DELIMITER that cannot be followed"), argument.problem,
            QStringLiteral("Write one word without a backslash behind it, for example DELIMITER //"));
    if (!argument.text.isEmpty()) {
        m_lexer.setDelimiter(argument.text);
        m_delimiter = argument.text.toByteArray();
        m_customDelimiter = argument.text != QByteArrayView(";");
    }
    m_lexer.moveTo(lineEnd);
    m_full = -1; // comments before the command belong to it
    m_freshLine = false;
}

void Splitter::clientCommand(StatementKind kind, qsizetype begin, qsizetype end)
{
    if (isCut(end))
        return;
    while (end > begin + 1 && isSpaceByte(uchar(m_script[end - 1])))
        --end;
    Statement statement;
    statement.number = m_numbered + int(m_result.statements.size()) + 1;
    statement.kind = kind;
    statement.terminated = true;
    statement.begin = begin;
    statement.end = statement.dataBegin = statement.dataEnd = end;
    statement.fullBegin = m_full >= 0 ? m_full : begin;
    const LineColumn at = m_cursor.advanceTo(begin);
    statement.line = at.line;
    statement.column = at.column;
    m_result.statements.push_back(statement);
    m_first = m_full = -1;
    m_freshLine = false;
    m_lexer.moveTo(end);
    if (m_problems.wantsMore()) {
        const ClientCommandText text = describeClientCommand(statement.textIn(m_script), kind);
        m_problems.add(begin, text.summary, text.detail, text.hint);
    }
}

void Splitter::reportUnterminated(const Token& token)
{
    m_unterminated = true;
    const char open = m_script[token.begin];
    QString summary, hint;
    if (token.kind == TokenKind::BlockComment) {
        summary = QStringLiteral("Comment without its end");
        hint = m_switches.nestedComments
            ? QStringLiteral("Add the missing */; each /* inside of a comment needs its own.")
            : QStringLiteral("Add the missing */.");
    } else if (token.kind == TokenKind::DollarString) {
        const qsizetype tagEnd = m_script.indexOf('$', token.begin + 1) + 1;
        const QByteArrayView tag = view(token.begin, qMin(tagEnd, token.begin + 40));
        summary = QStringLiteral("Dollar-quoted text without its end");
        hint = QStringLiteral("Add the closing %1, written exactly like the opening one.")
                   .arg(QString::fromUtf8(tag));
    } else if (token.kind == TokenKind::QuotedIdentifier) {
        summary = QStringLiteral("Quoted name without its closing %1")
                      .arg(open == '[' ? QLatin1Char(']') : QLatin1Char(open == '`' ? '`' : '"'));
        hint = QStringLiteral("Close the quotes; a quote inside of a name is written twice.");
    } else {
        summary = QStringLiteral("String without its closing %1").arg(QLatin1Char(open == '"' ? '"' : '\''));
        hint = m_switches.backslashEscapes
            ? QStringLiteral(
                "Close the quotes; a quote inside of a string is written twice or behind a backslash.")
            : QStringLiteral("Close the quotes; a quote inside of a string is written twice.");
    }
    m_problems.add(token.begin, summary,
        QStringLiteral("It begins here and everything up to the end of the script belongs to it."), hint);
}

void Splitter::atEnd()
{
    if (m_unterminated) {
        finish(false);
        return;
    }
    if (m_lexer.inVersionComment() && m_versionOpen >= 0)
        m_problems.add(m_versionOpen, QStringLiteral("Version comment without its end"),
            QStringLiteral("No statement behind it can be told apart."),
            QStringLiteral("Add the missing */."));
    else if (m_first >= 0 && m_parentheses > 0)
        m_problems.add(m_outermost, QStringLiteral("Parenthesis without its closing one"),
            QStringLiteral("A semicolon inside of parentheses ends no statement, so the rest of the script "
                           "belongs to it."),
            QStringLiteral("Add the missing )."));
    else if (m_first >= 0 && m_body.isOpen())
        m_problems.add(m_first, QStringLiteral("Body without its END"),
            QStringLiteral("The statement that begins here holds statements of its own; the rest of the "
                           "script belongs to it."),
            m_switches.delimiterCommand ? QStringLiteral(
                "Add the missing END, END IF, END CASE or END LOOP, or put DELIMITER lines around it.")
                                        : QStringLiteral("Add the missing END."));
    finish(false);
}

} // namespace

SplitWindow splitWindow(QByteArrayView window, Dialect dialect, const WindowStart& start, bool isLast)
{
    return Splitter(window, dialect, start, isLast).runWindow(start);
}

SplitResult split(QByteArrayView script, Dialect dialect)
{
    return Splitter(script, dialect).run();
}

} // namespace strandline::sql

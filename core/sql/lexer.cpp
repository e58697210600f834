// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/lexer.h"

#include "core/sql/characters.h"

#include <array>
#include <cstring>

namespace strandline::sql {

namespace {

constexpr std::array<std::string_view, 18> fixedOperators {"<=>", "->>", "<=", ">=", "<>", "!=", "||", "&&",
    ":=", "->", "<<", ">>", "==", "+=", "-=", "*=", "/=", ".."};

bool isStringPrefix(unsigned char c, const DialectSwitches& switches)
{
    switch (c | 0x20) {
    case 'x':
        return true;
    case 'b':
    case 'n':
        return switches.freeOperators || switches.versionComments; // not SQLite
    default:
        return false;
    }
}

/// PostgreSQL: an operator of several characters may end in + or - only when it holds one of these.
bool holdsUnusual(const char* begin, const char* end)
{
    return std::string_view(begin, size_t(end - begin)).find_first_of("~!@#%^&|`?") != std::string_view::npos;
}

} // namespace

Lexer::Lexer(QByteArrayView text, Dialect dialect)
    : Lexer(text, switchesFor(dialect))
{ }

Lexer::Lexer(QByteArrayView text, const DialectSwitches& switches)
    : m_text(text)
    , m_data(text.data())
    , m_size(text.size())
    , m_switches(switches)
{ }

void Lexer::setDelimiter(QByteArrayView delimiter)
{
    if (delimiter == QByteArrayView(";"))
        delimiter = {};
    m_delimiter = delimiter.first(qMin(delimiter.size(), maxDelimiterBytes)).toByteArray();
}

bool Lexer::delimiterAt(qsizetype i) const
{
    const qsizetype length = m_delimiter.size();
    return length > 0 && m_size - i >= length
        && std::memcmp(m_data + i, m_delimiter.constData(), size_t(length)) == 0;
}

Token Lexer::take(TokenKind kind, qsizetype end, bool unterminated)
{
    const Token token {kind, unterminated, m_pos, end};
    m_pos = end;
    return token;
}

Token Lexer::nextSignificant()
{
    Token token = next();
    while (token.isSpace() || token.isComment())
        token = next();
    return token;
}

Token Lexer::next()
{
    if (m_pos >= m_size)
        return Token {TokenKind::End, false, m_size, m_size};
    // First of all, like the mysql client: a delimiter may look like a name, an operator or a comment.
    if (delimiterAt(m_pos))
        return take(TokenKind::Delimiter, m_pos + m_delimiter.size());

    const unsigned char c = at(m_pos);
    if (isSpaceByte(c)) {
        qsizetype end = m_pos + 1;
        while (end < m_size && isSpaceByte(at(end)) && !delimiterAt(end))
            ++end;
        return take(TokenKind::Whitespace, end);
    }
    if (isNameStart(c)) {
        // Files put together with a mere "cat" carry byte order marks in their middle.
        if (c == 0xEF && at(m_pos + 1) == 0xBB && at(m_pos + 2) == 0xBF)
            return take(TokenKind::Whitespace, m_pos + 3);
        return takeWord();
    }
    if (isDigit(c))
        return takeNumber();
    return takePunctuation(c);
}

Token Lexer::takePunctuation(unsigned char c)
{
    switch (c) {
    case '\'':
        return take(TokenKind::String, quoted(m_pos, '\'', m_switches.backslashEscapes));
    case '"':
        return m_switches.doubleQuoteIsString
            ? take(TokenKind::String, quoted(m_pos, '"', m_switches.backslashEscapes))
            : take(TokenKind::QuotedIdentifier, quoted(m_pos, '"', false));
    case '`':
        return m_switches.backtickIdentifiers ? take(TokenKind::QuotedIdentifier, quoted(m_pos, '`', false))
                                              : takeOperator();
    case '[':
        if (m_switches.bracketIdentifiers) {
            const void* close = std::memchr(m_data + m_pos, ']', size_t(m_size - m_pos));
            const qsizetype end = close ? static_cast<const char*>(close) - m_data + 1 : m_size;
            return take(TokenKind::QuotedIdentifier, end, !close);
        }
        return take(TokenKind::Operator, m_pos + 1);
    case '/':
        return takeSlash();
    case '-':
        return takeDash();
    case '#':
        return m_switches.hashComments ? take(TokenKind::LineComment, lineEnd(m_pos)) : takeOperator();
    case '$':
        return takeDollar();
    case '*':
        if (m_inVersion && at(m_pos + 1) == '/') {
            m_inVersion = false;
            return take(TokenKind::VersionClose, m_pos + 2);
        }
        return takeOperator();
    case '@':
    case ':':
    case '?':
        return takeParameterOr(TokenKind::Operator);
    case '.':
        return take(TokenKind::Dot, m_pos + 1);
    case ',':
        return take(TokenKind::Comma, m_pos + 1);
    case '(':
        return take(TokenKind::OpenParen, m_pos + 1);
    case ')':
        return take(TokenKind::CloseParen, m_pos + 1);
    case ';':
        return take(TokenKind::Semicolon, m_pos + 1);
    case '\\':
        return take(TokenKind::Backslash, m_pos + 1);
    case ']':
    case '{':
    case '}':
        return take(TokenKind::Operator, m_pos + 1);
    default:
        return isOperatorByte(c) ? takeOperator() : take(TokenKind::Other, m_pos + 1);
    }
}

Token Lexer::takeSlash()
{
    if (at(m_pos + 1) != '*')
        return takeOperator();
    if (m_switches.versionComments) {
        const bool mariaOnly = at(m_pos + 2) == 'M' && at(m_pos + 3) == '!';
        if (mariaOnly || at(m_pos + 2) == '!') {
            qsizetype end = m_pos + (mariaOnly ? 4 : 3);
            qsizetype digits = 0;
            while (digits < 6 && isDigit(at(end + digits)))
                ++digits;
            if (digits >= 5) // fewer are part of the code
                end += digits;
            m_inVersion = true;
            return take(TokenKind::VersionOpen, end);
        }
    }
    return take(TokenKind::BlockComment, blockComment(m_pos));
}

Token Lexer::takeDash()
{
    if (at(m_pos + 1) == '-') {
        // MySQL: "5--1" is a subtraction; the end of the text counts as white space.
        const bool comment = !m_switches.dashNeedsSpace || m_pos + 2 >= m_size || at(m_pos + 2) <= 0x20
            || at(m_pos + 2) == 0x7F;
        if (comment)
            return take(TokenKind::LineComment, lineEnd(m_pos));
    }
    return takeOperator();
}

Token Lexer::takeDollar()
{
    if (m_switches.dollarQuotes) {
        if (isDigit(at(m_pos + 1))) {
            qsizetype end = m_pos + 2;
            while (isDigit(at(end)))
                ++end;
            return take(TokenKind::Parameter, end);
        }
        qsizetype tagEnd = m_pos + 1;
        if (isNameStart(at(tagEnd))) {
            while (isNameByte(at(tagEnd)) && at(tagEnd) != '$')
                ++tagEnd;
        }
        if (at(tagEnd) != '$')
            return take(TokenKind::Other, m_pos + 1);
        const size_t tagLength = size_t(tagEnd + 1 - m_pos);
        // From '$' to '$': a tag holds none inside, so no byte is compared twice, however long the tag is.
        qsizetype from = tagEnd + 1;
        while (const void* hit = std::memchr(m_data + from, '$', size_t(m_size - from))) {
            const qsizetype candidate = static_cast<const char*>(hit) - m_data;
            if (size_t(m_size - candidate) < tagLength)
                break;
            if (std::memcmp(m_data + candidate, m_data + m_pos, tagLength) == 0)
                return take(TokenKind::DollarString, candidate + qsizetype(tagLength));
            from = candidate + 1;
        }
        return take(TokenKind::DollarString, m_size, true);
    }
    if (m_switches.namedParameters && isNameByte(at(m_pos + 1)))
        return take(TokenKind::Parameter, wordEnd(m_pos + 1));
    return m_switches.digitStartsName ? takeWord() : take(TokenKind::Other, m_pos + 1);
}

Token Lexer::takeWord()
{
    qsizetype end = wordEnd(m_pos + 1);
    if (end == m_pos + 1 && end < m_size) {
        const unsigned char prefix = at(m_pos);
        if (at(end) == '\'') {
            if (m_switches.escapeStrings && (prefix | 0x20) == 'e')
                return take(TokenKind::String, escapeString(end));
            if (isStringPrefix(prefix, m_switches))
                return take(TokenKind::String, quoted(end, '\'', m_switches.backslashEscapes));
        } else if (m_switches.escapeStrings && (prefix | 0x20) == 'u' && at(end) == '&') {
            if (at(end + 1) == '\'')
                return take(TokenKind::String, quoted(end + 1, '\'', false));
            if (at(end + 1) == '"')
                return take(TokenKind::QuotedIdentifier, quoted(end + 1, '"', false));
        }
    }
    return take(TokenKind::Word, end);
}

Token Lexer::takeNumber()
{
    const bool radix = at(m_pos) == '0' && ((at(m_pos + 1) | 0x20) == 'x' || (at(m_pos + 1) | 0x20) == 'b');
    bool allDigits = true;
    qsizetype end = m_pos;
    while (end < m_size && !delimiterAt(end)) {
        const unsigned char c = at(end);
        if (isDigit(c) || (c == '$' && m_switches.digitStartsName) || (isNameByte(c) && c != '$')) {
            allDigits = allDigits && isDigit(c);
            ++end;
        } else if (c == '.' && allDigits && isDigit(at(end + 1))) {
            end += 2;
            allDigits = false;
        } else if ((c == '+' || c == '-') && !radix && (at(end - 1) | 0x20) == 'e' && isDigit(at(end + 1))
            && !delimiterAt(end + 1)) {
            end += 2;
        } else {
            break;
        }
    }
    return take(TokenKind::Number, qMax(end, m_pos + 1));
}

Token Lexer::takeOperator()
{
    if (!m_switches.freeOperators) {
        for (const std::string_view candidate : fixedOperators) {
            if (std::string_view(m_data + m_pos, size_t(m_size - m_pos)).substr(0, candidate.size())
                    == candidate
                && m_delimiter.isEmpty())
                return take(TokenKind::Operator, m_pos + qsizetype(candidate.size()));
        }
        return take(TokenKind::Operator, m_pos + 1);
    }
    if (at(m_pos) == ':')
        return take(TokenKind::Operator, m_pos + (at(m_pos + 1) == ':' || at(m_pos + 1) == '=' ? 2 : 1));
    qsizetype end = m_pos;
    // PostgreSQL refuses operators above 63 bytes; without a limit a long run of '+' would be scanned once
    // per byte.
    const qsizetype limit = qMin(m_size, m_pos + 64);
    while (end < limit && isOperatorByte(at(end))) {
        const bool comment = (at(end) == '-' && at(end + 1) == '-') || (at(end) == '/' && at(end + 1) == '*');
        if (comment && end > m_pos)
            break;
        ++end;
    }
    if (end - m_pos > 1 && (at(end - 1) == '+' || at(end - 1) == '-')
        && !holdsUnusual(m_data + m_pos, m_data + end)) {
        while (end - m_pos > 1 && (at(end - 1) == '+' || at(end - 1) == '-'))
            --end;
    }
    return take(TokenKind::Operator, qMax(end, m_pos + 1));
}

Token Lexer::takeParameterOr(TokenKind otherwise)
{
    const unsigned char c = at(m_pos);
    qsizetype begin = m_pos + 1;
    if (m_switches.freeOperators || (c == ':' && at(begin) == '='))
        return takeOperator();
    const bool variable = c == '@';
    if (!variable && !m_switches.namedParameters)
        return c == '?' ? take(TokenKind::Parameter, begin) : take(otherwise, begin);
    if (variable && at(begin) == '@' && !delimiterAt(begin))
        ++begin;
    if (!isNameByte(at(begin)) || delimiterAt(begin))
        return take(c == '?' ? TokenKind::Parameter : otherwise, begin);
    return take(TokenKind::Parameter, wordEnd(begin));
}

Lexer::Extent Lexer::quoted(qsizetype open, char quote, bool backslash) const
{
    qsizetype i = open + 1;
    if (!backslash) {
        while (const void* hit = i < m_size ? std::memchr(m_data + i, quote, size_t(m_size - i)) : nullptr) {
            i = static_cast<const char*>(hit) - m_data + 1;
            if (i >= m_size || m_data[i] != quote)
                return {i, false};
            ++i;
        }
        return {m_size, true};
    }
    for (; i < m_size; ++i) {
        if (m_data[i] == '\\') {
            ++i;
        } else if (m_data[i] == quote) {
            if (i + 1 >= m_size || m_data[i + 1] != quote)
                return {i + 1, false};
            ++i;
        }
    }
    return {m_size, true};
}

/// E'…', which goes on in the next '…' when only white space with a line end lies between: with escapes
/// there, too.
Lexer::Extent Lexer::escapeString(qsizetype open) const
{
    for (;;) {
        const Extent part = quoted(open, '\'', true);
        if (part.unterminated)
            return part;
        bool newline = false;
        qsizetype i = part.end;
        while (i < m_size) {
            if (isSpaceByte(at(i))) {
                newline = newline || m_data[i] == '\n' || m_data[i] == '\r';
                ++i;
            } else if (m_data[i] == '-' && at(i + 1) == '-') {
                i = lineEnd(i);
            } else {
                break;
            }
        }
        if (!newline || at(i) != '\'')
            return part;
        open = i;
    }
}

Lexer::Extent Lexer::blockComment(qsizetype open) const
{
    qsizetype depth = 1;
    qsizetype i = open + 2;
    while (i + 1 < m_size) {
        if (m_data[i] == '*' && m_data[i + 1] == '/') {
            i += 2;
            if (--depth == 0)
                return {i, false};
        } else if (m_switches.nestedComments && m_data[i] == '/' && m_data[i + 1] == '*') {
            ++depth;
            i += 2;
        } else {
            ++i;
        }
    }
    return {m_size, true};
}

qsizetype Lexer::lineEnd(qsizetype from) const
{
    const void* feed = std::memchr(m_data + from, '\n', size_t(m_size - from));
    qsizetype end = feed ? static_cast<const char*>(feed) - m_data : m_size;
    if (m_switches.carriageReturnEndsLine) {
        if (const void* carriage = std::memchr(m_data + from, '\r', size_t(end - from)))
            end = static_cast<const char*>(carriage) - m_data;
    } else if (feed && end > from && m_data[end - 1] == '\r') {
        --end;
    }
    return end;
}

qsizetype Lexer::wordEnd(qsizetype from) const
{
    qsizetype end = from;
    if (m_delimiter.isEmpty()) {
        while (end < m_size && isNameByte(at(end)))
            ++end;
    } else {
        while (end < m_size && isNameByte(at(end)) && !delimiterAt(end))
            ++end;
    }
    return end;
}

bool isHint(QByteArrayView comment)
{
    return comment.startsWith("/*+");
}

} // namespace strandline::sql

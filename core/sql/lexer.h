// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/dialect.h"

#include <QByteArray>
#include <QByteArrayView>

namespace strandline::sql {

enum class TokenKind : quint8 {
    End,
    Whitespace,
    LineComment, ///< without its line end
    BlockComment,
    VersionOpen, ///< "/*!50100": what follows is code, up to VersionClose
    VersionClose, ///< "*/"
    Word, ///< keyword or bare name
    QuotedIdentifier,
    String, ///< with its prefix (E, B, X, N, U&)
    DollarString,
    Number,
    Parameter, ///< $1, ?, :name, @name
    Operator,
    Dot,
    Comma,
    OpenParen,
    CloseParen,
    Semicolon,
    Delimiter, ///< the delimiter that a DELIMITER command chose, when it is not a semicolon
    Backslash, ///< alone, outside of quotes: a client's command follows
    Other, ///< a byte without a meaning here, such as NUL
};

struct Token
{
    TokenKind kind = TokenKind::End;
    bool unterminated = false; ///< quote or comment that runs to the end of the text
    qsizetype begin = 0;
    qsizetype end = 0;

    bool isSpace() const { return kind == TokenKind::Whitespace; }
    bool isComment() const { return kind == TokenKind::LineComment || kind == TokenKind::BlockComment; }
};

/// Cuts UTF-8 text into tokens that cover every byte, one after the other. It never fails: what it does not
/// know becomes Other, what never ends becomes a token up to the end of the text. Each byte is looked at a
/// bounded number of times, whatever the input. The text must outlive the lexer.
///
/// PostgreSQL strings follow standard_conforming_strings = on, MySQL strings a server without ANSI_QUOTES and
/// NO_BACKSLASH_ESCAPES: the defaults, and a script cannot be cut apart with a setting that it may change
/// itself.
class Lexer
{
public:
    Lexer(QByteArrayView text, Dialect dialect);
    Lexer(QByteArrayView text, const DialectSwitches& switches);

    Token next();
    /// The next token that is neither white space nor a comment.
    Token nextSignificant();

    qsizetype position() const { return m_pos; }
    void moveTo(qsizetype position) { m_pos = position; }
    bool inVersionComment() const { return m_inVersion; }
    QByteArrayView textOf(const Token& token) const
    {
        return m_text.sliced(token.begin, token.end - token.begin);
    }

    /// Empty: the semicolon. At most 15 bytes count, as in the mysql client, which keeps the search linear.
    void setDelimiter(QByteArrayView delimiter);
    static constexpr qsizetype maxDelimiterBytes = 15;

private:
    struct Extent
    {
        qsizetype end;
        bool unterminated;
    };

    unsigned char at(qsizetype i) const { return i < m_size ? static_cast<unsigned char>(m_data[i]) : 0; }
    bool delimiterAt(qsizetype i) const;
    Token take(TokenKind kind, qsizetype end, bool unterminated = false);
    Token take(TokenKind kind, Extent extent) { return take(kind, extent.end, extent.unterminated); }
    Token takeSlash();
    Token takeDash();
    Token takeDollar();
    Token takeWord();
    Token takeNumber();
    Token takeOperator();
    Token takePunctuation(unsigned char c);
    Token takeParameterOr(TokenKind otherwise);
    Extent quoted(qsizetype open, char quote, bool backslash) const;
    Extent escapeString(qsizetype open) const;
    Extent blockComment(qsizetype open) const;
    qsizetype lineEnd(qsizetype from) const;
    qsizetype wordEnd(qsizetype from) const;

    QByteArrayView m_text;
    const char* m_data;
    qsizetype m_size;
    qsizetype m_pos = 0;
    DialectSwitches m_switches;
    QByteArray m_delimiter;
    bool m_inVersion = false;
};

/// True when the comment is an optimizer hint ("/*+ … */"), which has a meaning for MySQL and PostgreSQL's
/// pg_hint_plan.
bool isHint(QByteArrayView comment);

} // namespace strandline::sql

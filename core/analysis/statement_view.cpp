// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/statement_view.h"

#include "core/sql/identifier.h"

namespace strandline::analysis {

using sql::TokenKind;

StatementView::StatementView(QByteArrayView text, sql::Dialect dialect, size_t limit)
    : m_text(text)
    , m_dialect(dialect)
{
    sql::Lexer lexer(text, dialect);
    for (sql::Token token = lexer.nextSignificant(); token.kind != TokenKind::End;
         token = lexer.nextSignificant()) {
        if (token.kind == TokenKind::VersionOpen || token.kind == TokenKind::VersionClose)
            continue;
        if (m_tokens.size() >= limit) {
            m_isCut = true;
            return;
        }
        m_hasUnterminated = m_hasUnterminated || token.unterminated;
        m_tokens.push_back(token);
    }
    while (!m_tokens.empty() && m_tokens.back().kind == TokenKind::Semicolon)
        m_tokens.pop_back();
}

QByteArrayView StatementView::source(size_t first, size_t end) const
{
    if (first >= end || end > m_tokens.size())
        return {};
    return m_text.sliced(m_tokens[first].begin, m_tokens[end - 1].end - m_tokens[first].begin);
}

bool StatementView::isOneOf(size_t i, Keywords keywords) const
{
    if (kind(i) != TokenKind::Word)
        return false;
    for (const std::string_view keyword : keywords) {
        if (sql::equalsKeyword(text(i), keyword))
            return true;
    }
    return false;
}

size_t StatementView::behindParentheses(size_t open, size_t end) const
{
    int depth = 0;
    size_t i = open;
    for (; i < end; ++i) {
        if (kind(i) == TokenKind::OpenParen)
            ++depth;
        else if (kind(i) == TokenKind::CloseParen && --depth == 0)
            return i + 1;
    }
    return end;
}

bool Cursor::accept(std::string_view keyword)
{
    if (!is(keyword))
        return false;
    ++m_at;
    return true;
}

bool Cursor::accept(TokenKind wanted)
{
    if (kind() != wanted)
        return false;
    ++m_at;
    return true;
}

bool Cursor::acceptAll(Keywords keywords)
{
    size_t ahead = 0;
    for (const std::string_view keyword : keywords) {
        if (!is(keyword, ahead++))
            return false;
    }
    m_at += keywords.size();
    return true;
}

bool Cursor::acceptOneOf(Keywords keywords)
{
    if (!isOneOf(keywords))
        return false;
    ++m_at;
    return true;
}

bool Cursor::isNameToken(size_t at) const
{
    if (at >= m_end)
        return false;
    switch (m_view->kind(at)) {
    case TokenKind::Word:
    case TokenKind::QuotedIdentifier:
        return true;
    case TokenKind::String: // SQLite takes 'name' where only a name can stand
        return m_view->isSqlite();
    default:
        return false;
    }
}

namespace {

/// Whether the name can stand without quotes in this dialect's own way of writing; if not it is shown as the
/// script has it.
QString shownPart(QByteArrayView token, TokenKind kind, const QString& name, sql::Dialect dialect)
{
    const QString written = QString::fromUtf8(token);
    if (kind == TokenKind::Word || name.isEmpty())
        return written;
    if (dialect == sql::Dialect::PostgreSql)
        return sql::isPlainName(name) ? name : written;
    return sql::isPlainName(name.toLower()) ? name : written;
}

} // namespace

ObjectName Cursor::plainName()
{
    ObjectName result;
    if (!isNameToken(m_at))
        return result;
    const QString part = nameFromToken(m_view->text(m_at), m_view->kind(m_at), m_view->dialect());
    result.parts.append(part);
    result.shown = shownPart(m_view->text(m_at), m_view->kind(m_at), part, m_view->dialect());
    ++m_at;
    return result;
}

ObjectName Cursor::name()
{
    ObjectName result = plainName();
    while (!result.isEmpty() && kind() == TokenKind::Dot && isNameToken(m_at + 1)) {
        ++m_at;
        const ObjectName part = plainName();
        result.parts += part.parts;
        result.shown += QLatin1Char('.') + part.shown;
    }
    return result;
}

TokenRange Cursor::parentheses()
{
    if (kind() != TokenKind::OpenParen)
        return {};
    const size_t behind = m_view->behindParentheses(m_at, m_end);
    const bool closed = behind > m_at + 1 && m_view->kind(behind - 1) == TokenKind::CloseParen;
    const TokenRange inside {m_at + 1, closed ? behind - 1 : behind};
    m_at = behind;
    return inside;
}

bool Cursor::moveToWord(Keywords keywords)
{
    while (!atEnd()) {
        if (kind() == TokenKind::OpenParen) {
            m_at = m_view->behindParentheses(m_at, m_end);
            continue;
        }
        // Behind a dot a word is the last part of a name.
        if (isOneOf(keywords) && (m_at == 0 || m_view->kind(m_at - 1) != TokenKind::Dot))
            return true;
        ++m_at;
    }
    return false;
}

bool Cursor::moveToKind(TokenKind wanted)
{
    while (!atEnd()) {
        if (kind() == wanted)
            return true;
        m_at = kind() == TokenKind::OpenParen ? m_view->behindParentheses(m_at, m_end) : m_at + 1;
    }
    return false;
}

std::vector<TokenRange> Cursor::splitAtCommas() const
{
    std::vector<TokenRange> parts;
    Cursor scan = *this;
    while (!scan.atEnd()) {
        const size_t begin = scan.position();
        scan.moveToKind(TokenKind::Comma);
        parts.push_back({begin, scan.position()});
        scan.skip();
    }
    return parts;
}

} // namespace strandline::analysis

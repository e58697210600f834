// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/characters.h"
#include "core/sql/lexer.h"

#include <QString>
#include <QStringList>

#include <initializer_list>
#include <string_view>
#include <vector>

namespace strandline::analysis {

using Keywords = std::initializer_list<std::string_view>;

/// The significant tokens of one statement. MySQL's version comments count as the code that they hold.
class StatementView
{
public:
    /// At most `limit` tokens are kept: an INSERT of a million rows has nothing to say behind its head.
    StatementView(QByteArrayView text, sql::Dialect dialect, size_t limit = defaultLimit);
    static constexpr size_t defaultLimit = 20000;

    sql::Dialect dialect() const { return m_dialect; }
    bool isSqlite() const { return m_dialect == sql::Dialect::Sqlite; }
    bool isMySql() const { return m_dialect == sql::Dialect::MySql; }
    bool isPostgreSql() const { return m_dialect == sql::Dialect::PostgreSql; }
    /// More tokens than the limit: what is known ends before the statement does.
    bool isCut() const { return m_isCut; }
    bool hasUnterminated() const { return m_hasUnterminated; }

    size_t size() const { return m_tokens.size(); }
    sql::TokenKind kind(size_t i) const
    {
        return i < m_tokens.size() ? m_tokens[i].kind : sql::TokenKind::End;
    }
    QByteArrayView text(size_t i) const
    {
        return i < m_tokens.size() ? m_text.sliced(m_tokens[i].begin, m_tokens[i].end - m_tokens[i].begin)
                                   : QByteArrayView();
    }
    /// The bytes from the first token up to, without, the last one, with the blanks and comments between.
    QByteArrayView source(size_t first, size_t end) const;
    bool is(size_t i, std::string_view keyword) const
    {
        return kind(i) == sql::TokenKind::Word && sql::equalsKeyword(text(i), keyword);
    }
    bool isOneOf(size_t i, Keywords keywords) const;
    bool isOperator(size_t i, std::string_view sign) const
    {
        return kind(i) == sql::TokenKind::Operator && text(i) == QByteArrayView(sign.data(), sign.size());
    }
    /// Index behind the closing parenthesis that belongs to the opening one at `open`.
    size_t behindParentheses(size_t open, size_t end) const;

private:
    QByteArrayView m_text;
    sql::Dialect m_dialect;
    std::vector<sql::Token> m_tokens;
    bool m_isCut = false;
    bool m_hasUnterminated = false;
};

/// Part of a statement: tokens [begin, end).
struct TokenRange
{
    size_t begin = 0;
    size_t end = 0;
    bool isEmpty() const { return begin >= end; }
};

/// The name of an object as a script writes it.
struct ObjectName
{
    QStringList parts; ///< as the catalogue holds them: unquoted, folded as the engine does
    QString shown; ///< "billing.invoice"; quotes only where the name needs them

    bool isEmpty() const { return parts.isEmpty(); }
    QString last() const { return parts.isEmpty() ? QString() : parts.last(); }
    QString quoted(sql::Dialect dialect) const;
    /// Equal for two spellings that surely mean the same object.
    QString key(sql::Dialect dialect) const;
};

/// Equal for two spellings of the same column.
QString columnKey(const QString& column, sql::Dialect dialect);

/// Reads a range from left to right.
class Cursor
{
public:
    Cursor(const StatementView& view, TokenRange range)
        : m_view(&view)
        , m_at(range.begin)
        , m_end(range.end)
    { }
    explicit Cursor(const StatementView& view)
        : Cursor(view, {0, view.size()})
    { }

    const StatementView& view() const { return *m_view; }
    size_t position() const { return m_at; }
    void moveTo(size_t position) { m_at = position; }
    size_t end() const { return m_end; }
    bool atEnd() const { return m_at >= m_end; }
    TokenRange rest() const { return {m_at, m_end}; }

    sql::TokenKind kind(size_t ahead = 0) const
    {
        return m_at + ahead < m_end ? m_view->kind(m_at + ahead) : sql::TokenKind::End;
    }
    QByteArrayView text() const { return atEnd() ? QByteArrayView() : m_view->text(m_at); }
    bool is(std::string_view keyword, size_t ahead = 0) const
    {
        return m_at + ahead < m_end && m_view->is(m_at + ahead, keyword);
    }
    bool isOneOf(Keywords keywords, size_t ahead = 0) const
    {
        return m_at + ahead < m_end && m_view->isOneOf(m_at + ahead, keywords);
    }
    bool isOperator(std::string_view sign) const { return !atEnd() && m_view->isOperator(m_at, sign); }

    void skip() { m_at += m_at < m_end ? 1 : 0; }
    bool accept(std::string_view keyword);
    bool accept(sql::TokenKind kind);
    /// All of the words one after the other, or none.
    bool acceptAll(Keywords keywords);
    bool acceptOneOf(Keywords keywords);
    /// IF EXISTS.
    bool acceptIfExists() { return acceptAll({"IF", "EXISTS"}); }
    bool acceptIfNotExists() { return acceptAll({"IF", "NOT", "EXISTS"}); }
    /// A qualified name; empty when none stands here.
    ObjectName name();
    /// One name without dots; empty when none stands here.
    ObjectName plainName();
    /// At an opening parenthesis: what lies in it; the cursor moves behind it. Empty range otherwise.
    TokenRange parentheses();
    /// Moves to the next of these words, or of this kind of token, outside of parentheses. False: not there,
    /// the cursor is at the end.
    bool moveToWord(Keywords keywords);
    bool moveToKind(sql::TokenKind kind);
    /// The rest cut at commas outside of parentheses.
    std::vector<TokenRange> splitAtCommas() const;

private:
    bool isNameToken(size_t at) const;

    const StatementView* m_view;
    size_t m_at;
    size_t m_end;
};

/// One part of a name, without its quotes and folded as the engine folds it.
QString nameFromToken(QByteArrayView token, sql::TokenKind kind, sql::Dialect dialect);
/// The text of a string literal without its quotes; escapes resolved as far as they are plain.
QString stringFromToken(QByteArrayView token, sql::Dialect dialect);

} // namespace strandline::analysis

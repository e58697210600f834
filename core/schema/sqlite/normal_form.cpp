// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/sqlite/normal_form.h"

#include "core/sql/characters.h"
#include "core/sql/identifier.h"

#include <algorithm>
#include <array>

namespace strandline::schema::sqlite {

using sql::TokenKind;

namespace {

// The keywords of SQLite's manual: those that its grammar never takes for a name, and those that it does.
// clang-format off
constexpr std::array<std::string_view, 58> reserved {
    "ADD", "ALL", "ALTER", "AND", "AS", "AUTOINCREMENT", "BETWEEN", "CASE", "CHECK", "COLLATE", "COMMIT",
    "CONSTRAINT", "CREATE", "DEFAULT", "DEFERRABLE", "DELETE", "DISTINCT", "DROP", "ELSE", "ESCAPE", "EXCEPT",
    "EXISTS", "FOREIGN", "FROM", "GROUP", "HAVING", "IN", "INDEX", "INSERT", "INTERSECT", "INTO", "IS",
    "ISNULL", "JOIN", "LIMIT", "NOT", "NOTHING", "NOTNULL", "NULL", "ON", "OR", "ORDER", "PRIMARY",
    "REFERENCES", "RETURNING", "SELECT", "SET", "TABLE", "THEN", "TO", "TRANSACTION", "UNION", "UNIQUE",
    "UPDATE", "USING", "VALUES", "WHEN", "WHERE",
};
constexpr std::array<std::string_view, 92> usableAsName {
    "ABORT", "ACTION", "AFTER", "ALWAYS", "ANALYZE", "ASC", "ATTACH", "BEFORE", "BEGIN", "BY", "CASCADE",
    "CAST", "COLUMN", "CONFLICT", "CROSS", "CURRENT", "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP",
    "DATABASE", "DEFERRED", "DESC", "DETACH", "DO", "EACH", "END", "EXCLUDE", "EXCLUSIVE", "EXPLAIN", "FAIL",
    "FILTER", "FIRST", "FOLLOWING", "FOR", "FULL", "GENERATED", "GLOB", "GROUPS", "IF", "IGNORE", "IMMEDIATE",
    "INDEXED", "INITIALLY", "INNER", "INSTEAD", "KEY", "LAST", "LEFT", "LIKE", "MATCH", "MATERIALIZED",
    "NATURAL", "NO", "NULLS", "OF", "OFFSET", "OTHERS", "OUTER", "OVER", "PARTITION", "PLAN", "PRAGMA",
    "PRECEDING", "QUERY", "RAISE", "RANGE", "RECURSIVE", "REGEXP", "REINDEX", "RELEASE", "RENAME", "REPLACE",
    "RESTRICT", "RIGHT", "ROLLBACK", "ROW", "ROWS", "SAVEPOINT", "TEMP", "TEMPORARY", "TIES", "TRIGGER",
    "UNBOUNDED", "VACUUM", "VIEW", "VIRTUAL", "WINDOW", "WITH", "WITHOUT", "STORED", "TRUE", "FALSE",
};
// clang-format on

template <std::size_t n> bool isOneOf(const std::array<std::string_view, n>& words, const QByteArray& word)
{
    return std::any_of(words.begin(), words.end(),
        [&](std::string_view candidate) { return sql::equalsKeyword(word, candidate); });
}

bool isBareName(const QString& name)
{
    if (name.isEmpty() || name.front().isDigit() || name.front() == QLatin1Char('$'))
        return false;
    const QByteArray bytes = name.toUtf8();
    return std::all_of(bytes.begin(), bytes.end(), [](char c) { return sql::isNameByte(uchar(c)); });
}

class NormalWriter
{
public:
    NormalWriter(const StatementTokens& tokens, const QStringList* columns)
        : m_tokens(tokens)
        , m_columns(columns)
    { }

    QString write(qsizetype from, qsizetype to);

private:
    QString piece(qsizetype i) const;
    QString nameOrString(qsizetype i) const;
    bool isSign(qsizetype i, qsizetype from) const;
    bool wantsSpace(qsizetype i, qsizetype from) const;

    const StatementTokens& m_tokens;
    const QStringList* m_columns;
};

QString NormalWriter::write(qsizetype from, qsizetype to)
{
    QString result;
    for (qsizetype i = from; i < to; ++i) {
        if (i > from && wantsSpace(i, from))
            result += QLatin1Char(' ');
        result += piece(i);
    }
    return result;
}

QString NormalWriter::piece(qsizetype i) const
{
    switch (m_tokens.kind(i)) {
    case TokenKind::Word:
    case TokenKind::QuotedIdentifier:
        return nameOrString(i);
    case TokenKind::String: {
        const QString text = m_tokens.text(i);
        return text.startsWith(QLatin1Char('\'')) ? text : text.toUpper(); // x'0f'
    }
    default:
        return m_tokens.text(i);
    }
}

QString NormalWriter::nameOrString(qsizetype i) const
{
    const bool isQuoted = m_tokens.kind(i) == TokenKind::QuotedIdentifier;
    const QString name = m_tokens.name(i);
    const bool isReserved = !isQuoted && isReservedWord(name);
    if (isReserved)
        return name.toUpper();
    const bool isFunction = m_tokens.kind(i + 1) == TokenKind::OpenParen;
    if (m_columns && !isFunction) {
        for (const QString& column : *m_columns) {
            if (isSameName(column, name))
                return normalName(column);
        }
        const bool isQualified =
            m_tokens.kind(i + 1) == TokenKind::Dot || m_tokens.kind(i - 1) == TokenKind::Dot;
        if (isQuoted && m_tokens.text(i).startsWith(QLatin1Char('"')) && !isQualified)
            return sql::quoteLiteral(name, sql::Dialect::Sqlite);
    }
    if (m_columns && isFunction && !isQuoted)
        return foldedName(name);
    return normalName(name);
}

/// A plus or minus that belongs to the operand behind it.
bool NormalWriter::isSign(qsizetype i, qsizetype from) const
{
    if (!m_tokens.isOperator(i, "-") && !m_tokens.isOperator(i, "+") && !m_tokens.isOperator(i, "~"))
        return false;
    const qsizetype before = i - 1;
    if (before < from)
        return true;
    const TokenKind kind = m_tokens.kind(before);
    return kind == TokenKind::Operator || kind == TokenKind::OpenParen || kind == TokenKind::Comma
        || (kind == TokenKind::Word && isReservedWord(m_tokens.text(before)));
}

bool NormalWriter::wantsSpace(qsizetype i, qsizetype from) const
{
    const TokenKind kind = m_tokens.kind(i);
    const TokenKind before = m_tokens.kind(i - 1);
    if (kind == TokenKind::Comma || kind == TokenKind::CloseParen || kind == TokenKind::Dot
        || kind == TokenKind::Semicolon || before == TokenKind::Dot || before == TokenKind::OpenParen)
        return false;
    if (kind == TokenKind::OpenParen)
        return !(before == TokenKind::QuotedIdentifier
            || (before == TokenKind::Word && !isReservedWord(m_tokens.text(i - 1))));
    // "- -1" must not become the start of a comment.
    return !isSign(i - 1, from) || kind == TokenKind::Operator;
}

} // namespace

bool isReservedWord(const QString& word)
{
    return isOneOf(reserved, word.toUtf8());
}

QString normalName(const QString& name)
{
    if (!isBareName(name) || isReservedWord(name))
        return sql::quoteIdentifier(name, sql::Dialect::Sqlite);
    return isOneOf(usableAsName, name.toUtf8()) ? foldedName(name) : name;
}

QString normalForm(const StatementTokens& tokens, qsizetype from, qsizetype to)
{
    return NormalWriter(tokens, nullptr).write(from, to);
}

QString normalForm(const StatementTokens& tokens, qsizetype from, qsizetype to, const QStringList& columns)
{
    return NormalWriter(tokens, &columns).write(from, to);
}

QString normalStatement(const QString& statement)
{
    const StatementTokens tokens(statement);
    return normalForm(tokens, 0, tokens.size());
}

QString normalExpression(
    const StatementTokens& tokens, qsizetype from, qsizetype to, const QStringList& columns)
{
    while (to - from >= 2 && tokens.kind(from) == TokenKind::OpenParen && tokens.closing(from) == to - 1) {
        ++from;
        --to;
    }
    return normalForm(tokens, from, to, columns);
}

} // namespace strandline::schema::sqlite

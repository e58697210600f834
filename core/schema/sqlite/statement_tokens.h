// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/lexer.h"

#include <QString>

#include <string_view>
#include <vector>

namespace strandline::schema::sqlite {

/// The significant tokens of one statement of SQLite, with its text. Every place behind the last token reads
/// as one of kind End, so that readers need no bounds of their own.
class StatementTokens
{
public:
    explicit StatementTokens(const QString& statement);

    qsizetype size() const { return qsizetype(m_tokens.size()); }
    const sql::Token& at(qsizetype i) const { return i >= 0 && i < size() ? m_tokens[size_t(i)] : m_end; }
    sql::TokenKind kind(qsizetype i) const { return at(i).kind; }
    QByteArrayView bytes(qsizetype i) const
    {
        return QByteArrayView(m_text).sliced(at(i).begin, at(i).end - at(i).begin);
    }
    QString text(qsizetype i) const { return QString::fromUtf8(bytes(i)); }
    /// A bare word, in any case of its letters.
    bool is(qsizetype i, std::string_view upperCaseWord) const;
    bool isOperator(qsizetype i, std::string_view sign) const;
    /// What may name something: a bare word, or anything in quotes; SQLite takes '…' as well.
    bool isName(qsizetype i) const;
    QString name(qsizetype i) const; ///< without quotes
    /// The parenthesis that closes the one at i; size() when there is none.
    qsizetype closing(qsizetype i) const;
    /// The text from one token up to, without, another; without the white space and comments around it.
    QString slice(qsizetype from, qsizetype to) const;
    /// The whole text with another one in place of a token.
    QString replaced(qsizetype i, const QString& by) const;

private:
    QByteArray m_text;
    std::vector<sql::Token> m_tokens;
    sql::Token m_end;
};

/// ASCII letters alone, as SQLite compares names and keywords.
QString foldedName(const QString& name);
inline bool isSameName(const QString& a, const QString& b)
{
    return a == b || foldedName(a) == foldedName(b);
}

} // namespace strandline::schema::sqlite

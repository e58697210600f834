// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/sqlite/statement_tokens.h"

#include "core/sql/characters.h"

namespace strandline::schema::sqlite {

using sql::TokenKind;

StatementTokens::StatementTokens(const QString& statement)
    : m_text(statement.toUtf8())
{
    sql::Lexer lexer(m_text, sql::Dialect::Sqlite);
    for (sql::Token token = lexer.nextSignificant(); token.kind != TokenKind::End;
         token = lexer.nextSignificant())
        m_tokens.push_back(token);
    while (!m_tokens.empty() && m_tokens.back().kind == TokenKind::Semicolon)
        m_tokens.pop_back();
    m_end.begin = m_end.end = m_text.size();
}

bool StatementTokens::is(qsizetype i, std::string_view upperCaseWord) const
{
    return kind(i) == TokenKind::Word && sql::equalsKeyword(bytes(i), upperCaseWord);
}

bool StatementTokens::isOperator(qsizetype i, std::string_view sign) const
{
    return kind(i) == TokenKind::Operator && bytes(i) == QByteArrayView(sign.data(), qsizetype(sign.size()));
}

bool StatementTokens::isName(qsizetype i) const
{
    return kind(i) == TokenKind::Word || kind(i) == TokenKind::QuotedIdentifier
        || kind(i) == TokenKind::String;
}

QString StatementTokens::name(qsizetype i) const
{
    const QString written = text(i);
    if (kind(i) == TokenKind::Word || written.size() < 2)
        return written;
    const QChar open = written.front();
    QString inside = written.sliced(1, written.size() - 2);
    if (open != QLatin1Char('['))
        inside.replace(QString(2, open), QString(open));
    return inside;
}

qsizetype StatementTokens::closing(qsizetype i) const
{
    int depth = 0;
    for (; i < size(); ++i) {
        if (kind(i) == TokenKind::OpenParen)
            ++depth;
        else if (kind(i) == TokenKind::CloseParen && --depth == 0)
            break;
    }
    return i;
}

QString StatementTokens::slice(qsizetype from, qsizetype to) const
{
    if (from >= to)
        return {};
    const qsizetype begin = at(from).begin;
    return QString::fromUtf8(QByteArrayView(m_text).sliced(begin, at(to - 1).end - begin));
}

QString StatementTokens::replaced(qsizetype i, const QString& by) const
{
    const qsizetype last = size() > 0 ? at(size() - 1).end : 0;
    return QString::fromUtf8(m_text.first(at(i).begin)) + by
        + QString::fromUtf8(m_text.sliced(at(i).end, last - at(i).end));
}

QString foldedName(const QString& name)
{
    QString folded = name;
    for (QChar& c : folded) {
        if (c >= QLatin1Char('A') && c <= QLatin1Char('Z'))
            c = QChar(c.unicode() + 0x20);
    }
    return folded;
}

} // namespace strandline::schema::sqlite

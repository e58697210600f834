// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/mysql_names.h"

#include "core/sql/identifier.h"
#include "core/sql/lexer.h"

#include <algorithm>
#include <vector>

namespace strandline::sql {

namespace {

QString unquoted(QByteArrayView token)
{
    QString name = QString::fromUtf8(token.sliced(1, token.size() - 2));
    return name.replace(QLatin1String("``"), QLatin1String("`"));
}

bool isOneOf(QByteArrayView word, std::initializer_list<const char*> words)
{
    const QByteArray upper = word.toByteArray().toUpper();
    return std::any_of(words.begin(), words.end(), [&](const char* other) { return upper == other; });
}

/// Follows which parentheses are inside of a FROM clause.
class Reader
{
public:
    explicit Reader(const QByteArray& text)
        : m_text(text)
        , m_lexer(m_text, Dialect::MySql)
    { }

    QList<PrintedName> read()
    {
        for (Token token = m_lexer.nextSignificant(); token.kind != TokenKind::End;) {
            if (token.kind == TokenKind::QuotedIdentifier && !token.unterminated) {
                token = readName(token);
                continue;
            }
            follow(token);
            token = m_lexer.nextSignificant();
        }
        return m_names;
    }

private:
    void follow(const Token& token)
    {
        const QByteArrayView text = m_lexer.textOf(token);
        m_inSequenceCall = token.kind == TokenKind::OpenParen && m_afterSequenceWord;
        m_afterSequenceWord = false;
        switch (token.kind) {
        case TokenKind::Word:
            if (isOneOf(text, {"FROM", "JOIN", "STRAIGHT_JOIN"}))
                m_inFrom.back() = m_expectsTable = true;
            else if (isOneOf(text, {"SELECT", "ON", "USING", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT",
                                       "WINDOW", "UNION", "EXCEPT", "INTERSECT", "WITH"}))
                m_inFrom.back() = m_expectsTable = false;
            m_afterSequenceWord = isOneOf(text, {"NEXTVAL", "LASTVAL", "SETVAL"});
            break;
        case TokenKind::OpenParen:
            m_inFrom.push_back(m_inFrom.back());
            break;
        case TokenKind::CloseParen:
            if (m_inFrom.size() > 1)
                m_inFrom.pop_back();
            m_expectsTable = false;
            break;
        case TokenKind::Comma:
            m_expectsTable = m_inFrom.back();
            break;
        default:
            break;
        }
    }

    /// Returns the token behind the name.
    Token readName(Token token)
    {
        PrintedName name;
        name.begin = token.begin;
        Token next;
        for (;;) {
            name.parts << unquoted(m_lexer.textOf(token));
            if (name.parts.size() == 2)
                name.secondPart = token.begin;
            name.end = token.end;
            next = m_lexer.nextSignificant();
            if (next.kind != TokenKind::Dot)
                break;
            token = m_lexer.nextSignificant();
            if (token.kind != TokenKind::QuotedIdentifier) {
                next = token;
                break;
            }
        }
        name.isTable = (m_inFrom.back() && m_expectsTable) || m_inSequenceCall;
        name.isCall = !name.isTable && next.kind == TokenKind::OpenParen;
        m_expectsTable = m_inSequenceCall = m_afterSequenceWord = false;
        m_names << name;
        return next;
    }

    const QByteArray& m_text;
    Lexer m_lexer;
    QList<PrintedName> m_names;
    std::vector<bool> m_inFrom {false};
    bool m_expectsTable = false;
    bool m_afterSequenceWord = false;
    bool m_inSequenceCall = false;
};

} // namespace

QList<PrintedName> printedNames(const QByteArray& text)
{
    return Reader(text).read();
}

QString withoutDatabase(const QString& text, const QString& database)
{
    const QByteArray utf8 = text.toUtf8();
    QByteArray result;
    qsizetype copied = 0;
    for (const PrintedName& name : printedNames(utf8)) {
        const qsizetype parts = name.parts.size();
        const bool isQualified = parts == 3 || (parts == 2 && (name.isTable || name.isCall));
        if (!isQualified || name.parts.first() != database)
            continue;
        result += utf8.mid(copied, name.begin - copied);
        copied = name.secondPart;
    }
    return QString::fromUtf8(result + utf8.mid(copied));
}

QStringList namesUsedBy(const QString& query)
{
    QStringList used;
    for (const PrintedName& name : printedNames(query.toUtf8())) {
        if ((name.isTable || name.isCall) && name.parts.size() == 1 && !used.contains(name.parts.first()))
            used << name.parts.first();
    }
    return used;
}

QString withRenamedColumn(const QString& expression, const QString& from, const QString& to)
{
    const QByteArray utf8 = expression.toUtf8();
    const QByteArray old = quoteIdentifier(from, Dialect::MySql).toUtf8();
    QByteArray result;
    qsizetype copied = 0;
    for (const PrintedName& name : printedNames(utf8)) {
        if (name.isCall || name.isTable || name.parts.last() != from)
            continue;
        result += utf8.mid(copied, name.end - old.size() - copied);
        result += quoteIdentifier(to, Dialect::MySql).toUtf8();
        copied = name.end;
    }
    return QString::fromUtf8(result + utf8.mid(copied));
}

} // namespace strandline::sql

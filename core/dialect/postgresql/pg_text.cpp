// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgresql/pg_text.h"

#include "core/sql/identifier.h"
#include "core/sql/lexer.h"

#include <QSet>

namespace strandline::dialect::postgresql {

using sql::Lexer;
using sql::Token;
using sql::TokenKind;

namespace {

constexpr auto dialect = sql::Dialect::PostgreSql;

bool isName(const Token& token)
{
    return token.kind == TokenKind::Word || token.kind == TokenKind::QuotedIdentifier;
}

QString nameOf(const Lexer& lexer, const Token& token)
{
    const QString text = QString::fromUtf8(lexer.textOf(token));
    if (token.kind == TokenKind::Word || token.unterminated || text.size() < 2)
        return text.toLower();
    return text.mid(1, text.size() - 2).replace(QStringLiteral("\"\""), QStringLiteral("\""));
}

} // namespace

QString quoted(const QString& name)
{
    return sql::isPlainName(name) ? name : sql::quoteIdentifier(name, dialect);
}

QString quoted(const schema::ObjectName& name)
{
    return name.schema.isEmpty() ? quoted(name.name)
                                 : quoted(name.schema) + QLatin1Char('.') + quoted(name.name);
}

QString quotedList(const QStringList& names)
{
    QStringList result;
    for (const QString& name : names)
        result.append(quoted(name));
    return result.join(QStringLiteral(", "));
}

QString literal(const QString& text)
{
    return sql::quoteLiteral(text, dialect).trimmed();
}

QStringList splitAtCommas(const QString& text)
{
    const QByteArray bytes = text.toUtf8();
    Lexer lexer(bytes, dialect);
    QStringList parts;
    int depth = 0;
    qsizetype begin = 0;
    const auto take = [&](qsizetype end) {
        const QString part = QString::fromUtf8(bytes.mid(begin, end - begin)).trimmed();
        if (!part.isEmpty())
            parts.append(part);
    };
    for (Token token = lexer.next(); token.kind != TokenKind::End; token = lexer.next()) {
        if (token.kind == TokenKind::OpenParen)
            ++depth;
        else if (token.kind == TokenKind::CloseParen)
            --depth;
        else if (token.kind == TokenKind::Comma && depth == 0) {
            take(token.begin);
            begin = token.end;
        }
    }
    take(bytes.size());
    return parts;
}

QString withNamesReplaced(const QString& text, const NameReplacer& replacer)
{
    const QByteArray bytes = text.toUtf8();
    Lexer lexer(bytes, dialect);
    QByteArray result;
    QString qualifier;
    QString last;
    bool afterDot = false;
    for (Token token = lexer.next(); token.kind != TokenKind::End; token = lexer.next()) {
        if (isName(token)) {
            qualifier = afterDot ? last : QString();
            last = nameOf(lexer, token);
            const QString other = replacer(qualifier, last);
            if (other.isNull())
                result += lexer.textOf(token);
            else
                result += quoted(other).toUtf8();
            afterDot = false;
            continue;
        }
        afterDot = token.kind == TokenKind::Dot;
        if (!afterDot)
            last.clear();
        result += lexer.textOf(token);
    }
    return QString::fromUtf8(result);
}

QSet<QString> wordsOf(const QString& text)
{
    QSet<QString> words;
    const QByteArray bytes = text.toUtf8();
    Lexer lexer(bytes, dialect);
    for (Token token = lexer.next(); token.kind != TokenKind::End; token = lexer.next()) {
        if (isName(token)) {
            words.insert(nameOf(lexer, token));
        } else if (token.kind == TokenKind::DollarString || token.kind == TokenKind::String) {
            const QByteArrayView body = lexer.textOf(token);
            const char quote = token.kind == TokenKind::String ? '\'' : '$';
            const qsizetype open = body.indexOf(quote, quote == '$' ? 1 : 0);
            const qsizetype close = body.lastIndexOf(quote);
            // Bodies of functions hold names as well; shorter each time, so this ends.
            if (open >= 0 && close > open)
                words += wordsOf(QString::fromUtf8(body.sliced(open + 1, close - open - 1)));
        }
    }
    return words;
}

QSet<QString> literalsOf(const QString& text)
{
    QSet<QString> literals;
    const QByteArray bytes = text.toUtf8();
    Lexer lexer(bytes, dialect);
    for (Token token = lexer.next(); token.kind != TokenKind::End; token = lexer.next()) {
        if (token.kind != TokenKind::String)
            continue;
        const QString body = QString::fromUtf8(lexer.textOf(token));
        const qsizetype open = body.indexOf(QLatin1Char('\''));
        if (open >= 0 && body.size() > open + 1)
            literals.insert(
                body.mid(open + 1, body.size() - open - 2).replace(QStringLiteral("''"), QStringLiteral("'")));
    }
    return literals;
}

bool isArrayType(const QString& type)
{
    return type.endsWith(QLatin1String("[]"));
}

QString bareType(const QString& type)
{
    QString bare = type;
    while (isArrayType(bare))
        bare.chop(2);
    // "timestamp(3) with time zone", "numeric(10,2)"; a quoted name may hold parentheses of its own.
    const qsizetype open = bare.contains(QLatin1Char('"')) ? -1 : bare.indexOf(QLatin1Char('('));
    const qsizetype close = bare.indexOf(QLatin1Char(')'), open);
    if (open > 0 && close > open)
        bare = bare.left(open) + bare.mid(close + 1);
    return bare;
}

} // namespace strandline::dialect::postgresql

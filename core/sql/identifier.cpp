// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/identifier.h"

#include "core/sql/reserved_words.h"

#include <algorithm>

namespace strandline::sql {

namespace {

QString withoutNul(QString text)
{
    return text.replace(QChar(u'\0'), QChar(QChar::ReplacementCharacter));
}

QString enclosed(QString text, QChar quote)
{
    text.replace(QString(quote), QString(2, quote));
    return quote + text + quote;
}

} // namespace

QString quoteIdentifier(const QString& name, Dialect dialect)
{
    return enclosed(withoutNul(name), QLatin1Char(dialect == Dialect::MySql ? '`' : '"'));
}

QString quoteIdentifier(const Identifier& identifier, Dialect dialect)
{
    return quoteIdentifier(identifier.name(), dialect);
}

QString quoteQualified(const Identifier& schema, const Identifier& name, Dialect dialect)
{
    const QString quoted = quoteIdentifier(name, dialect);
    return schema.isEmpty() ? quoted : quoteIdentifier(schema, dialect) + QLatin1Char('.') + quoted;
}

QString quoteLiteral(const QString& text, Dialect dialect)
{
    QString escaped = text;
    switch (dialect) {
    case Dialect::MySql:
        escaped.replace(QLatin1Char('\\'), QStringLiteral("\\\\"));
        escaped.replace(QChar(u'\0'), QStringLiteral("\\0"));
        return enclosed(escaped, QLatin1Char('\''));
    case Dialect::PostgreSql:
        if (!text.contains(QLatin1Char('\\')))
            break;
        // Independent of standard_conforming_strings; the space keeps a word before it from swallowing the E.
        escaped.replace(QLatin1Char('\\'), QStringLiteral("\\\\"));
        return QStringLiteral(" E") + enclosed(withoutNul(escaped), QLatin1Char('\''));
    case Dialect::Sqlite:
        break;
    }
    return enclosed(withoutNul(escaped), QLatin1Char('\''));
}

bool isPlainName(QStringView name)
{
    if (name.isEmpty() || (name[0] >= u'0' && name[0] <= u'9'))
        return false;
    const bool plain = std::all_of(name.begin(), name.end(),
        [](QChar c) { return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'_'; });
    if (!plain)
        return false;
    const QByteArray word = name.toLatin1();
    return !std::binary_search(
        reservedWords.begin(), reservedWords.end(), std::string_view(word.constData(), size_t(word.size())));
}

} // namespace strandline::sql

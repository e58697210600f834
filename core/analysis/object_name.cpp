// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/statement_view.h"
#include "core/sql/identifier.h"

namespace strandline::analysis {

using sql::Dialect;
using sql::TokenKind;

namespace {

// Only ASCII: which other letters an engine folds depends on its locale, and both spellings of such a name
// in one script are rarer than two different names.
QString asciiLower(QString text)
{
    for (QChar& c : text) {
        if (c >= u'A' && c <= u'Z')
            c = QChar(c.unicode() + 32);
    }
    return text;
}

/// "\0441", "\+01F600" in the names of PostgreSQL written as U&"…".
QString withoutUnicodeEscapes(const QString& text)
{
    QString out;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text.at(i) != u'\\') {
            out += text.at(i);
            continue;
        }
        if (text.mid(i + 1, 1) == QLatin1String("\\")) {
            out += text.at(++i);
            continue;
        }
        const bool isLong = text.mid(i + 1, 1) == QLatin1String("+");
        const qsizetype digits = isLong ? 6 : 4;
        bool isNumber = false;
        const char32_t code = text.mid(i + (isLong ? 2 : 1), digits).toUInt(&isNumber, 16);
        if (!isNumber) {
            out += text.at(i);
            continue;
        }
        if (isLong)
            out += QString::fromUcs4(&code, 1);
        else
            out += QChar(char16_t(code));
        i += digits + (isLong ? 1 : 0);
    }
    return out;
}

QString unquoted(const QString& written, qsizetype prefix)
{
    if (written.size() < prefix + 2)
        return {};
    const QChar open = written.at(prefix);
    const QChar close = open == u'[' ? QChar(u']') : open;
    QString inside = written.mid(prefix + 1, written.size() - prefix - 2);
    if (close != u']')
        inside.replace(QString(2, close), QString(close));
    return inside;
}

} // namespace

QString nameFromToken(QByteArrayView token, TokenKind kind, Dialect dialect)
{
    const QString written = QString::fromUtf8(token);
    if (kind == TokenKind::Word)
        return dialect == Dialect::PostgreSql ? asciiLower(written) : written;
    if (written.startsWith(QLatin1String("U&"), Qt::CaseInsensitive))
        return withoutUnicodeEscapes(unquoted(written, 2));
    return unquoted(written, 0);
}

QString stringFromToken(QByteArrayView token, Dialect dialect)
{
    const QString written = QString::fromUtf8(token);
    qsizetype prefix = 0;
    while (prefix < written.size() && written.at(prefix) != u'\'' && written.at(prefix) != u'"')
        ++prefix;
    QString inside = unquoted(written, prefix);
    if (dialect == Dialect::MySql && inside.contains(QLatin1Char('\\'))) {
        QString out;
        for (qsizetype i = 0; i < inside.size(); ++i) {
            if (inside.at(i) == u'\\' && i + 1 < inside.size())
                ++i;
            out += inside.at(i);
        }
        return out;
    }
    return inside;
}

QString ObjectName::quoted(Dialect dialect) const
{
    QStringList out;
    for (const QString& part : parts)
        out.append(sql::quoteIdentifier(part, dialect));
    return out.join(QLatin1Char('.'));
}

QString ObjectName::key(Dialect dialect) const
{
    QStringList folded = parts;
    if (dialect == Dialect::Sqlite) {
        for (QString& part : folded)
            part = asciiLower(part);
        if (folded.size() == 2 && folded.first() == QLatin1String("main"))
            folded.removeFirst();
    }
    // Whether MySQL tells Order and order apart depends on its server; taking them for two tables can only
    // report a loss too many.
    return folded.join(QChar(u'\x1F'));
}

QString columnKey(const QString& column, Dialect dialect)
{
    return dialect == Dialect::PostgreSql ? column : asciiLower(column);
}

} // namespace strandline::analysis

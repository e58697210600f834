// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/statement_text.h"

#include "core/sql/secret_text.h"

namespace strandline::db {

base::SourcePosition positionOfCharacter(const QString& text, qint64 characterIndex)
{
    if (characterIndex < 0)
        return {};
    base::SourcePosition at;
    at.line = 1;
    at.column = 1;
    qint64 seen = 0;
    for (qsizetype i = 0; i < text.size(); ++i, ++seen) {
        if (seen == characterIndex)
            return at;
        if (text.at(i) == QLatin1Char('\n')) {
            ++at.line;
            at.column = 1;
            continue;
        }
        ++at.column;
        if (text.at(i).isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate())
            ++i;
    }
    return seen == characterIndex ? at : base::SourcePosition {};
}

base::SourcePosition positionOfByte(const QString& text, qint64 byteOffset)
{
    const QByteArray utf8 = text.toUtf8();
    if (byteOffset < 0 || byteOffset > utf8.size())
        return {};
    qint64 characters = 0;
    for (qint64 i = 0; i < byteOffset; ++i) {
        if ((uchar(utf8.at(i)) & 0xC0) != 0x80)
            ++characters;
    }
    return positionOfCharacter(text, characters);
}

base::SourcePosition positionInUtf8(QByteArrayView utf8, qint64 byteOffset)
{
    if (byteOffset < 0 || byteOffset > utf8.size())
        return {};
    base::SourcePosition at;
    at.line = 1;
    at.column = 1;
    for (qint64 i = 0; i < byteOffset; ++i) {
        if (utf8.at(i) == '\n') {
            ++at.line;
            at.column = 1;
        } else if ((uchar(utf8.at(i)) & 0xC0) != 0x80) {
            ++at.column;
        }
    }
    return at;
}

base::Result<void> checkStatementText(const QString& sql)
{
    const qsizetype nul = sql.indexOf(QChar(0));
    if (nul < 0)
        return {};
    qint64 characters = 0;
    for (qsizetype i = 0; i < nul; ++i)
        characters += sql.at(i).isLowSurrogate() ? 0 : 1;
    base::Error error {base::ErrorCode::Invalid, QStringLiteral("The statement contains a NUL character"),
        QStringLiteral("Databases end a statement there and would ignore the rest."),
        QStringLiteral("Remove the character from the file."), {}, {}};
    return base::fail(error.at(positionOfCharacter(sql, characters)));
}

base::Result<void> checkStatementBytes(QByteArrayView utf8)
{
    const qsizetype nul = utf8.indexOf('\0');
    if (nul < 0)
        return {};
    base::Error error = checkStatementText(QString(1, QChar(0))).error();
    return base::fail(error.at(positionInUtf8(utf8, nul)));
}

QString statementExcerpt(const QString& sql)
{
    constexpr int limit = 80;
    const QString line = sql::withoutSecrets(sql.left(4 * limit)).simplified();
    return line.size() <= limit ? line : line.left(limit - 1) + QChar(0x2026);
}

QString beginningOf(QByteArrayView utf8)
{
    constexpr qsizetype limit = 1000;
    return QString::fromUtf8(utf8.size() <= limit ? utf8 : utf8.first(limit));
}

} // namespace strandline::db

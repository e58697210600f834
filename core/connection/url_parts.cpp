// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connection/url_parts.h"

#include <QStringDecoder>
#include <QUrl>

namespace strandline::connection {

namespace {

using base::Result;

UrlPiece pieceOf(const QString& url, qsizetype from, qsizetype to)
{
    return {from, url.mid(from, to - from)};
}

/// First of the characters at or behind `from`, or the end.
qsizetype findAny(const QString& url, qsizetype from, QLatin1String stops)
{
    qsizetype i = from;
    while (i < url.size() && !stops.contains(url.at(i)))
        ++i;
    return i;
}

class Splitter
{
public:
    Splitter(const QString& url, qsizetype start)
        : m_url(url)
        , m_at(start)
    { }

    Result<UrlParts> run()
    {
        readCredentials();
        m_parts.quotable = m_url.indexOf(QLatin1Char('@'), m_at) < 0;
        if (auto hosts = readHosts(); !hosts)
            return base::forward(hosts);
        if (peek() == QLatin1Char('/')) {
            const qsizetype end = findAny(m_url, m_at + 1, QLatin1String("?"));
            m_parts.path = pieceOf(m_url, m_at + 1, end);
            m_at = end;
        }
        if (peek() == QLatin1Char('?')) {
            auto parameters = splitParameters(m_url, m_at + 1);
            if (!parameters)
                return base::forward(parameters);
            m_parts.parameters = *parameters;
        }
        return m_parts;
    }

private:
    QChar peek() const { return m_at < m_url.size() ? m_url.at(m_at) : QChar(); }

    void readCredentials()
    {
        const qsizetype at = findAny(m_url, m_at, QLatin1String("@/"));
        if (at == m_url.size() || m_url.at(at) != QLatin1Char('@'))
            return;
        const qsizetype colon = findAny(m_url, m_at, QLatin1String(":@"));
        m_parts.user = pieceOf(m_url, m_at, colon);
        if (colon < at)
            m_parts.password = pieceOf(m_url, colon + 1, at);
        m_at = at + 1;
    }

    Result<void> readHosts()
    {
        for (;;) {
            UrlHost entry;
            if (peek() == QLatin1Char('[')) {
                if (auto host = readBracketed(entry); !host)
                    return host;
            } else {
                const qsizetype end = findAny(m_url, m_at, QLatin1String(":/?,"));
                entry.host = pieceOf(m_url, m_at, end);
                m_at = end;
            }
            if (peek() == QLatin1Char(':')) {
                const qsizetype end = findAny(m_url, m_at, QLatin1String("/?,"));
                entry.port = pieceOf(m_url, m_at + 1, end);
                m_at = end;
            }
            m_parts.hosts << entry;
            if (peek() != QLatin1Char(','))
                return {};
            ++m_at;
        }
    }

    Result<void> readBracketed(UrlHost& entry)
    {
        const qsizetype close = m_url.indexOf(QLatin1Char(']'), m_at);
        if (close < 0)
            return base::fail(urlError(
                QStringLiteral("The “[” %1 begins an IPv6 address that has no “]”.").arg(atCharacter(m_at)),
                encodingAdvice()));
        if (close == m_at + 1)
            return base::fail(
                urlError(QStringLiteral("The brackets %1 hold no IPv6 address.").arg(atCharacter(m_at))));
        entry.host = pieceOf(m_url, m_at + 1, close);
        m_at = close + 1;
        if (m_at < m_url.size() && !QLatin1String(":/?,").contains(m_url.at(m_at)))
            return base::fail(
                urlError(QStringLiteral("Behind the IPv6 address, %1, only “:”, “/”, “?” or “,” "
                                        "can follow.")
                             .arg(atCharacter(m_at)),
                    encodingAdvice()));
        return {};
    }

    const QString& m_url;
    qsizetype m_at;
    UrlParts m_parts;
};

int hexDigit(QChar c)
{
    const ushort code = c.unicode();
    if (code >= '0' && code <= '9')
        return code - '0';
    if (code >= 'a' && code <= 'f')
        return code - 'a' + 10;
    if (code >= 'A' && code <= 'F')
        return code - 'A' + 10;
    return -1;
}

} // namespace

base::Error urlError(const QString& detail, const QString& hint)
{
    return {
        base::ErrorCode::Invalid, QStringLiteral("The connection URL cannot be read"), detail, hint, {}, {}};
}

QString atCharacter(qsizetype offset)
{
    return QStringLiteral("at character %1").arg(offset + 1);
}

QString encodingAdvice()
{
    return QStringLiteral(
        "In a user name or password write reserved characters percent-encoded: @ as %40, : as "
        "%3A, / as %2F, ? as %3F, # as %23, % as %25.");
}

Result<UrlParts> splitUrl(const QString& url, qsizetype start)
{
    return Splitter(url, start).run();
}

Result<QList<UrlParameter>> splitParameters(const QString& url, qsizetype start)
{
    QList<UrlParameter> parameters;
    qsizetype at = start;
    while (at < url.size()) {
        const qsizetype end = findAny(url, at, QLatin1String("&"));
        const qsizetype equals = findAny(url, at, QLatin1String("=&"));
        if (equals == end)
            return base::fail(
                urlError(QStringLiteral("The parameter %1 has no “=” and no value.").arg(atCharacter(at)),
                    encodingAdvice()));
        if (const qsizetype second = findAny(url, equals + 1, QLatin1String("=&")); second < end)
            return base::fail(urlError(QStringLiteral("The parameter %1 has a second “=” %2.")
                                           .arg(atCharacter(at), atCharacter(second)),
                QStringLiteral("Write an equals sign inside a value as %3D.")));
        parameters << UrlParameter {pieceOf(url, at, equals), pieceOf(url, equals + 1, end)};
        at = end + 1;
    }
    return parameters;
}

Result<QString> decodePiece(const UrlPiece& piece, const QString& what)
{
    QByteArray bytes;
    bytes.reserve(piece.text.size());
    qsizetype i = 0;
    while (i < piece.text.size()) {
        if (piece.text.at(i) != QLatin1Char('%')) {
            // Whole runs, so that surrogate pairs stay together.
            const qsizetype end = findAny(piece.text, i, QLatin1String("%"));
            bytes += piece.text.mid(i, end - i).toUtf8();
            i = end;
            continue;
        }
        const int high = i + 2 < piece.text.size() ? hexDigit(piece.text.at(i + 1)) : -1;
        const int low = i + 2 < piece.text.size() ? hexDigit(piece.text.at(i + 2)) : -1;
        if (high < 0 || low < 0)
            return base::fail(
                urlError(QStringLiteral("In the %1, the “%” %2 is not followed by two hexadecimal "
                                        "digits.")
                             .arg(what, atCharacter(piece.start + i)),
                    QStringLiteral("Write a percent sign that is meant as itself as %25.")));
        // Joined by hand: QString::arg would take the %00 for a place marker.
        if (high == 0 && low == 0)
            return base::fail(urlError(QStringLiteral("In the ") + what + QStringLiteral(", %00 ")
                + atCharacter(piece.start + i) + QStringLiteral(" is not allowed.")));
        bytes += char(high * 16 + low);
        i += 3;
    }
    QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = utf8(bytes);
    if (utf8.hasError())
        return base::fail(urlError(QStringLiteral("The %1, %2, is not UTF-8 once it is decoded.")
                                       .arg(what, atCharacter(piece.start)),
            QStringLiteral("Encode each byte of the UTF-8 form: ü is %C3%BC.")));
    return text;
}

QString encodePiece(const QString& text, const QByteArray& keep)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text, keep));
}

} // namespace strandline::connection

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/secret_text.h"

#include <QRegularExpression>

namespace strandline::sql {

namespace {

const QString kHidden = QStringLiteral("***");
/// Between the keyword and its literal: "IDENTIFIED WITH plugin AS PASSWORD (".
constexpr int kMostWordsBetween = 6;

bool isQuote(QChar c)
{
    return c == QLatin1Char('\'') || c == QLatin1Char('"');
}

bool isWord(QChar c)
{
    return c.isLetterOrNumber() || c == QLatin1Char('_');
}

qsizetype skipSpace(const QString& text, qsizetype at)
{
    while (at < text.size() && text[at].isSpace())
        ++at;
    return at;
}

qsizetype endOfWord(const QString& text, qsizetype at)
{
    while (at < text.size() && isWord(text[at]))
        ++at;
    return at;
}

/// Behind the literal that begins here; a doubled quote and one behind a backslash do not end it.
qsizetype endOfLiteral(const QString& text, qsizetype at)
{
    const QChar quote = text[at++];
    for (; at < text.size(); ++at) {
        if (text[at] == QLatin1Char('\\'))
            ++at;
        else if (text[at] == quote && at + 1 < text.size() && text[at + 1] == quote)
            ++at;
        else if (text[at] == quote)
            return at + 1;
    }
    return text.size();
}

/// "$tag$", or nothing.
QString dollarTag(const QString& text, qsizetype at)
{
    if (at >= text.size() || text[at] != QLatin1Char('$'))
        return {};
    const qsizetype end = endOfWord(text, at + 1);
    return end < text.size() && text[end] == QLatin1Char('$') ? text.mid(at, end - at + 1) : QString();
}

/// Where the literal of a keyword begins, from behind the keyword; -1: it has none.
qsizetype findLiteral(const QString& text, qsizetype at, bool isIdentified)
{
    bool isAssigned = false;
    for (int words = 0; words <= kMostWordsBetween; ++words) {
        at = skipSpace(text, at);
        while (at < text.size() && QStringLiteral("=:(").contains(text[at])) {
            isAssigned = true;
            at = skipSpace(text, at + 1);
        }
        if (at >= text.size())
            return -1;
        if (isQuote(text[at]) || !dollarTag(text, at).isEmpty())
            return at;
        const qsizetype end = endOfWord(text, at);
        if (end == at)
            return -1;
        // The prefix of a literal: E'…', N'…', _utf8mb4'…'.
        if (end < text.size() && text[end] == QLatin1Char('\''))
            return end;
        const QString word = text.mid(at, end - at).toUpper();
        if (word == QLatin1String("FOR")) {
            // SET PASSWORD FOR 'account'@'host' = …
            at = text.indexOf(QLatin1Char('='), end);
            if (at < 0)
                return -1;
        } else if (isIdentified || isAssigned || word == QLatin1String("PASSWORD")) {
            at = end;
        } else {
            return -1;
        }
    }
    return -1;
}

QString withoutLiterals(const QString& sql)
{
    static const QRegularExpression keyword(
        QStringLiteral("(?<![A-Za-z0-9_])(PASSWORD|PASSPHRASE|IDENTIFIED|SECRET)(?![A-Za-z0-9_])"),
        QRegularExpression::CaseInsensitiveOption);
    QString safe;
    qsizetype copied = 0;
    for (auto found = keyword.match(sql); found.hasMatch(); found = keyword.match(sql, copied)) {
        qsizetype behind = found.capturedEnd();
        const bool isIdentified =
            found.captured().compare(QLatin1String("IDENTIFIED"), Qt::CaseInsensitive) == 0;
        // A quoted name.
        if (behind < sql.size() && found.capturedStart() > 0 && isQuote(sql[behind])
            && sql[found.capturedStart() - 1] == sql[behind])
            ++behind;
        // As in a connection string: password=geheim host=…
        const bool bare = behind + 1 < sql.size() && sql[behind] == QLatin1Char('=')
            && !sql[behind + 1].isSpace() && !isQuote(sql[behind + 1])
            && sql.left(found.capturedStart()).count(QLatin1Char('\'')) % 2 == 1;
        const qsizetype begin = bare ? behind + 1 : findLiteral(sql, behind, isIdentified);
        if (begin < 0) {
            safe += QStringView(sql).mid(copied, behind - copied);
            copied = behind;
            continue;
        }
        safe += QStringView(sql).mid(copied, begin - copied);
        if (bare) {
            copied = begin;
            while (copied < sql.size() && !sql[copied].isSpace() && !isQuote(sql[copied]))
                ++copied;
            safe += kHidden;
        } else if (const QString tag = dollarTag(sql, begin); !tag.isEmpty()) {
            const qsizetype end = sql.indexOf(tag, begin + tag.size());
            copied = end < 0 ? sql.size() : end + tag.size();
            safe += tag + kHidden + tag;
        } else {
            copied = endOfLiteral(sql, begin);
            safe += sql[begin] + kHidden + sql[begin];
        }
    }
    safe += QStringView(sql).mid(copied);
    return safe;
}

} // namespace

QString withoutSecrets(const QString& sql)
{
    static const QRegularExpression url(
        QStringLiteral("([A-Za-z][A-Za-z0-9+.-]*://[^\\s:/@'\"]*:)[^\\s@'\"]+(@|$)"));
    QString safe = withoutLiterals(sql);
    return safe.contains(QLatin1String("://")) ? safe.replace(url, QStringLiteral("\\1***\\2")) : safe;
}

} // namespace strandline::sql

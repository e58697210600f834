// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/arch/source_text.h"

#include <QRegularExpression>
#include <QStringList>

namespace strandline::arch {

namespace {

QString blanked(QStringView text)
{
    QString blank(text.size(), QLatin1Char(' '));
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text.at(i) == QLatin1Char('\n'))
            blank[i] = QLatin1Char('\n');
    }
    return blank;
}

/// One alternative per thing that is not code. A literal is kept where the caller asks for it: include lines
/// have one.
QString withoutRemarks(const QString& source, bool keepLiterals)
{
    static const QRegularExpression remark(QStringLiteral("(?<comment>//[^\\n]*|/\\*.*?(?:\\*/|$))"
                                                          "|R\"(?<tag>[^()\\\\\\s]{0,16})\\(.*?\\)\\k<tag>\""
                                                          "|\"(?:[^\"\\\\\\n]|\\\\.)*\""
                                                          "|(?<![0-9A-Fa-f])'(?:[^'\\\\\\n]|\\\\.)*'"),
        QRegularExpression::DotMatchesEverythingOption);
    QString result;
    result.reserve(source.size());
    qsizetype end = 0;
    auto matches = remark.globalMatch(source);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        const bool comment = !match.capturedView(QStringLiteral("comment")).isEmpty();
        result += QStringView(source).mid(end, match.capturedStart() - end);
        result += keepLiterals && !comment ? match.captured() : blanked(match.capturedView());
        end = match.capturedEnd();
    }
    return result + source.mid(end);
}

} // namespace

QList<Include> includesOf(const QString& source)
{
    static const QRegularExpression pattern(QStringLiteral("^\\s*#\\s*include\\s*([<\"])([^>\"]+)[>\"]"));
    QList<Include> includes;
    int number = 0;
    for (const QString& line : withoutRemarks(source, true).split(QLatin1Char('\n'))) {
        ++number;
        const QRegularExpressionMatch match = pattern.match(line);
        if (match.hasMatch())
            includes.append({match.captured(2), number, match.captured(1) == QLatin1String("\"")});
    }
    return includes;
}

QString codeOnly(const QString& source)
{
    return withoutRemarks(source, false);
}

} // namespace strandline::arch

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/introspect/array_text.h"

namespace strandline::engine::postgresql {

namespace {

/// Reads one element from `at`, which is behind the opening brace or a comma; ends on the comma or brace.
QString element(const QString& text, qsizetype& at)
{
    QString value;
    if (text.at(at) != QLatin1Char('"')) {
        while (at < text.size() && text.at(at) != QLatin1Char(',') && text.at(at) != QLatin1Char('}'))
            value += text.at(at++);
        return value == QLatin1String("NULL") ? QString() : value;
    }
    for (++at; at < text.size() && text.at(at) != QLatin1Char('"'); ++at) {
        if (text.at(at) == QLatin1Char('\\'))
            ++at;
        if (at < text.size())
            value += text.at(at);
    }
    ++at;
    return value;
}

} // namespace

QStringList textArray(const QString& printed)
{
    QStringList values;
    if (printed.size() < 3 || printed.front() != QLatin1Char('{'))
        return values;
    for (qsizetype at = 1; at < printed.size(); ++at) // steps over the comma
        values << element(printed, at);
    return values;
}

QList<qint64> numberArray(const QString& printed)
{
    QList<qint64> numbers;
    QStringView list(printed);
    const bool isArray = list.startsWith(QLatin1Char('{'));
    if (isArray)
        list = list.mid(1, list.size() - 2);
    for (const QStringView number : list.split(QLatin1Char(isArray ? ',' : ' '), Qt::SkipEmptyParts))
        numbers << number.toLongLong();
    return numbers;
}

void addOptions(schema::Options& options, const QString& printedArray, const QString& prefix)
{
    for (const QString& setting : textArray(printedArray)) {
        if (!setting.startsWith(QLatin1String("pg_"))) {
            options.insert(
                prefix + setting.section(QLatin1Char('='), 0, 0), setting.section(QLatin1Char('='), 1));
        }
    }
}

} // namespace strandline::engine::postgresql

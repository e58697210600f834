// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/migration_set.h"

#include <algorithm>

namespace strandline::migration {

namespace {

// ASCII only: QChar::isDigit() accepts the digits of every script, and a file name may hold any of them.
bool isNumber(QStringView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) {
        return c >= QLatin1Char('0') && c <= QLatin1Char('9');
    });
}

QStringView withoutLeadingZeros(QStringView digits)
{
    qsizetype zeros = 0;
    while (zeros < digits.size() && digits.at(zeros) == QLatin1Char('0'))
        ++zeros;
    return digits.sliced(zeros);
}

} // namespace

QString Migration::id() const
{
    if (kind == Kind::Repeatable || version.isEmpty())
        return name;
    return name.isEmpty() ? version : version + QLatin1Char('_') + name;
}

bool versionLess(const QString& a, const QString& b)
{
    const bool aNumber = isNumber(a);
    const bool bNumber = isNumber(b);
    if (aNumber != bNumber)
        return aNumber; // numbers first; otherwise mixing both kinds would not be an order
    if (!aNumber)
        return a < b;
    // Compared as digits: a stamp with fraction and zone outgrows 64 bits.
    const QStringView left = withoutLeadingZeros(a);
    const QStringView right = withoutLeadingZeros(b);
    if (left.size() != right.size())
        return left.size() < right.size();
    const int order = left.compare(right);
    return order != 0 ? order < 0 : a < b; // 007 and 7: equal numbers still need one stable place each
}

QString versionKey(const QString& version)
{
    if (!isNumber(version))
        return version;
    const QStringView digits = withoutLeadingZeros(version);
    return digits.isEmpty() ? QStringLiteral("0") : digits.toString();
}

} // namespace strandline::migration

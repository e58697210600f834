// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/duration.h"

#include <array>
#include <limits>

namespace strandline::migration {

namespace {

struct Unit
{
    QLatin1String name;
    qint64 milliseconds;
};

constexpr std::array kUnits {
    Unit {QLatin1String("h"), 3600 * 1000},
    Unit {QLatin1String("min"), 60 * 1000},
    Unit {QLatin1String("s"), 1000},
    Unit {QLatin1String("ms"), 1},
};

base::Failure refuse(const QString& text, const QString& why)
{
    return base::fail(base::ErrorCode::Invalid, QStringLiteral("“%1” is not a duration").arg(text), why,
        QStringLiteral(
            "Write a whole number and its unit, such as 250ms, 5s, 10min or 2h; 0 means no limit."));
}

} // namespace

base::Result<int> parseDuration(const QString& text)
{
    qsizetype digits = 0;
    while (digits < text.size() && text[digits] >= QLatin1Char('0') && text[digits] <= QLatin1Char('9'))
        ++digits;
    if (digits == 0)
        return refuse(text, QStringLiteral("It does not begin with a number."));
    const QString unitName = text.sliced(digits);
    bool fits = false;
    const qint64 number = QStringView(text).first(digits).toLongLong(&fits);
    if (unitName.isEmpty() && fits && number == 0)
        return 0;
    if (unitName.isEmpty())
        return refuse(text, QStringLiteral("The unit is missing."));
    for (const Unit& unit : kUnits) {
        if (unitName != unit.name)
            continue;
        // Milliseconds are handed to the engines as 32 bits; PostgreSQL takes no more either.
        if (!fits || number > std::numeric_limits<int>::max() / unit.milliseconds)
            return refuse(text, QStringLiteral("It is longer than 24 days."));
        return int(number * unit.milliseconds);
    }
    if (unitName == QLatin1String("m"))
        return refuse(text, QStringLiteral("“m” may mean minutes or milliseconds."));
    return refuse(text, QStringLiteral("The unit “%1” is not known.").arg(unitName));
}

QString durationText(int milliseconds)
{
    if (milliseconds == 0)
        return QStringLiteral("0");
    for (const Unit& unit : kUnits) {
        if (milliseconds % unit.milliseconds == 0)
            return QString::number(milliseconds / unit.milliseconds) + unit.name;
    }
    return {}; // not reached: every number divides by one millisecond
}

} // namespace strandline::migration

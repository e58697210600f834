// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/human_time.h"

#include <QCoreApplication>
#include <QLocale>

namespace strandline::ui {

namespace {

QString say(const char* text, int n = -1)
{
    return QCoreApplication::translate("HumanTime", text, nullptr, n);
}

} // namespace

QString shortDateTime(const QDateTime& utc, const QDateTime& nowUtc)
{
    if (!utc.isValid())
        return {};
    const QDateTime local = utc.toLocalTime();
    const bool thisYear = local.date().year() == nowUtc.toLocalTime().date().year();
    return QLocale().toString(local, thisYear ? QStringLiteral("d MMM HH:mm") : QStringLiteral("d MMM yyyy"));
}

QString spokenDateTime(const QDateTime& utc, const QDateTime& nowUtc)
{
    if (!utc.isValid())
        return {};
    const QDateTime local = utc.toLocalTime();
    const bool thisYear = local.date().year() == nowUtc.toLocalTime().date().year();
    return QLocale().toString(
        local, thisYear ? QStringLiteral("d MMMM H:mm") : QStringLiteral("d MMMM yyyy H:mm"));
}

QString exactDateTime(const QDateTime& utc)
{
    if (!utc.isValid())
        return {};
    const QDateTime local = utc.toLocalTime();
    const int offset = local.offsetFromUtc() / 60;
    return QStringLiteral("%1 %2%3%4")
        .arg(local.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")),
            offset < 0 ? QStringLiteral("-") : QStringLiteral("+"))
        .arg(std::abs(offset) / 60, 2, 10, QLatin1Char('0'))
        .arg(std::abs(offset) % 60, 2, 10, QLatin1Char('0'));
}

QString relativeAge(const QDateTime& utc, const QDateTime& nowUtc)
{
    if (!utc.isValid())
        return {};
    const qint64 seconds = utc.secsTo(nowUtc);
    if (seconds < -60)
        return say("in the future");
    if (seconds < 45)
        return say("just now");
    const qint64 minutes = (seconds + 30) / 60;
    if (minutes < 60)
        return say("%n min ago", int(minutes));
    const qint64 hours = (seconds + 1800) / 3600;
    if (hours < 24)
        return say("%n h ago", int(hours));
    const qint64 days = (seconds + 43200) / 86400;
    if (days == 1)
        return say("yesterday");
    if (days < 60)
        return say("%1 days ago").arg(days);
    if (days < 700)
        return say("%1 months ago").arg(days / 30);
    return say("%1 years ago").arg(days / 365);
}

QString clockTime(const QDateTime& utc)
{
    return utc.isValid() ? QLocale().toString(utc.toLocalTime(), QStringLiteral("HH:mm:ss")) : QString();
}

QString shortDuration(qint64 milliseconds)
{
    if (milliseconds < 0)
        return {};
    const QLocale locale;
    if (milliseconds < 10)
        return say("%1 s").arg(locale.toString(milliseconds / 1000.0, 'f', 3));
    if (milliseconds < 10'000)
        return say("%1 s").arg(locale.toString(milliseconds / 1000.0, 'f', milliseconds < 100 ? 2 : 1));
    const qint64 seconds = (milliseconds + 500) / 1000;
    if (seconds < 60)
        return say("%1 s").arg(seconds);
    const qint64 minutes = seconds / 60;
    if (minutes < 60)
        return seconds % 60 && minutes < 10 ? say("%1 min %2 s").arg(minutes).arg(seconds % 60)
                                            : say("%1 min").arg(minutes);
    return say("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
}

} // namespace strandline::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/trace_object.h"

#include <optional>

namespace strandline::usecase {

namespace {

std::optional<QStringList> partsOf(const QString& words)
{
    QStringList parts {QString()};
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QChar c = words.at(i);
        if (c == QLatin1Char('.')) {
            parts << QString();
        } else if (c == QLatin1Char('"') && parts.last().isEmpty()) {
            for (++i;; ++i) {
                if (i >= words.size())
                    return std::nullopt;
                if (words.at(i) == QLatin1Char('"')) {
                    if (i + 1 >= words.size() || words.at(i + 1) != QLatin1Char('"'))
                        break;
                    ++i;
                }
                parts.last() += words.at(i);
            }
        } else {
            parts.last() += c;
        }
    }
    if (parts.contains(QString()) || parts.size() > 3)
        return std::nullopt;
    return parts;
}

/// Two words are a column of a table, or a table of a schema; the scripts decide.
QList<analysis::HistorySubject> readings(const QStringList& parts)
{
    using Subject = analysis::HistorySubject;
    QList<Subject> subjects;
    if (parts.size() == 1) {
        subjects.append(Subject {QString(), parts.at(0), QString()});
    } else if (parts.size() == 2) {
        subjects.append(Subject {QString(), parts.at(0), parts.at(1)});
        subjects.append(Subject {parts.at(0), parts.at(1), QString()});
    } else {
        subjects.append(Subject {parts.at(0), parts.at(1), parts.at(2)});
    }
    return subjects;
}

} // namespace

base::Result<ObjectTrace> traceObject(
    const QString& words, const migration::Timeline& timeline, sql::Dialect dialect)
{
    const auto parts = partsOf(words);
    if (!parts) {
        return base::fail(base::ErrorCode::Invalid, QStringLiteral("“%1” is no name of an object").arg(words),
            {},
            QStringLiteral(
                "Write users, users.email, app.users or app.users.email; names with dots in double "
                "quotes."));
    }
    QList<analysis::HistoryScript> scripts;
    QList<migration::TimelineEntry> entries;
    for (const migration::TimelineEntry& entry : timeline.entries) {
        if (!entry.migration || !entry.migration->up || entry.migration->up->isLarge)
            continue;
        const migration::Script& up = *entry.migration->up;
        scripts.append({up.bytes, up.directives.renames});
        entries.append(entry);
    }
    ObjectTrace trace;
    trace.compared = timeline.compared;
    for (const analysis::HistorySubject& subject : readings(*parts)) {
        trace.subject = subject;
        for (const analysis::ObjectEvent& event : analysis::objectHistory(scripts, subject, dialect))
            trace.events.append({entries.at(event.script), event});
        if (!trace.events.isEmpty())
            break;
    }
    return trace;
}

} // namespace strandline::usecase

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/show_migration.h"

#include "core/history/script_reader.h"

namespace strandline::usecase {

using migration::HistoryStatus;
using migration::TimelineEntry;

namespace {

/// Some names, so that a hint stays one line.
constexpr qsizetype kNamesInMessage = 8;

QString listed(const QStringList& ids)
{
    QString text = ids.mid(0, kNamesInMessage).join(QLatin1String(", "));
    if (ids.size() > kNamesInMessage)
        text += QStringLiteral(" and %1 more").arg(ids.size() - kNamesInMessage);
    return text;
}

bool isExactly(const TimelineEntry& entry, const QString& words)
{
    return entry.id().compare(words, Qt::CaseInsensitive) == 0
        || entry.name.compare(words, Qt::CaseInsensitive) == 0
        || (!entry.version.isEmpty() && migration::versionKey(entry.version) == migration::versionKey(words));
}

bool beginsWith(const TimelineEntry& entry, const QString& words)
{
    return entry.id().startsWith(words, Qt::CaseInsensitive)
        || entry.name.startsWith(words, Qt::CaseInsensitive);
}

template <typename Match> QList<qsizetype> matching(const migration::Timeline& timeline, Match match)
{
    QList<qsizetype> places;
    for (qsizetype place = 0; place < timeline.entries.size(); ++place) {
        if (match(timeline.entries.at(place)))
            places.append(place);
    }
    return places;
}

QStringList idsOf(const migration::Timeline& timeline, const QList<qsizetype>& places)
{
    QStringList ids;
    for (const qsizetype place : places)
        ids.append(timeline.entries.at(place).id());
    return ids;
}

base::Failure notFound(const migration::Timeline& timeline, const QString& words)
{
    const auto near = matching(timeline,
        [&words](const TimelineEntry& entry) { return entry.id().contains(words, Qt::CaseInsensitive); });
    const QString detail = near.isEmpty()
        ? QStringLiteral("Neither the folder nor the history has a version or name like that.")
        : QStringLiteral("These contain it: %1.").arg(listed(idsOf(timeline, near)));
    return base::fail(base::ErrorCode::NotFound, QStringLiteral("There is no migration “%1”").arg(words),
        detail, QStringLiteral("Give a version, a name, or the beginning of one; “status” lists them all."));
}

/// Without byte order mark, line ends and white space before them.
QByteArray withoutLineEnds(QByteArray text)
{
    if (text.startsWith("\xEF\xBB\xBF"))
        text.remove(0, 3);
    QByteArray plain;
    plain.reserve(text.size());
    text.replace("\r\n", "\n");
    text.replace('\r', '\n');
    for (const QByteArray& line : text.split('\n')) {
        qsizetype end = line.size();
        while (end > 0 && (line.at(end - 1) == ' ' || line.at(end - 1) == '\t'))
            --end;
        plain.append(line.constData(), end);
        plain.append('\n');
    }
    while (plain.endsWith('\n'))
        plain.chop(1);
    return plain;
}

} // namespace

QString verdictText(TextVerdict verdict)
{
    switch (verdict) {
    case TextVerdict::LineEndsDiffer:
        return QStringLiteral("Only line endings differ");
    case TextVerdict::LayoutDiffers:
        return QStringLiteral("Only comments and spacing differ");
    case TextVerdict::StatementsDiffer:
        return QStringLiteral("Statements differ");
    case TextVerdict::TextUnknown:
        return QStringLiteral("The text that ran is not recorded anywhere this program can see");
    case TextVerdict::NotCompared:
    case TextVerdict::Same:
        break;
    }
    return {};
}

base::Result<TimelineEntry> findEntry(const migration::Timeline& timeline, const QString& words)
{
    const QString wanted = words.trimmed();
    if (wanted.isEmpty())
        return base::fail(base::ErrorCode::Invalid, QStringLiteral("No migration was named"), {},
            QStringLiteral("Give a version, a name, or the beginning of one."));
    auto found =
        matching(timeline, [&wanted](const TimelineEntry& entry) { return isExactly(entry, wanted); });
    if (found.isEmpty())
        found =
            matching(timeline, [&wanted](const TimelineEntry& entry) { return beginsWith(entry, wanted); });
    if (found.isEmpty())
        return notFound(timeline, wanted);
    if (found.size() > 1) {
        return base::fail(base::ErrorCode::Invalid,
            QStringLiteral("“%1” means %2 migrations").arg(wanted).arg(found.size()),
            QStringLiteral("These fit: %1.").arg(listed(idsOf(timeline, found))),
            QStringLiteral("Give more of the version or the name."));
    }
    return timeline.entries.at(found.first());
}

TextVerdict compareTexts(const TimelineEntry& entry, const std::optional<QByteArray>& recorded)
{
    if (!entry.history || entry.history->status != HistoryStatus::Applied || !entry.migration
        || !entry.migration->up || entry.history->upSha256.isEmpty())
        return TextVerdict::NotCompared;
    const migration::Script& file = *entry.migration->up;
    if (file.sha256 == entry.history->upSha256)
        return TextVerdict::Same;
    if (file.meaning != entry.history->meaning)
        return recorded ? TextVerdict::StatementsDiffer : TextVerdict::TextUnknown;
    // Of a large file nothing is recorded, and its text is not in memory.
    if (recorded && !file.isLarge && withoutLineEnds(*recorded) == withoutLineEnds(file.bytes))
        return TextVerdict::LineEndsDiffer;
    return TextVerdict::LayoutDiffers; // the digest of the meaning proves that much without the text
}

MigrationDetails readDetails(db::Connection& connection, const QString& schema, const TimelineEntry& entry)
{
    MigrationDetails details;
    details.entry = entry;
    if (!entry.history)
        return details;
    const auto differs = [](const std::optional<migration::Script>& file, const QByteArray& recorded) {
        return !recorded.isEmpty() && (!file || file->sha256 != recorded);
    };
    const auto up = entry.migration ? entry.migration->up : std::nullopt;
    const auto down = entry.migration ? entry.migration->down : std::nullopt;
    QList<QByteArray> wanted;
    if (differs(up, entry.history->upSha256))
        wanted.append(entry.history->upSha256);
    if (differs(down, entry.history->downSha256))
        wanted.append(entry.history->downSha256);
    auto texts = history::readScripts(connection, schema, wanted);
    if (!texts) {
        details.problems.append(texts.error());
        details.verdict = compareTexts(entry, std::nullopt);
        return details;
    }
    details.problems = texts->problems;
    const auto recorded = [&](const QByteArray& digest) -> std::optional<QByteArray> {
        const auto found = texts->bytes.constFind(digest);
        return found == texts->bytes.constEnd() ? std::nullopt : std::optional(*found);
    };
    const auto ran = recorded(entry.history->upSha256);
    details.verdict = compareTexts(entry, ran);
    if (ran)
        details.appliedUp = QString::fromUtf8(*ran);
    if (const auto back = recorded(entry.history->downSha256))
        details.appliedDown = QString::fromUtf8(*back);
    return details;
}

base::Result<ShownMigration> showMigration(
    const ShowRequest& request, const engine::Engines& engines, const base::JobContext& context)
{
    ShownMigration shown;
    const RefreshRequest& refresh = request.environment;
    if (refresh.environment.isEmpty()) {
        auto entry = findEntry(filesOnlyTimeline(refresh.project), request.words);
        if (!entry)
            return base::forward(entry);
        shown.details.entry = std::move(*entry);
        return shown;
    }
    auto resolved = resolveEnvironment(refresh.project.project, refresh.environment, refresh.password);
    if (!resolved)
        return base::forward(resolved);
    auto connection =
        engines.open(resolved->connection.settings, lookOptions(resolved->environment), context);
    if (!connection)
        return base::forward(connection);
    auto view = readEnvironment(**connection, refresh, *resolved, context);
    if (!view)
        return base::forward(view);
    auto entry = findEntry(view->timeline, request.words);
    if (!entry)
        return base::forward(entry);
    shown.details = readDetails(**connection, resolved->environment.historySchema, *entry);
    shown.view = std::move(*view);
    return shown;
}

} // namespace strandline::usecase

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run/repair_advice.h"

#include "app/cli/run/run_flow.h"
#include "core/report/json.h"
#include "core/report/words.h"
#include "core/usecase/show_migration.h"

#include <QJsonArray>

namespace strandline::cli {

namespace {

using migration::MigrationFlag;
using migration::MigrationState;

struct WayOut
{
    QString command;
    QString effect;
};

struct Finding
{
    migration::TimelineEntry entry;
    QString sentence;
    QList<WayOut> waysOut;
};

QList<WayOut> waysOut(const migration::TimelineEntry& entry)
{
    const QString v = entry.version.isEmpty() ? entry.name : entry.version;
    QList<WayOut> ways;
    switch (entry.state) {
    case MigrationState::Partial:
        ways << WayOut {QStringLiteral("resume %1").arg(v),
            QStringLiteral("goes on behind the statements that stayed")}
             << WayOut {QStringLiteral("repair %1 --undo").arg(v),
                    QStringLiteral("takes back the statements that stayed, where each can be")}
             << WayOut {QStringLiteral("repair %1 --resolved applied").arg(v),
                    QStringLiteral("you did the rest by hand; it counts as applied")}
             << WayOut {QStringLiteral("repair %1 --resolved pending").arg(v),
                    QStringLiteral("you removed what stayed by hand; it runs again")};
        break;
    case MigrationState::Failed:
        ways << WayOut {QStringLiteral("up"), QStringLiteral("tries again, after the file was mended")}
             << WayOut {QStringLiteral("mark %1 skipped").arg(v), QStringLiteral("it shall never run here")};
        break;
    case MigrationState::Missing:
        ways << WayOut {QStringLiteral("repair %1 --forget").arg(v),
            QStringLiteral("the file is gone for good; the history forgets it")};
        break;
    default:
        break;
    }
    if (entry.flags.testFlag(MigrationFlag::Changed)) {
        ways << WayOut {QStringLiteral("show %1").arg(v),
            QStringLiteral("shows what ran and what the file says now")}
             << WayOut {QStringLiteral("repair %1 --accept-text").arg(v),
                    QStringLiteral("the file is right; its text counts from now on")};
    }
    return ways;
}

std::optional<Finding> findingFor(const migration::TimelineEntry& entry)
{
    Finding finding {entry, report::stateSentence(entry), waysOut(entry)};
    if (finding.waysOut.isEmpty())
        return std::nullopt;
    return finding;
}

QJsonObject toJson(const Finding& finding)
{
    QJsonArray ways;
    for (const WayOut& way : finding.waysOut)
        ways.append(
            QJsonObject {{QStringLiteral("command"), way.command}, {QStringLiteral("effect"), way.effect}});
    QJsonObject json = report::toJson(finding.entry);
    json[QStringLiteral("waysOut")] = ways;
    return json;
}

void print(Terminal& terminal, const QList<Finding>& findings)
{
    bool isFirst = true;
    for (const Finding& finding : findings) {
        if (!isFirst)
            terminal.line();
        isFirst = false;
        QString badge = report::stateWord(finding.entry.state);
        if (finding.entry.flags.testFlag(MigrationFlag::Changed))
            badge += QStringLiteral(", ") + report::flagWord(MigrationFlag::Changed);
        terminal.line(terminal.styled(oneLine(finding.entry.id()), Style::Strong) + QStringLiteral("  ")
            + terminal.styled(badge, Style::Bad));
        if (!finding.sentence.isEmpty())
            terminal.line(QStringLiteral("  ") + oneLine(finding.sentence));
        qsizetype width = 0;
        for (const WayOut& way : finding.waysOut)
            width = std::max(width, way.command.size());
        for (const WayOut& way : finding.waysOut) {
            terminal.line(QStringLiteral("    ")
                + terminal.styled(padded(oneLine(way.command), int(width) + 2), Style::Accent) + way.effect);
        }
    }
}

} // namespace

ExitCode showAdvice(CommandContext& context, const QStringList& words)
{
    auto place = findRunPlace(context);
    if (!place)
        return reportFailure(context, place.error());
    const auto view = withPassword(place->environment.name, [&](const base::Secret& password) {
        place->request.password = password;
        return usecase::refreshTimeline(place->request, context.engines, context.job);
    });
    if (!view)
        return reportFailure(context, view.error());
    QList<migration::TimelineEntry> entries = view->timeline.entries;
    if (!words.isEmpty()) {
        entries.clear();
        for (const QString& word : words) {
            auto entry = usecase::findEntry(view->timeline, word);
            if (!entry)
                return reportFailure(context, entry.error());
            entries << std::move(*entry);
        }
    }
    QList<Finding> findings;
    for (const migration::TimelineEntry& entry : entries) {
        if (auto finding = findingFor(entry))
            findings << std::move(*finding);
    }
    if (context.options.json) {
        QJsonArray array;
        for (const Finding& finding : findings)
            array.append(toJson(finding));
        printJson(context.terminal, {{QStringLiteral("findings"), array}});
    } else if (findings.isEmpty()) {
        context.terminal.line(QStringLiteral("Nothing to repair on %1.")
                                  .arg(environmentLabel(place->environment, context.terminal)));
    } else {
        print(context.terminal, findings);
    }
    return findings.isEmpty() ? ExitCode::Done : ExitCode::Found;
}

} // namespace strandline::cli

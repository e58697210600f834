// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/state_words.h"

#include "ui/text/human_time.h"

#include <QCoreApplication>

namespace strandline::ui {

using migration::MigrationFlag;
using migration::MigrationState;
using migration::TimelineEntry;

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("StateWords", text);
}

const migration::RunSummary* lastFailure(const TimelineEntry& entry)
{
    for (auto run = entry.runs.crbegin(); run != entry.runs.crend(); ++run) {
        if (run->outcome == migration::EventKind::Failed)
            return &*run;
    }
    return nullptr;
}

constexpr MigrationFlag kFlags[] = {MigrationFlag::Changed, MigrationFlag::ChangedCosmetic,
    MigrationFlag::OutOfOrder, MigrationFlag::Irreversible, MigrationFlag::DataLoss,
    MigrationFlag::DownDataLoss, MigrationFlag::NoTransaction, MigrationFlag::Repeatable,
    MigrationFlag::Unsaved};

} // namespace

QString stateWord(MigrationState state)
{
    switch (state) {
    case MigrationState::Applied:
        return say("Applied");
    case MigrationState::Pending:
        return say("Pending");
    case MigrationState::Running:
        return say("Running");
    case MigrationState::Failed:
        return say("Failed");
    case MigrationState::Partial:
        return say("Half applied");
    case MigrationState::RolledBack:
        return say("Rolled back");
    case MigrationState::Missing:
        return say("File missing");
    case MigrationState::Future:
        return say("From a newer checkout");
    case MigrationState::Skipped:
        return say("Skipped");
    case MigrationState::Baseline:
        return say("Baseline");
    }
    return {};
}

QString stateWord(MigrationState state, bool compared)
{
    return compared ? stateWord(state) : say("Not compared");
}

QString flagBadge(MigrationFlag flag)
{
    switch (flag) {
    case MigrationFlag::Changed:
        return say("edited after apply");
    case MigrationFlag::ChangedCosmetic:
        return say("reformatted");
    case MigrationFlag::OutOfOrder:
        return say("out of order");
    case MigrationFlag::Irreversible:
        return say("no way back");
    case MigrationFlag::DataLoss:
        return say("deletes data");
    case MigrationFlag::DownDataLoss:
        return say("going back deletes data");
    case MigrationFlag::NoTransaction:
        return say("not in a transaction");
    case MigrationFlag::Repeatable:
        return say("repeats");
    case MigrationFlag::Unsaved:
        return say("unsaved");
    }
    return {};
}

QString flagGlyph(MigrationFlag flag)
{
    switch (flag) {
    case MigrationFlag::Changed:
        return QStringLiteral("≠");
    case MigrationFlag::ChangedCosmetic:
        return QStringLiteral("≈");
    case MigrationFlag::OutOfOrder:
        return QStringLiteral("↷");
    case MigrationFlag::Irreversible:
        return QStringLiteral("⊘");
    case MigrationFlag::DataLoss:
        return QStringLiteral("⌫");
    case MigrationFlag::DownDataLoss:
        return QStringLiteral("⌫↩");
    case MigrationFlag::NoTransaction:
        return QStringLiteral("⋮");
    case MigrationFlag::Repeatable:
        return QStringLiteral("↻");
    case MigrationFlag::Unsaved:
        return QStringLiteral("•");
    }
    return {};
}

QString flagExplanation(MigrationFlag flag)
{
    switch (flag) {
    case MigrationFlag::Changed:
        return say("The file says something else than what ran.");
    case MigrationFlag::ChangedCosmetic:
        return say("The file differs from what ran only in line ends, spacing or comments.");
    case MigrationFlag::OutOfOrder:
        return say("It runs, or ran, behind a migration with a later version.");
    case MigrationFlag::Irreversible:
        return say("There is no down script, or the migration says that it cannot be undone.");
    case MigrationFlag::DataLoss:
        return say("Running it removes stored values.");
    case MigrationFlag::DownDataLoss:
        return say("Undoing it removes stored values.");
    case MigrationFlag::NoTransaction:
        return say("It runs outside a transaction: the server cannot take it back as a whole.");
    case MigrationFlag::Repeatable:
        return say("It runs again whenever its text changes.");
    case MigrationFlag::Unsaved:
        return say("The editor holds text that is not in the file yet.");
    }
    return {};
}

QString entryVersion(const TimelineEntry& entry)
{
    return entry.kind == migration::Kind::Repeatable ? say("repeatable") : entry.version;
}

QString spokenName(const TimelineEntry& entry)
{
    QString name = entry.name;
    name.replace(QLatin1Char('_'), QLatin1Char(' '));
    return name;
}

QString entrySpeech(const TimelineEntry& entry, bool compared)
{
    QStringList parts;
    parts << (entry.kind == migration::Kind::Repeatable
            ? spokenName(entry)
            : QStringLiteral("%1 %2").arg(entry.version, spokenName(entry)).trimmed());
    parts << stateWord(entry.state, compared).toLower();
    for (const MigrationFlag flag : kFlags) {
        if (entry.flags.testFlag(flag))
            parts << flagBadge(flag);
    }
    if (!entry.problems.isEmpty())
        parts << entry.problems.first().summary;
    return parts.join(QStringLiteral(", "));
}

QString entryKey(const TimelineEntry& entry)
{
    return entry.kind == migration::Kind::Repeatable ? QStringLiteral("r:") + entry.name
                                                     : QStringLiteral("v:") + entry.version;
}

bool countsAsApplied(MigrationState state)
{
    switch (state) {
    case MigrationState::Applied:
    case MigrationState::Missing:
    case MigrationState::Future:
    case MigrationState::Baseline:
        return true;
    case MigrationState::Pending:
    case MigrationState::Running:
    case MigrationState::Failed:
    case MigrationState::Partial:
    case MigrationState::RolledBack:
    case MigrationState::Skipped:
        return false;
    }
    return false;
}

bool waitsToRun(const TimelineEntry& entry)
{
    switch (entry.state) {
    case MigrationState::Pending:
    case MigrationState::Failed:
    case MigrationState::Partial:
    case MigrationState::RolledBack:
        return true;
    case MigrationState::Applied:
        return entry.kind == migration::Kind::Repeatable && entry.flags.testFlag(MigrationFlag::Changed);
    default:
        return false;
    }
}

bool isProblem(const TimelineEntry& entry)
{
    return entry.state == MigrationState::Failed || entry.state == MigrationState::Partial
        || entry.state == MigrationState::Missing
        || (entry.flags.testFlag(MigrationFlag::Changed) && entry.kind == migration::Kind::Versioned)
        || !entry.problems.isEmpty();
}

QString lastRunText(const TimelineEntry& entry, const QDateTime& nowUtc)
{
    const QString when = shortDateTime(entry.at, nowUtc);
    switch (entry.state) {
    case MigrationState::Failed:
    case MigrationState::Partial: {
        const migration::RunSummary* run = lastFailure(entry);
        if (run && run->failedStatement > 0)
            return say("failed %1 at #%2").arg(when).arg(run->failedStatement);
        return say("failed %1").arg(when);
    }
    case MigrationState::RolledBack:
        return say("undone %1").arg(when);
    case MigrationState::Skipped:
        return when.isEmpty() ? QString() : say("skipped %1").arg(when);
    default:
        return when;
    }
}

namespace {

QString who(const TimelineEntry& entry)
{
    return entry.by.isEmpty() ? QString() : say(" by %1").arg(entry.by);
}

QString when(const TimelineEntry& entry, const SentenceContext& context)
{
    if (!entry.at.isValid())
        return {};
    return say(" on %1").arg(spokenDateTime(entry.at, context.nowUtc));
}

QString failureSentence(const TimelineEntry& entry, const SentenceContext& context)
{
    const migration::RunSummary* run = lastFailure(entry);
    const QString start = say("Failed%1%2").arg(when(entry, context), who(entry));
    const QString at =
        run && run->failedStatement > 0 ? say(" at statement %1").arg(run->failedStatement) : QString();
    if (entry.state == MigrationState::Failed)
        return say("%1%2. Nothing of it was kept.").arg(start, at);
    if (run && run->statementsKept == 1)
        return say("%1%2. Statement 1 stayed in the database.").arg(start, at);
    if (run && run->statementsKept > 1)
        return say("%1%2. Statements 1 to %3 stayed in the database.")
            .arg(start, at)
            .arg(run->statementsKept);
    return say("%1%2. Some of its statements stayed in the database.").arg(start, at);
}

} // namespace

QString stateSentence(const TimelineEntry& entry, const SentenceContext& context)
{
    if (!context.compared)
        return say("Listed from its file. No database was asked whether it ran.");
    const QString place = context.environment;
    switch (entry.state) {
    case MigrationState::Applied: {
        const QString took =
            entry.durationMs >= 0 ? say(" in %1").arg(shortDuration(entry.durationMs)) : QString();
        return say("Applied to %1%2%3%4.").arg(place, when(entry, context), who(entry), took);
    }
    case MigrationState::Pending:
        return say("Has not run on %1 yet.").arg(place);
    case MigrationState::Running:
        return say("Runs on %1 now.").arg(place);
    case MigrationState::Failed:
    case MigrationState::Partial:
        return failureSentence(entry, context);
    case MigrationState::RolledBack:
        return say("Was applied to %1 and undone%2%3.").arg(place, when(entry, context), who(entry));
    case MigrationState::Missing:
        return say("Ran on %1%2%3, but its file is not in this project.")
            .arg(place, when(entry, context), who(entry));
    case MigrationState::Future:
        return say("Ran on %1%2%3 and is newer than every file here: it comes from a newer checkout.")
            .arg(place, when(entry, context), who(entry));
    case MigrationState::Skipped:
        return say("Is marked not to be run on %1%2.").arg(place, who(entry));
    case MigrationState::Baseline:
        return say("Marks where the history of %1 begins; everything before it counts as done.").arg(place);
    }
    return {};
}

} // namespace strandline::ui

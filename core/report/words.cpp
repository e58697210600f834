// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/words.h"

#include "core/report/run_text.h"

#include <QStringList>

namespace strandline::report {

using migration::MigrationFlag;
using migration::MigrationState;

QString stateWord(MigrationState state)
{
    switch (state) {
    case MigrationState::Applied:
        return QStringLiteral("Applied");
    case MigrationState::Pending:
        return QStringLiteral("Pending");
    case MigrationState::Running:
        return QStringLiteral("Running");
    case MigrationState::Failed:
        return QStringLiteral("Failed");
    case MigrationState::Partial:
        return QStringLiteral("Half applied");
    case MigrationState::RolledBack:
        return QStringLiteral("Rolled back");
    case MigrationState::Missing:
        return QStringLiteral("File missing");
    case MigrationState::Future:
        return QStringLiteral("From a newer checkout");
    case MigrationState::Skipped:
        return QStringLiteral("Skipped");
    case MigrationState::Baseline:
        return QStringLiteral("Baseline");
    }
    return {};
}

QString flagWord(MigrationFlag flag)
{
    switch (flag) {
    case MigrationFlag::Changed:
        return QStringLiteral("edited after apply");
    case MigrationFlag::ChangedCosmetic:
        return QStringLiteral("reformatted");
    case MigrationFlag::OutOfOrder:
        return QStringLiteral("out of order");
    case MigrationFlag::Irreversible:
        return QStringLiteral("no way back");
    case MigrationFlag::DataLoss:
        return QStringLiteral("deletes data");
    case MigrationFlag::DownDataLoss:
        return QStringLiteral("going back deletes data");
    case MigrationFlag::NoTransaction:
        return QStringLiteral("not in a transaction");
    case MigrationFlag::Repeatable:
        return QStringLiteral("repeats");
    case MigrationFlag::Unsaved:
        return QStringLiteral("unsaved");
    }
    return {};
}

QString tierWord(project::Tier tier)
{
    switch (tier) {
    case project::Tier::Development:
        return QStringLiteral("Development");
    case project::Tier::Test:
        return QStringLiteral("Test");
    case project::Tier::Staging:
        return QStringLiteral("Staging");
    case project::Tier::Production:
        return QStringLiteral("Production");
    case project::Tier::Custom:
        return QStringLiteral("Custom");
    }
    return {};
}

QChar stateGlyph(MigrationState state)
{
    switch (state) {
    case MigrationState::Applied:
        return u'●';
    case MigrationState::Pending:
        return u'○';
    case MigrationState::Running:
        return u'◔';
    case MigrationState::Failed:
        return u'✗';
    case MigrationState::Partial:
        return u'◐';
    case MigrationState::RolledBack:
        return u'↩';
    case MigrationState::Missing:
        return u'?';
    case MigrationState::Future:
        return u'↑';
    case MigrationState::Skipped:
        return u'–';
    case MigrationState::Baseline:
        return u'■';
    }
    return u' ';
}

QChar tierGlyph(project::Tier tier)
{
    switch (tier) {
    case project::Tier::Development:
        return u'■';
    case project::Tier::Test:
        return u'●';
    case project::Tier::Staging:
        return u'▲';
    case project::Tier::Production:
        return u'◆';
    case project::Tier::Custom:
        return u'⬟';
    }
    return u' ';
}

QString durationText(qint64 milliseconds)
{
    if (milliseconds < 0)
        return {};
    if (milliseconds < 1)
        return QStringLiteral("< 1 ms");
    if (milliseconds < 100) // "0.0 s" would say that nothing took place
        return QStringLiteral("%1 ms").arg(milliseconds);
    if (milliseconds < 9950) // tenths only while they mean something
        return QStringLiteral("%1 s").arg(double(milliseconds) / 1000.0, 0, 'f', 1);
    const qint64 seconds = (milliseconds + 500) / 1000;
    if (seconds < 60)
        return QStringLiteral("%1 s").arg(seconds);
    if (seconds < 3600)
        return seconds % 60 ? QStringLiteral("%1 min %2 s").arg(seconds / 60).arg(seconds % 60)
                            : QStringLiteral("%1 min").arg(seconds / 60);
    return QStringLiteral("%1 h %2 min").arg(seconds / 3600).arg(seconds % 3600 / 60);
}

namespace {

QString onDate(const migration::TimelineEntry& entry)
{
    if (!entry.at.isValid())
        return {};
    return QStringLiteral(" on %1 UTC").arg(entry.at.toUTC().toString(QStringLiteral("yyyy-MM-dd HH:mm")));
}

QString byWhom(const migration::TimelineEntry& entry)
{
    return entry.by.isEmpty() ? QString() : QStringLiteral(" by %1").arg(entry.by);
}

QString failureSentence(const migration::TimelineEntry& entry)
{
    const bool partial = entry.state == MigrationState::Partial;
    QString text = (partial ? QStringLiteral("Stopped") : QStringLiteral("Failed")) + onDate(entry);
    if (entry.runs.isEmpty())
        return text
            + (partial ? QStringLiteral("; some statements stayed.") : QStringLiteral("; nothing was kept."));
    const migration::RunSummary& run = entry.runs.constLast();
    if (run.failedStatement > 0) {
        text += QStringLiteral(" at statement %1").arg(run.failedStatement);
        if (run.statementCount > 0)
            text += QStringLiteral(" of %1").arg(run.statementCount);
    }
    if (!partial)
        return text + QStringLiteral("; nothing was kept.");
    if (run.statementsKept >= 1)
        return text + QStringLiteral("; %1 stayed.").arg(statementsText(1, run.statementsKept));
    return text + QStringLiteral("; it is not known which statements stayed.");
}

QString appliedSentence(const migration::TimelineEntry& entry)
{
    QString text = QStringLiteral("Applied") + onDate(entry) + byWhom(entry);
    if (entry.durationMs >= 0)
        text += QStringLiteral(" in %1").arg(durationText(entry.durationMs));
    if (entry.flags.testFlag(MigrationFlag::Changed))
        return text + QStringLiteral("; the file was edited since.");
    if (entry.flags.testFlag(MigrationFlag::ChangedCosmetic))
        return text + QStringLiteral("; since then only layout or comments of the file changed.");
    return text + QLatin1Char('.');
}

QString pendingSentence(const migration::TimelineEntry& entry)
{
    if (entry.flags.testFlag(MigrationFlag::Repeatable))
        return entry.history
            ? QStringLiteral("Will run again: its text changed since it ran%1.").arg(onDate(entry))
            : QStringLiteral("Has not run in this database.");
    if (entry.flags.testFlag(MigrationFlag::OutOfOrder))
        return QStringLiteral("Has not run in this database, although a later version has.");
    return QStringLiteral("Has not run in this database.");
}

} // namespace

QString stateSentence(const migration::TimelineEntry& entry)
{
    switch (entry.state) {
    case MigrationState::Applied:
        return appliedSentence(entry);
    case MigrationState::Pending:
        return pendingSentence(entry);
    case MigrationState::Running:
        return QStringLiteral("Running now.");
    case MigrationState::Failed:
    case MigrationState::Partial:
        return failureSentence(entry);
    case MigrationState::RolledBack:
        return QStringLiteral("Was applied, then undone%1%2.").arg(onDate(entry), byWhom(entry));
    case MigrationState::Missing:
        return QStringLiteral("Ran%1%2, but its file is not here.").arg(onDate(entry), byWhom(entry));
    case MigrationState::Future:
        return QStringLiteral("Ran%1%2 from a newer checkout; its file is not here.")
            .arg(onDate(entry), byWhom(entry));
    case MigrationState::Skipped:
        return QStringLiteral("Marked not to be run%1%2.").arg(onDate(entry), byWhom(entry));
    case MigrationState::Baseline:
        return entry.history
            ? QStringLiteral("The starting mark of this database, set%1%2.").arg(onDate(entry), byWhom(entry))
            : QStringLiteral("Lies below the baseline of this database and will not run.");
    }
    return {};
}

} // namespace strandline::report

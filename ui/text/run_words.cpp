// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/run_words.h"

#include "ui/delegates/state_palette.h"
#include "ui/text/human_time.h"

#include <QCoreApplication>
#include <QLocale>

namespace strandline::ui {

using migration::StepAction;

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("RunWords", text);
}

QString counted(int count, const char* one, const char* many)
{
    return count == 1 ? say(one) : say(many).arg(QLocale().toString(count));
}

} // namespace

QString placeText(const RunPlace& place)
{
    QString name = place.tierName.compare(place.environment, Qt::CaseInsensitive) == 0 ? place.tierName
                                                                                       : place.environment;
    if (!place.database.isEmpty())
        name += QLatin1Char(' ') + place.database;
    return tierCharacter(place.tier) + QLatin1Char(' ') + name;
}

QList<report::RunChoice> resultChoices(const migration::RunReport& run)
{
    static const QStringList showFirst {QStringLiteral("resume"), QStringLiteral("undo"),
        QStringLiteral("resolve-applied"), QStringLiteral("resolve-pending"), QStringLiteral("again"),
        QStringLiteral("plan"), QStringLiteral("rollback")};
    QList<report::RunChoice> choices;
    if (run.outcome == migration::RunOutcome::Done)
        choices << report::RunChoice {QStringLiteral("timeline"), say("Show in the timeline"),
            say("Selects the last migration that ran."), {}};
    for (report::RunChoice choice : report::runChoices(run)) {
        if (showFirst.contains(choice.id))
            choice.text += QStringLiteral("…");
        choices << choice;
    }
    choices << report::RunChoice {
        QStringLiteral("close"), say("Close"), say("Goes back to the timeline; nothing else happens."), {}};
    return choices;
}

QString planTitle(const migration::Plan& plan)
{
    const int count = int(plan.steps.size());
    if (count == 0)
        return say("Nothing to do");
    const migration::PlanStep& first = plan.steps.first();
    const QString one = first.version.isEmpty() ? first.name : first.version;
    switch (first.action) {
    case StepAction::Resume:
        return say("Resume %1 at statement %2").arg(one).arg(first.firstStatement);
    case StepAction::UndoKept:
        return say("Undo what stayed of %1").arg(one);
    case StepAction::Revert:
        return count == 1 ? say("Roll back %1").arg(one) : say("Roll back %1 migrations").arg(count);
    case StepAction::Apply:
        break;
    }
    return count == 1 ? say("Apply %1").arg(one) : say("Apply %1 migrations").arg(count);
}

QString stepTitle(const migration::PlanStep& step)
{
    return step.version.isEmpty() ? step.name : step.version + QLatin1Char(' ') + step.name;
}

QString stepActionText(const migration::PlanStep& step)
{
    switch (step.action) {
    case StepAction::Apply:
        return step.replacesRow ? say("run again") : say("apply");
    case StepAction::Revert:
        return say("roll back");
    case StepAction::Resume:
        return say("resume at %1").arg(step.firstStatement);
    case StepAction::UndoKept:
        return say("undo what stayed");
    }
    return {};
}

QStringList planNotes(const migration::Plan& plan)
{
    QStringList notes;
    bool outside = false;
    bool batches = false;
    bool fromHistory = false;
    for (const migration::PlanStep& step : plan.steps) {
        fromHistory = fromHistory || step.fromHistory;
        for (const migration::Segment& segment : step.segments) {
            outside = outside || segment.mode == migration::SegmentMode::Autocommit;
            batches = batches || segment.mode == migration::SegmentMode::Batch;
        }
    }
    if (outside && plan.dialect == sql::Dialect::MySql)
        notes << say("MariaDB and MySQL commit each DDL statement at once; if one fails, those before it "
                     "stay.");
    else if (outside)
        notes << say("Some statements cannot run in a transaction; if one fails, those before it stay.");
    if (batches)
        notes << say("Batches stay as they are done; a stop goes on later where it was.");
    if (plan.singleTransaction && plan.steps.size() > 1)
        notes << say("All migrations run in one transaction: if one fails, none stays.");
    if (fromHistory)
        notes << say("A script is taken from the history, because its file is gone or was edited.");
    return notes;
}

namespace {

QString waitedFor(const migration::LockWait& wait)
{
    QStringList about;
    if (!wait.program.isEmpty())
        about << wait.program;
    else if (!wait.user.isEmpty())
        about << wait.user;
    if (!wait.state.isEmpty())
        about << (wait.sinceMs >= 0 ? wait.state + QLatin1Char(' ') + shortDuration(wait.sinceMs)
                                    : wait.state);
    return about.isEmpty() ? wait.session
                           : QStringLiteral("%1 (%2)").arg(wait.session, about.join(QStringLiteral(", ")));
}

} // namespace

QString lockWaitText(const QList<migration::LockWait>& waits, qint64 waitedMs)
{
    QStringList blockers;
    QString object;
    int behind = 0;
    for (const migration::LockWait& wait : waits) {
        if (wait.role == migration::LockWait::Role::WaitsBehindUs) {
            ++behind;
            continue;
        }
        if (object.isEmpty())
            object = wait.object;
        blockers << waitedFor(wait);
    }
    if (blockers.isEmpty() && behind == 0)
        return {};
    QString text;
    if (!blockers.isEmpty()) {
        text = object.isEmpty() ? say("Waiting %1 for a lock").arg(shortDuration(waitedMs))
                                : say("Waiting %1 for a lock on %2").arg(shortDuration(waitedMs), object);
        text += say(", held by %1").arg(blockers.mid(0, 2).join(say(" and ")));
        if (blockers.size() > 2)
            text += say(" and %1 more").arg(blockers.size() - 2);
        text += QLatin1Char('.');
    }
    if (behind > 0)
        text += (text.isEmpty() ? QString() : QStringLiteral(" "))
            + counted(behind, "1 session waits behind this run.", "%1 sessions wait behind this run.");
    return text;
}

QString lockWaitDetails(const QList<migration::LockWait>& waits)
{
    QStringList lines;
    for (const migration::LockWait& wait : waits) {
        QString line = (wait.role == migration::LockWait::Role::BlocksUs ? say("Blocks this run: %1")
                                                                         : say("Waits behind it: %1"))
                           .arg(waitedFor(wait));
        if (!wait.user.isEmpty())
            line += say(", user %1").arg(wait.user);
        if (!wait.statement.isEmpty())
            line += QStringLiteral("\n    ") + wait.statement.simplified();
        lines << line;
    }
    return lines.join(QLatin1Char('\n'));
}

QString sessionText(const migration::LockWait& session)
{
    const QString& who = session.user.isEmpty() ? session.program : session.user;
    return who.isEmpty() ? session.session : QStringLiteral("“%1” (%2)").arg(who, session.session);
}

QString disconnectText(const migration::LockWait& session, migration::SessionEnd end)
{
    switch (end) {
    case migration::SessionEnd::Ended:
        return say("The session of %1 was ended.").arg(sessionText(session));
    case migration::SessionEnd::WasGone:
        return say("The session of %1 had ended already.").arg(sessionText(session));
    case migration::SessionEnd::StillEnding:
        break;
    }
    return say("The session of %1 was told to end and is still undoing its work.").arg(sessionText(session));
}

QString lockHolderText(const migration::LockHolder& holder)
{
    QString text = say("%1 holds the migration lock").arg(holder.who.isEmpty() ? holder.session : holder.who);
    if (holder.since.isValid())
        text += say(" since %1").arg(clockTime(holder.since));
    return text;
}

QString checkLevelWord(usecase::CheckLevel level)
{
    switch (level) {
    case usecase::CheckLevel::Pass:
        return say("passed");
    case usecase::CheckLevel::Note:
        return say("note");
    case usecase::CheckLevel::Attention:
        return say("attention");
    case usecase::CheckLevel::Block:
        return say("blocked");
    }
    return {};
}

QString checkLevelGlyph(usecase::CheckLevel level)
{
    switch (level) {
    case usecase::CheckLevel::Pass:
        return QStringLiteral("✓");
    case usecase::CheckLevel::Note:
        return QStringLiteral("●");
    case usecase::CheckLevel::Attention:
        return QStringLiteral("▲");
    case usecase::CheckLevel::Block:
        return QStringLiteral("⬣");
    }
    return {};
}

QList<analysis::CountedLoss> realLosses(const QList<analysis::CountedLoss>& losses)
{
    QList<analysis::CountedLoss> real;
    for (const analysis::CountedLoss& loss : losses) {
        if (!loss.count.objectIsAbsent && loss.count.count != 0)
            real << loss;
    }
    return real;
}

QString lossCountText(const analysis::LossCount& count)
{
    if (count.objectIsAbsent)
        return say("nothing: it is not there");
    const QString unit = count.unit.isEmpty() ? say("rows") : count.unit;
    if (count.count < 0)
        return say("unknown number of %1").arg(unit);
    const QString number = QLocale().toString(count.count);
    return count.isEstimate ? say("about %1 %2").arg(number, unit)
                            : QStringLiteral("%1 %2").arg(number, unit);
}

QString elapsedText(qint64 milliseconds)
{
    const qint64 seconds = std::max<qint64>(0, milliseconds) / 1000;
    const auto two = [](qint64 value) { return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0')); };
    if (seconds >= 3600)
        return QStringLiteral("%1:%2:%3").arg(seconds / 3600).arg(two(seconds / 60 % 60), two(seconds % 60));
    return two(seconds / 60) + QLatin1Char(':') + two(seconds % 60);
}

QString statementTime(qint64 milliseconds)
{
    if (milliseconds < 0)
        return {};
    if (milliseconds < 10)
        return QStringLiteral("< 0.01 s");
    if (milliseconds < 100)
        return QStringLiteral("%1 s").arg(QLocale().toString(double(milliseconds) / 1000.0, 'f', 2));
    return shortDuration(milliseconds);
}

} // namespace strandline::ui

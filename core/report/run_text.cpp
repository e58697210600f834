// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/run_text.h"

#include "core/report/words.h"

namespace strandline::report {

using migration::RunOutcome;
using migration::RunReport;
using migration::StepAction;
using migration::StepReport;
using migration::StepState;

namespace {

const StepReport* failedStep(const RunReport& report)
{
    return report.failedStep >= 0 && report.failedStep < report.steps.size()
        ? &report.steps.at(report.failedStep)
        : nullptr;
}

QString shortName(const StepReport& step)
{
    return step.version.isEmpty() ? step.name : step.version;
}

QString placeNow(const RunReport& report, const QString& place)
{
    return report.versionAfter.isEmpty() ? QStringLiteral("%1 has no migration applied").arg(place)
                                         : QStringLiteral("%1 is at %2").arg(place, report.versionAfter);
}

QString migrations(int count)
{
    return count == 1 ? QStringLiteral("1 migration") : QStringLiteral("%1 migrations").arg(count);
}

QString capitalised(QString text)
{
    if (!text.isEmpty())
        text[0] = text.at(0).toUpper();
    return text;
}

/// What was done, whatever became of the rest.
QString doneWords(const RunReport& report)
{
    int up = 0;
    int down = 0;
    const StepReport* undone = nullptr;
    for (const StepReport& step : report.steps) {
        if (step.state != StepState::Done)
            continue;
        if (step.action == StepAction::UndoKept)
            undone = &step;
        else if (step.direction == QLatin1String("down"))
            ++down;
        else
            ++up;
    }
    if (undone)
        return QStringLiteral("What stayed of %1 is taken back").arg(shortName(*undone));
    if (up > 0 && down > 0)
        return QStringLiteral("%1 rolled back, %2 applied").arg(migrations(down)).arg(up);
    return down > 0 ? QStringLiteral("%1 rolled back").arg(migrations(down))
                    : QStringLiteral("%1 applied").arg(migrations(up));
}

QString doneHeadline(const RunReport& report, const QString& place)
{
    return QStringLiteral("%1 on %2 in %3.").arg(doneWords(report), place, durationText(report.durationMs));
}

QString failedHeadline(const RunReport& report, const QString& place)
{
    const StepReport* step = failedStep(report);
    if (!step)
        return QStringLiteral("The run failed; %1.").arg(placeNow(report, place));
    const QString what = report.failedStatement > 0
        ? QStringLiteral("%1 failed at statement %2").arg(shortName(*step)).arg(report.failedStatement)
        : QStringLiteral("%1 failed").arg(shortName(*step));
    return QStringLiteral("%1. Nothing of it was kept; %2.").arg(what, placeNow(report, place));
}

QString halfHeadline(const RunReport& report)
{
    const StepReport* step = failedStep(report);
    if (!step)
        return QStringLiteral("The run stopped in the middle of a migration.");
    const QString stopped = report.failedStatement > 0
        ? QStringLiteral("%1 stopped at statement %2.").arg(shortName(*step)).arg(report.failedStatement)
        : QStringLiteral("%1 stopped.").arg(shortName(*step));
    const int kept = step->statementsKept;
    if (kept > 0)
        return QStringLiteral("%1 %2 stayed.").arg(stopped, capitalised(statementsText(1, kept)));
    return QStringLiteral("%1 A part of what it did stayed.").arg(stopped);
}

QString stoppedHeadline(const RunReport& report, const QString& place)
{
    const StepReport* step = failedStep(report);
    return step ? QStringLiteral("Stopped in %1. Nothing of it was kept; %2.")
                      .arg(shortName(*step), placeNow(report, place))
                : QStringLiteral("Stopped; %1.").arg(placeNow(report, place));
}

QString lostHeadline(const RunReport& report)
{
    const StepReport* step = failedStep(report);
    if (!step)
        return QStringLiteral("The connection was lost.");
    if (report.failedStatement <= 0)
        return QStringLiteral("The connection was lost during %1.").arg(shortName(*step));
    return QStringLiteral(
        "The connection was lost during statement %1 of %2. The server may still be running it.")
        .arg(report.failedStatement)
        .arg(shortName(*step));
}

/// A version is digits; the name of a repeatable, or of a history without files, may be anything.
QString asArgument(const QString& text)
{
    for (const QChar c : text) {
        const bool isPlain = (c >= QLatin1Char('a') && c <= QLatin1Char('z'))
            || (c >= QLatin1Char('A') && c <= QLatin1Char('Z'))
            || (c >= QLatin1Char('0') && c <= QLatin1Char('9')) || c == QLatin1Char('_')
            || c == QLatin1Char('-') || c == QLatin1Char('.');
        if (isPlain)
            continue;
        QString quoted = text;
        return QLatin1Char('\'') + quoted.replace(QLatin1Char('\''), QLatin1String("'\\''"))
            + QLatin1Char('\'');
    }
    return text;
}

void addOpen(QList<RunChoice>& choices, const RunReport& report)
{
    if (report.error && report.error->position.line > 0)
        choices.append({QStringLiteral("open"),
            QStringLiteral("Open the script at line %1").arg(report.error->position.line),
            QStringLiteral("Shows the statement that stopped the run."), {}});
}

void addHalfChoices(QList<RunChoice>& choices, const RunReport& report)
{
    const StepReport* step = failedStep(report);
    if (!step)
        return;
    const QString name = asArgument(shortName(*step));
    const bool goesUp = step->direction != QLatin1String("down");
    choices.append(
        {QStringLiteral("resume"), QStringLiteral("Go on from statement %1").arg(step->statementsKept + 1),
            QStringLiteral("Runs the rest, after checking that what stayed is unchanged in the file."),
            QStringLiteral("resume %1").arg(name)});
    if (goesUp && step->action != StepAction::UndoKept && step->statementsKept > 0)
        choices.append(
            {QStringLiteral("undo"), QStringLiteral("Undo %1").arg(statementsText(1, step->statementsKept)),
                QStringLiteral("Makes the statements that take them back, for you to read before they run."),
                QStringLiteral("repair %1 --undo").arg(name)});
    choices.append({QStringLiteral("resolve-applied"), QStringLiteral("Mark as applied"),
        goesUp
            ? QStringLiteral("For when you did the rest by hand; only the history changes.")
            : QStringLiteral("For when you brought back by hand what was undone; only the history changes."),
        QStringLiteral("repair %1 --resolved applied").arg(name)});
    choices.append({QStringLiteral("resolve-pending"), QStringLiteral("Mark as not applied"),
        goesUp
            ? QStringLiteral("For when you removed by hand what stayed; it runs again the next time.")
            : QStringLiteral("For when you did the rest of the way back by hand; only the history changes."),
        QStringLiteral("repair %1 --resolved pending").arg(name)});
}

void addAgain(QList<RunChoice>& choices, const RunReport& report)
{
    const StepReport* step = failedStep(report);
    const bool goesUp = !step || step->direction != QLatin1String("down");
    choices.append({QStringLiteral("again"), QStringLiteral("Correct the script and try again"),
        QStringLiteral("Plans anew with the corrected file; what is applied already does not run twice."),
        goesUp ? QStringLiteral("up") : QStringLiteral("down")});
}

void addRollback(QList<RunChoice>& choices, const RunReport& report)
{
    if (report.steps.isEmpty())
        return;
    for (const StepReport& step : report.steps) {
        const bool canGoBack = step.state == StepState::Done && step.kind == migration::Kind::Versioned
            && (step.action == StepAction::Apply || step.action == StepAction::Resume)
            && step.direction != QLatin1String("down");
        if (!canGoBack)
            return;
    }
    const int count = int(report.steps.size());
    choices.append({QStringLiteral("rollback"),
        count == 1 ? QStringLiteral("Roll it back") : QStringLiteral("Roll these %1 back").arg(count),
        QStringLiteral("Plans the way back and shows what it would delete."),
        count == 1 ? QStringLiteral("down") : QStringLiteral("down --count %1").arg(count)});
}

} // namespace

QString statementsText(int first, int last)
{
    if (last <= first)
        return QStringLiteral("statement %1").arg(first);
    return last == first + 1 ? QStringLiteral("statements %1 and %2").arg(first).arg(last)
                             : QStringLiteral("statements %1 to %2").arg(first).arg(last);
}

QString runHeadline(const RunReport& report, const QString& place)
{
    const QString where = !place.isEmpty() ? place
        : report.environment.isEmpty()     ? QStringLiteral("the database")
                                           : report.environment;
    switch (report.outcome) {
    case RunOutcome::Done:
        return doneHeadline(report, where);
    case RunOutcome::NothingToDo:
        return QStringLiteral("Nothing to do: %1.").arg(placeNow(report, where));
    case RunOutcome::Refused:
        return QStringLiteral("Nothing was run; %1.").arg(placeNow(report, where));
    case RunOutcome::Failed:
        return failedHeadline(report, where);
    case RunOutcome::HalfApplied:
    case RunOutcome::StoppedHalfApplied:
        return halfHeadline(report);
    case RunOutcome::Stopped:
        return stoppedHeadline(report, where);
    case RunOutcome::ConnectionLost:
        return lostHeadline(report);
    case RunOutcome::CommitUnknown:
        return QStringLiteral("The final commit was sent but not answered.");
    case RunOutcome::Restored:
        return QStringLiteral("The run failed, and the backup was put back; %1.")
            .arg(placeNow(report, where));
    }
    return {};
}

QString runExplanation(const RunReport& report)
{
    QStringList sentences;
    const bool keptNothing = report.outcome == RunOutcome::Failed || report.outcome == RunOutcome::Stopped;
    if (keptNothing && report.unchanged == migration::UnchangedProof::Fingerprint)
        sentences << QStringLiteral(
            "The server confirmed the rollback, and the schema is the same as before.");
    else if (keptNothing && report.unchanged == migration::UnchangedProof::RolledBack)
        sentences << QStringLiteral("The server confirmed the rollback.");
    if (!report.isSuccess() && report.stepsDone() > 0)
        sentences << (report.stepsDone() == 1
                ? QStringLiteral("1 migration before it is done and stays so.")
                : QStringLiteral("%1 migrations before it are done and stay so.").arg(report.stepsDone()));
    if (report.outcome == RunOutcome::CommitUnknown)
        sentences << QStringLiteral("Only the server can tell whether the last migration counts as applied.");
    if (report.outcome == RunOutcome::ConnectionLost)
        sentences << QStringLiteral("Look again before anything else is run.");
    if (report.drifted)
        sentences << QStringLiteral("The schema afterwards is not the one that was promised.");
    return sentences.join(QLatin1Char(' '));
}

QList<RunChoice> runChoices(const RunReport& report)
{
    QList<RunChoice> choices;
    switch (report.outcome) {
    case RunOutcome::Done:
        addRollback(choices, report);
        break;
    case RunOutcome::Failed:
    case RunOutcome::Restored:
        addOpen(choices, report);
        addAgain(choices, report);
        break;
    case RunOutcome::HalfApplied:
    case RunOutcome::StoppedHalfApplied:
        addOpen(choices, report);
        addHalfChoices(choices, report);
        break;
    case RunOutcome::ConnectionLost:
    case RunOutcome::CommitUnknown:
        choices.append({QStringLiteral("check"), QStringLiteral("Ask the server"),
            QStringLiteral("Connects again and reads the history; changes nothing."),
            QStringLiteral("status")});
        break;
    case RunOutcome::Stopped:
    case RunOutcome::Refused:
        choices.append({QStringLiteral("plan"), QStringLiteral("Plan again"),
            QStringLiteral("Looks at files and database once more and shows what would run."),
            QStringLiteral("plan")});
        break;
    case RunOutcome::NothingToDo:
        break;
    }
    return choices;
}

} // namespace strandline::report

// SPDX-License-Identifier: GPL-3.0-or-later
// Plans and reports as texts that leave the window; the words on the screen are in run_words.cpp.
#include "core/migration/duration.h"
#include "core/usecase/plan_page.h"
#include "ui/text/human_time.h"
#include "ui/text/run_words.h"

#include <QCoreApplication>

namespace strandline::ui {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("RunWords", text);
}

QString quotedForShell(const QString& word)
{
    static const QString harmless = QStringLiteral("-_./:@%+=,");
    const bool plain = !word.isEmpty() && std::all_of(word.cbegin(), word.cend(), [](QChar c) {
        return (c.isLetterOrNumber() && c.unicode() < 128) || harmless.contains(c);
    });
    if (plain)
        return word;
    QString inner = word;
    return QLatin1Char('\'') + inner.replace(QLatin1Char('\''), QStringLiteral("'\\''")) + QLatin1Char('\'');
}

QString targetWords(const migration::PlanTarget& target)
{
    using Kind = migration::TargetKind;
    const QString version = quotedForShell(target.version);
    switch (target.kind) {
    case Kind::Latest:
        return QStringLiteral("up");
    case Kind::UpTo:
        return QStringLiteral("up --to ") + version;
    case Kind::Only:
        return QStringLiteral("up --only ") + version;
    case Kind::DownCount:
        return QStringLiteral("down --count %1").arg(target.count);
    case Kind::DownTo:
        return target.version.isEmpty() ? QStringLiteral("down --all")
                                        : QStringLiteral("down --to ") + version;
    case Kind::Goto:
        return QStringLiteral("goto ") + version;
    case Kind::Resume:
        return QStringLiteral("resume ") + version;
    case Kind::UndoKept:
        return QStringLiteral("repair %1 --undo").arg(version);
    }
    return {};
}

QString stepLine(const migration::StepReport& step)
{
    QString line = QStringLiteral("%1  %2").arg(step.id, migration::stepStateName(step.state));
    if (step.statementCount > 0)
        line += say("  %1 of %2 statements").arg(step.statementsDone).arg(step.statementCount);
    if (step.durationMs > 0)
        line += QStringLiteral("  ") + statementTime(step.durationMs);
    return line;
}

} // namespace

QString planAsHtml(const usecase::PreparedRun& prepared, const RunPlace& place)
{
    return report::planToHtml(
        usecase::planPage(prepared, place.tier, place.tierName, QCoreApplication::applicationVersion()));
}

QString planAsMarkdown(const usecase::PreparedRun& prepared, const RunPlace& place)
{
    QStringList lines;
    lines << QStringLiteral("## %1: %2").arg(placeText(place), planTitle(prepared.plan)) << QString();
    lines << prepared.sentence() << QString();
    for (const migration::PlanStep& step : prepared.plan.steps)
        lines << QStringLiteral("1. `%1` %2").arg(step.id(), stepActionText(step));
    const QList<analysis::CountedLoss> losses = realLosses(prepared.losses);
    if (!losses.isEmpty()) {
        lines << QString() << say("### Deletes") << QString();
        for (const analysis::CountedLoss& loss : losses)
            lines << QStringLiteral("- `%1`: %2").arg(loss.stepId, loss.sentence());
    }
    if (!prepared.checks.isEmpty()) {
        lines << QString() << say("### Checks") << QString();
        for (const usecase::PreflightCheck& check : prepared.checks)
            lines << QStringLiteral("- %1 %2 (%3). %4")
                         .arg(checkLevelGlyph(check.level), check.title, checkLevelWord(check.level),
                             check.finding);
    }
    lines << QString()
          << say("Predicted from scripts and database, read %1, by Strandline %2. Nothing was run.")
                 .arg(exactDateTime(prepared.view.readAt), QCoreApplication::applicationVersion());
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

QString planAsCommandLine(const usecase::PreparedRun& prepared)
{
    const migration::Plan& plan = prepared.plan;
    QString line = QStringLiteral("strandline-cli ") + targetWords(plan.target);
    if (!plan.environment.isEmpty())
        line += QStringLiteral(" --env ") + quotedForShell(plan.environment);
    if (plan.target.singleTransaction)
        line += QStringLiteral(" --single-transaction");
    if (plan.target.allowOutOfOrder)
        line += QStringLiteral(" --out-of-order");
    if (prepared.timeouts.lockMs)
        line += QStringLiteral(" --lock-timeout ") + migration::durationText(*prepared.timeouts.lockMs);
    if (prepared.timeouts.statementMs)
        line +=
            QStringLiteral(" --statement-timeout ") + migration::durationText(*prepared.timeouts.statementMs);
    return line;
}

QString reportAsText(const migration::RunReport& run, const RunPlace& place)
{
    QStringList lines {placeText(place), report::runHeadline(run, placeText(place).mid(2))};
    const QString explanation = report::runExplanation(run);
    if (!explanation.isEmpty())
        lines << explanation;
    lines << say("Run %1, %2, took %3")
                 .arg(run.runId, exactDateTime(run.startedAt), statementTime(run.durationMs));
    for (const migration::StepReport& step : run.steps)
        lines << QStringLiteral("  ") + stepLine(step);
    if (run.error)
        lines << run.error->toText();
    for (const base::Error& note : run.notes)
        lines << note.toText();
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

QString reportAsMarkdown(const migration::RunReport& run, const RunPlace& place)
{
    QStringList lines {QStringLiteral("## ") + placeText(place), QString(),
        QStringLiteral("**%1** %2")
            .arg(report::runHeadline(run, placeText(place).mid(2)), report::runExplanation(run))
            .trimmed(),
        QString()};
    for (const migration::StepReport& step : run.steps)
        lines << QStringLiteral("- `%1`").arg(stepLine(step));
    if (run.error)
        lines << QString() << QStringLiteral("```") << run.error->toText() << QStringLiteral("```");
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

} // namespace strandline::ui

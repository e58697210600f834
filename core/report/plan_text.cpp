// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/plan_text.h"

#include "core/db/statement_text.h"
#include "core/report/run_text.h"
#include "core/report/words.h"
#include "core/sql/statement_splitter.h"

#include <QStringList>

#include <algorithm>

namespace strandline::report {

using migration::ObstacleLevel;
using migration::Plan;
using migration::PlanStep;
using migration::Segment;
using migration::SegmentMode;
using migration::StepAction;

namespace {

/// One very long name shall not push the words of all others out of sight.
constexpr qsizetype kAlignedNameWidth = 60;

QString counted(int count, const QString& one, const QString& many)
{
    return count == 1 ? QStringLiteral("1 ") + one : QStringLiteral("%1 %2").arg(count).arg(many);
}

/// "The script says …" goes on in small letters, "CREATE INDEX …" stays.
QString inSentence(QString text)
{
    if (text.size() > 1 && text.at(1).isLower())
        text[0] = text.at(0).toLower();
    return text;
}

QString actionWord(const PlanStep& step)
{
    switch (step.action) {
    case StepAction::Apply:
        return step.replacesRow ? QStringLiteral("run again") : QStringLiteral("apply");
    case StepAction::Revert:
        return QStringLiteral("roll back");
    case StepAction::Resume:
        return QStringLiteral("go on");
    case StepAction::UndoKept:
        return QStringLiteral("undo what stayed");
    }
    return {};
}

QString sizeWords(const PlanStep& step)
{
    if (step.script.isLarge)
        return QStringLiteral("a large script");
    const QString count =
        counted(step.statementCount, QStringLiteral("statement"), QStringLiteral("statements"));
    return step.firstStatement > 1
        ? QStringLiteral("from statement %1 of %2").arg(step.firstStatement).arg(step.statementCount)
        : count;
}

/// What a resumed migration builds upon, the last ones only: a script may have thousands.
QStringList keptLines(const PlanStep& step, sql::Dialect dialect)
{
    if (step.action != StepAction::Resume || step.firstStatement <= 1)
        return {};
    const int kept = step.firstStatement - 1;
    QStringList lines {QStringLiteral("    %1 stayed from before").arg(statementsText(1, kept))};
    if (step.script.isLarge)
        return lines;
    const sql::SplitResult split = sql::split(step.script.bytes, dialect);
    constexpr int shown = 5;
    for (int i = qMax(0, kept - shown); i < kept && i < int(split.statements.size()); ++i) {
        const QByteArrayView text = split.statements[size_t(i)].textIn(step.script.bytes);
        lines << QStringLiteral("      #%1 %2").arg(i + 1).arg(db::statementExcerpt(QString::fromUtf8(text)));
    }
    return lines;
}

QStringList stepLines(const PlanStep& step, const Plan& plan, int nameWidth)
{
    const bool goesUp = step.direction == QLatin1String("up");
    QString head = QStringLiteral("%1 %2  %3, %4")
                       .arg(goesUp ? QChar(u'↑') : QChar(u'↓'))
                       .arg(step.id().leftJustified(nameWidth), actionWord(step), sizeWords(step));
    if (!plan.singleTransaction && step.isTransactional())
        head += QStringLiteral(", one transaction");
    if (step.fromHistory)
        head += QStringLiteral(", the text that the database recorded");
    QStringList lines {head};
    lines << keptLines(step, plan.dialect);
    if (!step.isTransactional()) {
        for (const Segment& segment : step.segments) {
            const QString which = step.script.isLarge ? QStringLiteral("all statements")
                                                      : statementsText(segment.first, segment.last);
            lines << QStringLiteral("    %1: %2").arg(which, segmentText(segment));
        }
    }
    if (step.checkpoint)
        lines << QStringLiteral("    statement %1 goes on behind its last batch")
                     .arg(step.checkpoint->statement);
    for (const QString& breaking : step.script.directives.breaking)
        lines << QStringLiteral("    breaking: %1").arg(breaking);
    return lines;
}

QStringList obstacleLines(const migration::PlanObstacle& obstacle)
{
    QStringList lines {
        QStringLiteral("%1: %2.").arg(migration::obstacleLevelName(obstacle.level), obstacle.error.summary)};
    if (!obstacle.error.detail.isEmpty())
        lines << QStringLiteral("    ") + obstacle.error.detail;
    if (!obstacle.error.hint.isEmpty())
        lines << QStringLiteral("    ") + obstacle.error.hint;
    return lines;
}

int countOf(const Plan& plan, SegmentMode mode)
{
    int count = 0;
    for (const PlanStep& step : plan.steps) {
        for (const Segment& segment : step.segments)
            count += segment.mode == mode ? qMax(1, segment.last - segment.first + 1) : 0;
    }
    return count;
}

QString whatHappens(const Plan& plan)
{
    const int count = int(plan.steps.size());
    const auto down = std::count_if(plan.steps.cbegin(), plan.steps.cend(),
        [](const PlanStep& step) { return step.direction == QLatin1String("down"); });
    const QString migrations = counted(count, QStringLiteral("migration"), QStringLiteral("migrations"));
    if (plan.steps.first().action == StepAction::UndoKept)
        return QStringLiteral("What stayed of %1 will be taken back").arg(plan.steps.first().id());
    if (plan.steps.first().action == StepAction::Resume) {
        const QString first = QStringLiteral("%1 will go on at statement %2")
                                  .arg(plan.steps.first().id())
                                  .arg(plan.steps.first().firstStatement);
        if (count == 1)
            return first;
        const QString rest = counted(count - 1, QStringLiteral("migration"), QStringLiteral("migrations"));
        return first
            + (plan.steps.last().direction == QLatin1String("down")
                    ? QStringLiteral(", then %1 will be rolled back").arg(rest)
                    : QStringLiteral(", then %1 will run").arg(rest));
    }
    if (down == 0)
        return migrations + QStringLiteral(" will run");
    if (down == count)
        return migrations + QStringLiteral(" will be rolled back");
    return QStringLiteral("%1 will be rolled back and %2 will run")
        .arg(counted(int(down), QStringLiteral("migration"), QStringLiteral("migrations")))
        .arg(count - down);
}

} // namespace

QString segmentText(const Segment& segment)
{
    const QString reason =
        segment.reason.isEmpty() ? QString() : QStringLiteral(": ") + inSentence(segment.reason);
    switch (segment.mode) {
    case SegmentMode::Transaction:
        return reason.isEmpty() ? QStringLiteral("one transaction")
                                : QStringLiteral("a transaction of its own") + reason;
    case SegmentMode::Autocommit:
        return (segment.first == segment.last ? QStringLiteral("by itself")
                                              : QStringLiteral("each by itself"))
            + reason;
    case SegmentMode::Batch:
        return QStringLiteral("in batches, each committed by itself");
    }
    return {};
}

QString planSentence(const Plan& plan, const QString& place)
{
    const QString where = place.isEmpty() ? QString() : QStringLiteral(" on ") + place;
    if (plan.isEmpty()) {
        return (plan.isBlocked() ? QStringLiteral("Nothing can run") : QStringLiteral("Nothing to do"))
            + where + QLatin1Char('.');
    }
    QString text = whatHappens(plan) + where;
    const int transactions = plan.transactionCount();
    if (transactions > 0)
        text += QStringLiteral(", in %1").arg(
            counted(transactions, QStringLiteral("transaction"), QStringLiteral("transactions")));
    text += QLatin1Char('.');
    const int alone = countOf(plan, SegmentMode::Autocommit);
    if (alone > 0)
        text += QStringLiteral(" %1 cannot be taken back by the server.")
                    .arg(counted(alone, QStringLiteral("statement"), QStringLiteral("statements")));
    const int batched = countOf(plan, SegmentMode::Batch);
    if (batched > 0)
        text += batched == 1
            ? QStringLiteral(" 1 statement runs in batches; those that are done stay.")
            : QStringLiteral(" %1 statements run in batches; those that are done stay.").arg(batched);
    return text;
}

QString planToText(const Plan& plan, const PlanTextOptions& options)
{
    QStringList lines;
    if (options.header)
        lines << planSentence(plan);
    if (plan.singleTransaction && !plan.isEmpty())
        lines << QStringLiteral("All of it in one transaction:");
    qsizetype width = 0;
    for (const PlanStep& step : plan.steps)
        width = std::max(width, step.id().size());
    width = std::min(width, kAlignedNameWidth);
    for (const PlanStep& step : plan.steps)
        lines << stepLines(step, plan, int(width));
    if (options.obstacles) {
        for (const migration::PlanObstacle& obstacle : plan.obstacles)
            lines << obstacleLines(obstacle);
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace strandline::report

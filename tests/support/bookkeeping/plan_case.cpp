// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/bookkeeping/plan_case.h"

#include "core/base/digest.h"
#include "core/planner/recorded_script.h"
#include "core/planner/timeline_builder.h"
#include "core/sql/statement_splitter.h"

#include <QDir>
#include <QFile>

namespace strandline::test {

using migration::PlanTarget;
using migration::Segment;
using migration::SegmentMode;
using migration::TargetKind;

namespace {

[[noreturn]] void refuse(const PlanCase& plan, const QString& text)
{
    qFatal("%s: not understood: %s", qPrintable(plan.story.name), qPrintable(text));
}

migration::Script read(
    const PlanCase& plan, const QByteArray& bytes, const QString& path, migration::ScriptRole role)
{
    return planner::recordedScript(bytes, base::sha256Hex(bytes), path, role, plan.dialect);
}

/// "up| CREATE TABLE t (a int);": one more line of the last file's script, in place of "SELECT 'name';".
void addScriptLine(PlanCase& plan, const QString& text)
{
    if (plan.story.set.migrations.isEmpty())
        refuse(plan, text);
    migration::Migration& file = plan.story.set.migrations.last();
    const bool isUp = text.startsWith(QLatin1String("up|"));
    std::optional<migration::Script>& script = isUp ? file.up : file.down;
    const QString path = file.id() + (isUp ? QStringLiteral(".up.sql") : QStringLiteral(".down.sql"));
    QByteArray bytes =
        script && script->absolutePath == QLatin1String("written") ? script->bytes : QByteArray();
    bytes += text.mid(text.indexOf(QLatin1Char('|')) + 1).trimmed().toUtf8() + '\n';
    script = read(plan, bytes, path, isUp ? migration::ScriptRole::Up : migration::ScriptRole::Down);
    script->absolutePath = QStringLiteral("written");
}

void setTarget(PlanCase& plan, QStringList words, const QString& text)
{
    PlanTarget& target = plan.target;
    target.singleTransaction = words.removeAll(QStringLiteral("single")) > 0;
    target.allowOutOfOrder = words.removeAll(QStringLiteral("allow-late")) > 0;
    target.onlyThis = words.removeAll(QStringLiteral("only-this")) > 0;
    for (const QString& word : QStringList(words)) {
        if (word.startsWith(QLatin1String("at="))) {
            target.resumeAt = word.mid(3).toInt();
            words.removeAll(word);
        }
    }
    const auto kind = migration::targetKindFromName(words.value(1));
    if (!kind)
        refuse(plan, text);
    target.kind = *kind;
    if (target.kind == TargetKind::DownCount)
        target.count = words.value(2).toInt();
    else
        target.version = words.value(2);
}

/// The history row as if the file beside it had run.
void takeFromFile(PlanCase& plan)
{
    migration::HistoryRow& row = plan.story.history.rows.last();
    for (const migration::Migration& file : std::as_const(plan.story.set.migrations)) {
        if (file.version != row.version || !file.up)
            continue;
        row.upSha256 = file.up->sha256;
        row.meaning = file.up->meaning;
        row.downSha256 = file.down ? file.down->sha256 : QByteArray();
        if (file.down)
            plan.recordedScripts.insert(file.down->sha256, file.down->bytes);
    }
}

void addRow(PlanCase& plan, const QString& text, const QStringList& words)
{
    addStoryLine(plan.story, text);
    const migration::HistoryRow& row = plan.story.history.rows.last();
    QString script = row.name;
    for (const QString& word : words) {
        if (word.startsWith(QLatin1String("text=")))
            script = word.mid(5);
    }
    if (words.contains(QStringLiteral("asfile")))
        takeFromFile(plan);
    else if (!row.downSha256.isEmpty() && !words.contains(QStringLiteral("unrecorded")))
        plan.recordedScripts.insert(row.downSha256, storyScript(script + QStringLiteral(" down")));
}

/// "done=1 of file": the journal's digest of a statement as the file has it now.
QString withDigests(const PlanCase& plan, const QString& text)
{
    const qsizetype at = text.indexOf(QLatin1String(" sha=file"));
    if (at < 0 || plan.story.set.migrations.isEmpty())
        return text;
    const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    int number = 0;
    for (const QString& word : words) {
        if (word.startsWith(QLatin1String("statement=")))
            number = word.mid(10).toInt();
    }
    for (const migration::Migration& file : plan.story.set.migrations) {
        const bool isDown = words.contains(QStringLiteral("down"));
        const std::optional<migration::Script>& script = isDown ? file.down : file.up;
        if (file.version != words.value(2) || !script)
            continue;
        const sql::SplitResult split = sql::split(script->bytes, plan.dialect);
        if (number < 1 || number > int(split.statements.size()))
            refuse(plan, text);
        QString result = text;
        const QByteArrayView statement = split.statements[size_t(number) - 1].textIn(script->bytes);
        return result.replace(QLatin1String("sha=file"),
            QStringLiteral("sha=") + QString::fromLatin1(base::sha256Hex(statement)));
    }
    refuse(plan, text);
}

void addLine(PlanCase& plan, const QString& text)
{
    const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    const QString what = words.value(0);
    if (text.startsWith(QLatin1String("up|")) || text.startsWith(QLatin1String("down|"))) {
        addScriptLine(plan, text);
    } else if (what == QLatin1String("target")) {
        setTarget(plan, words, text);
    } else if (what == QLatin1String("dialect")) {
        const auto dialect = sql::dialectFromName(words.value(1));
        if (!dialect)
            refuse(plan, text);
        plan.dialect = *dialect;
    } else if (what == QLatin1String("order")) {
        plan.outOfOrder = words.value(1) == QLatin1String("block") ? planner::OrderRule::Block
            : words.value(1) == QLatin1String("warn")              ? planner::OrderRule::Warn
                                                                   : planner::OrderRule::Allow;
    } else if (what == QLatin1String("planned")) {
        plan.interruptedPlan = words.mid(1);
    } else if (what == QLatin1String("row") || what == QLatin1String("repeatable-row")) {
        addRow(plan, text, words);
    } else {
        addStoryLine(plan.story, withDigests(plan, text));
    }
}

QString segmentText(const Segment& segment)
{
    const QChar mode = segment.mode == SegmentMode::Transaction ? QLatin1Char('T')
        : segment.mode == SegmentMode::Autocommit               ? QLatin1Char('A')
                                                                : QLatin1Char('B');
    if (segment.first == segment.last)
        return mode + QString::number(segment.first);
    return QStringLiteral("%1%2-%3").arg(mode).arg(segment.first).arg(segment.last);
}

QString orDash(const QString& text)
{
    return text.isEmpty() ? QStringLiteral("-") : text;
}

} // namespace

planner::PlanQuestion PlanCase::question() const
{
    planner::PlanQuestion question;
    question.timeline = planner::buildTimeline(story.set, story.history, {story.liveRuns});
    question.history = story.history;
    question.recordedScripts = recordedScripts;
    question.interruptedPlan = interruptedPlan;
    question.dialect = dialect;
    question.outOfOrder = outOfOrder;
    question.environment = QStringLiteral("test");
    question.database = QStringLiteral("shop");
    question.schemaFingerprint = "f1";
    question.now = QDateTime::fromString(QStringLiteral("2026-02-01T10:00:00.000Z"), Qt::ISODateWithMs);
    return question;
}

QList<PlanCase> readPlanCases(const QString& folder)
{
    QList<PlanCase> cases;
    const QStringList files = QDir(folder).entryList({QStringLiteral("*.case")}, QDir::Files, QDir::Name);
    for (const QString& name : files) {
        QFile file(folder + QLatin1Char('/') + name);
        if (!file.open(QIODevice::ReadOnly))
            qFatal("cannot read %s", qPrintable(file.fileName()));
        const QStringList lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
        for (const QString& raw : lines) {
            const QString text = raw.trimmed();
            if (text.isEmpty() || text.startsWith(QLatin1Char('#')))
                continue;
            if (text.startsWith(QLatin1String("== "))) {
                PlanCase plan;
                plan.story.name = text.mid(3);
                plan.story.history.present = true;
                plan.story.history.format = 2;
                cases.append(plan);
            } else if (cases.isEmpty()) {
                qFatal("%s: text before the first case", qPrintable(name));
            } else if (text.startsWith(QLatin1String("> "))) {
                cases.last().expected.append(text.mid(2));
            } else {
                addLine(cases.last(), text);
            }
        }
    }
    if (cases.isEmpty())
        qFatal("no cases in %s", qPrintable(folder));
    return cases;
}

QStringList renderPlan(const base::Result<migration::Plan>& plan)
{
    if (!plan) {
        QString line =
            QStringLiteral("fail %1: %2").arg(base::errorCodeName(plan.error().code), plan.error().summary);
        if (!plan.error().hint.isEmpty())
            line += QStringLiteral(" / ") + plan.error().hint;
        return {line};
    }
    QStringList lines;
    for (const migration::PlanStep& step : plan->steps) {
        QString line = migration::stepActionName(step.action) + QLatin1Char(' ') + step.id();
        if (step.action == migration::StepAction::Resume || step.action == migration::StepAction::UndoKept)
            line += QLatin1Char(' ') + step.direction;
        if (step.fromHistory)
            line += QStringLiteral(" recorded");
        if (step.replacesRow)
            line += QStringLiteral(" again");
        line += QStringLiteral(" of=%1").arg(step.statementCount);
        for (const Segment& segment : step.segments)
            line += QLatin1Char(' ') + segmentText(segment);
        if (step.checkpoint)
            line += QStringLiteral(" checkpoint=%1:%2")
                        .arg(step.checkpoint->statement)
                        .arg(step.checkpoint->detail);
        lines.append(line);
        for (const Segment& segment : step.segments) {
            if (!segment.reason.isEmpty())
                lines.append(QStringLiteral("%1: %2").arg(segmentText(segment), segment.reason));
        }
    }
    lines.append(QStringLiteral("from %1 to %2").arg(orDash(plan->fromVersion), orDash(plan->toVersion)));
    for (const migration::PlanObstacle& obstacle : plan->obstacles) {
        lines.append(
            QStringLiteral("%1 %2: %3")
                .arg(migration::obstacleLevelName(obstacle.level), obstacle.check, obstacle.error.summary));
    }
    return lines;
}

} // namespace strandline::test

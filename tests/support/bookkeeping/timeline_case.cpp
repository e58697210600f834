// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/bookkeeping/timeline_case.h"

#include "core/base/digest.h"

#include <QDir>
#include <QFile>
#include <QSet>

namespace strandline::test {

using migration::EventKind;
using migration::HistoryRow;
using migration::Kind;
using migration::LogEvent;
using migration::Migration;
using migration::Script;

namespace {

const QDateTime kBegin = QDateTime::fromString(QStringLiteral("2026-01-01T00:00:00.000Z"), Qt::ISODateWithMs);

/// "text=A" and "text=A~" have different bytes and the same meaning.
QByteArray bytesOf(const QString& text)
{
    return QStringLiteral("SELECT '%1';").arg(text).toUtf8();
}

QByteArray meaningOf(const QString& text)
{
    return base::sha256Hex("meaning of " + QString(text).remove(QLatin1Char('~')).toUtf8());
}

struct Line
{
    QStringList words; ///< without options
    QHash<QString, QString> options;

    QString option(const char* key, const QString& otherwise = {}) const
    {
        return options.value(QString::fromLatin1(key), otherwise);
    }
    bool has(const char* word) const { return words.contains(QString::fromLatin1(word)); }
};

Line parseLine(const QString& text)
{
    Line line;
    const QStringList parts = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString& part : parts) {
        const qsizetype equals = part.indexOf(QLatin1Char('='));
        if (equals > 0)
            line.options.insert(part.left(equals), part.mid(equals + 1));
        else
            line.words.append(part);
    }
    return line;
}

Script script(const QString& text, const QString& path)
{
    Script script;
    script.path = path;
    script.bytes = bytesOf(text);
    script.sha256 = base::sha256Hex(script.bytes);
    script.meaning = meaningOf(text);
    return script;
}

void addFile(TimelineCase& story, const Line& line, Kind kind)
{
    Migration file;
    file.kind = kind;
    file.version = kind == Kind::Versioned ? line.words.at(1) : QString();
    file.name = line.words.value(kind == Kind::Versioned ? 2 : 1);
    const QString text = line.option("text", file.name);
    if (line.has("unreadable")) {
        base::Error error;
        error.code = base::ErrorCode::Io;
        error.summary = QStringLiteral("Could not read the file");
        file.problems.append(error);
    } else {
        file.up = script(text, file.id() + QStringLiteral(".up.sql"));
        file.up->directives.noTransaction = line.has("notx");
        file.up->cannotRunInTransaction = line.has("concurrently");
        if (line.has("irreversible"))
            file.up->directives.irreversible = QStringLiteral("on purpose");
    }
    if (kind == Kind::Versioned && !line.has("nodown"))
        file.down = script(text + QStringLiteral(" down"), file.id() + QStringLiteral(".down.sql"));
    story.set.migrations.append(file);
}

void addRow(TimelineCase& story, const Line& line, Kind kind)
{
    HistoryRow row;
    row.kind = kind;
    row.version = kind == Kind::Versioned ? line.words.at(1) : QString();
    row.name = line.words.at(kind == Kind::Versioned ? 2 : 1);
    for (const char* word : {"applied", "skipped", "baseline"}) {
        if (line.has(word))
            row.status = *migration::historyStatusFromName(QString::fromLatin1(word));
    }
    const QString text = line.option("text", row.name);
    if (row.status == migration::HistoryStatus::Applied && !line.has("unknowntext")) {
        row.meaning = meaningOf(text);
        row.upSha256 = base::sha256Hex(bytesOf(text));
        if (!line.has("nodown") && kind == Kind::Versioned)
            row.downSha256 = base::sha256Hex(bytesOf(text + QStringLiteral(" down")));
    }
    row.sequence = story.history.rows.size() + 1;
    row.appliedAt = kBegin.addSecs(60 * row.sequence);
    row.appliedBy = QStringLiteral("anna");
    row.durationMs = 12;
    row.runId = line.option("run", QStringLiteral("run-of-%1").arg(row.sequence));
    row.programVersion = QStringLiteral("0.1.0");
    story.history.rows.append(row);
}

void addEvent(TimelineCase& story, const Line& line)
{
    LogEvent event;
    const auto kind = migration::eventKindFromName(line.words.at(1));
    if (!kind)
        qFatal("%s: no such event: %s", qPrintable(story.name), qPrintable(line.words.at(1)));
    event.kind = *kind;
    event.migrationKind = line.has("repeatable") ? Kind::Repeatable : Kind::Versioned;
    if (!line.has("all")) {
        event.version = line.has("repeatable") ? QString() : line.words.at(2);
        event.name = line.words.at(3);
    }
    event.direction = line.has("down") ? QStringLiteral("down")
        : line.has("up")               ? QStringLiteral("up")
                                       : QString();
    event.runId = line.option("run");
    event.statement = line.option("statement", QStringLiteral("0")).toInt();
    event.statementCount = line.option("of", QStringLiteral("0")).toInt();
    event.statementsKept = line.option("kept", QStringLiteral("0")).toInt();
    event.inTransaction = line.has("intx");
    event.sha256 = line.option("sha").toLatin1();
    event.detail = line.option("detail");
    event.error = event.kind == EventKind::Failed
        ? QStringLiteral("it broke; “quoted”, 'quoted', \\ and\nmore")
        : QString();
    event.errorCode = event.kind == EventKind::Failed ? QStringLiteral("42P01") : QString();
    event.actor = QStringLiteral("anna");
    event.host = QStringLiteral("build7");
    event.programVersion = QStringLiteral("0.1.0");
    event.id = story.history.events.size() + 1;
    event.at = kBegin.addSecs(30 * event.id);
    story.history.events.append(event);
}

void addLine(TimelineCase& story, const QString& text)
{
    const Line line = parseLine(text);
    const QString what = line.words.value(0);
    if (what == QLatin1String("file"))
        addFile(story, line, Kind::Versioned);
    else if (what == QLatin1String("repeatable-file"))
        addFile(story, line, Kind::Repeatable);
    else if (what == QLatin1String("row"))
        addRow(story, line, Kind::Versioned);
    else if (what == QLatin1String("repeatable-row"))
        addRow(story, line, Kind::Repeatable);
    else if (what == QLatin1String("log"))
        addEvent(story, line);
    else if (what == QLatin1String("live"))
        story.liveRuns.insert(line.words.at(1));
    else
        qFatal("%s: not understood: %s", qPrintable(story.name), qPrintable(text));
}

void readFile(const QString& path, QList<TimelineCase>& stories)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(path));
    const QStringList lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
    for (const QString& raw : lines) {
        const QString text = raw.trimmed();
        if (text.isEmpty() || text.startsWith(QLatin1Char('#')))
            continue;
        if (text.startsWith(QLatin1String("== "))) {
            TimelineCase story;
            story.name = text.mid(3);
            story.history.present = true;
            story.history.format = 2;
            stories.append(story);
        } else if (stories.isEmpty()) {
            qFatal("%s: text before the first case", qPrintable(path));
        } else if (text.startsWith(QLatin1String("> "))) {
            stories.last().expected.append(text.mid(2));
        } else {
            addLine(stories.last(), text);
        }
    }
}

} // namespace

void addStoryLine(TimelineCase& story, const QString& text)
{
    addLine(story, text);
}

QByteArray storyScript(const QString& text)
{
    return bytesOf(text);
}

QList<TimelineCase> readTimelineCases(const QString& folder)
{
    QList<TimelineCase> stories;
    const QStringList files = QDir(folder).entryList({QStringLiteral("*.case")}, QDir::Files, QDir::Name);
    for (const QString& name : files)
        readFile(folder + QLatin1Char('/') + name, stories);
    if (stories.isEmpty())
        qFatal("no cases in %s", qPrintable(folder));
    return stories;
}

QStringList renderTimeline(const migration::Timeline& timeline)
{
    QStringList lines;
    for (const migration::TimelineEntry& entry : timeline.entries) {
        QString line = entry.id() + QLatin1Char(' ') + migration::stateName(entry.state);
        for (const migration::MigrationFlag flag : migration::flagList(entry.flags))
            line += QStringLiteral(" +") + migration::flagName(flag);
        if (!entry.ranAfter.isEmpty())
            line += QStringLiteral(" after=") + entry.ranAfter;
        for (const base::Error& problem : entry.problems)
            line += QStringLiteral(" !") + problem.summary;
        lines.append(line);
    }
    const migration::TimelineCounts& counts = timeline.counts;
    lines.append(QStringLiteral("all %1 applied %2 pending %3 problems %4 head %5")
                     .arg(counts.all)
                     .arg(counts.applied)
                     .arg(counts.pending)
                     .arg(counts.problems)
                     .arg(timeline.headVersion.isEmpty() ? QStringLiteral("-") : timeline.headVersion));
    return lines;
}

} // namespace strandline::test

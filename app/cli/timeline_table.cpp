// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/timeline_table.h"

#include "core/report/words.h"

#include <QLocale>

#include <array>

namespace strandline::cli {

namespace {

using migration::MigrationState;

enum Column { Version, Name, State, At, Took, By, Badges, ColumnCount };
using Row = std::array<QString, ColumnCount>;

Style styleFor(MigrationState state)
{
    switch (state) {
    case MigrationState::Applied:
        return Style::Good;
    case MigrationState::Pending:
        return Style::Accent;
    case MigrationState::Failed:
    case MigrationState::Partial:
        return Style::Bad;
    case MigrationState::Missing:
    case MigrationState::RolledBack:
        return Style::Attention;
    default:
        return Style::Dim;
    }
}

QString badges(const migration::TimelineEntry& entry)
{
    QStringList words;
    for (const migration::MigrationFlag flag : migration::flagList(entry.flags)) {
        // Nearly every way back drops a table or a column; a mark on every line is no mark. “show” and --json
        // have it, and “plan --down” says what it would delete here.
        if (flag != migration::MigrationFlag::DownDataLoss)
            words << report::flagWord(flag);
    }
    if (!entry.problems.isEmpty())
        words << QStringLiteral("file problem");
    return words.join(QStringLiteral(", "));
}

Row rowFor(const migration::TimelineEntry& entry, bool compared)
{
    Row row;
    row[Version] = entry.version.isEmpty() ? QStringLiteral("repeatable") : oneLine(entry.version);
    row[Name] = oneLine(entry.name);
    row[State] = compared ? report::stateWord(entry.state) : QStringLiteral("not compared");
    if (entry.at.isValid())
        row[At] = entry.at.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm"));
    row[Took] = report::durationText(entry.durationMs);
    row[By] = oneLine(entry.by);
    row[Badges] = badges(entry);
    return row;
}

using Widths = std::array<int, ColumnCount>;

int totalWidth(const Widths& widths)
{
    int total = 4; // margin and sign
    for (const int width : widths)
        total += width > 0 ? width + 2 : 0;
    return total - 2;
}

/// On a terminal a row stays one line: names shrink first, then the columns that "log" and "show" repeat go,
/// then the last column is cut.
Widths fitted(Widths widths, int terminalWidth)
{
    if (terminalWidth <= 0)
        return widths;
    const auto excess = [&] { return totalWidth(widths) - terminalWidth; };
    if (excess() > 0)
        widths[Name] = qMax(qMin(24, widths[Name]), widths[Name] - excess());
    for (const Column dispensable : {By, Took, At}) {
        if (excess() > 0)
            widths[dispensable] = 0;
    }
    if (excess() > 0)
        widths[Badges] = qMax(0, widths[Badges] - excess());
    return widths;
}

} // namespace

void printTimeline(Terminal& terminal, const migration::Timeline& timeline)
{
    std::vector<Row> rows;
    Widths widths = {};
    for (const migration::TimelineEntry& entry : timeline.entries) {
        rows.push_back(rowFor(entry, timeline.compared));
        for (size_t column = 0; column < ColumnCount; ++column)
            widths[column] = qMax(widths[column], displayWidth(rows.back()[column]));
    }
    widths = fitted(widths, terminal.width());

    for (size_t index = 0; index < rows.size(); ++index) {
        const migration::TimelineEntry& entry = timeline.entries[qsizetype(index)];
        const Style style = timeline.compared ? styleFor(entry.state) : Style::Dim;
        QString line = QStringLiteral("  ");
        if (terminal.hasGlyphs())
            line += terminal.styled(timeline.compared ? report::stateGlyph(entry.state) : u'·', style)
                + QLatin1Char(' ');
        for (size_t column = 0; column < ColumnCount; ++column) {
            if (widths[column] == 0)
                continue;
            QString cell = rows[index][column];
            if (column == Name || column == Badges)
                cell = elided(cell, widths[column]);
            if (column == Took) // numbers under numbers
                cell.prepend(QString(widths[Took] - displayWidth(cell), QLatin1Char(' ')));
            line += column == State ? terminal.styled(cell, style) : cell;
            line += QString(qMax(0, widths[column] + 2 - displayWidth(cell)), QLatin1Char(' '));
        }
        while (line.endsWith(QLatin1Char(' ')))
            line.chop(1);
        terminal.line(line);
    }
}

} // namespace strandline::cli

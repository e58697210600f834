// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/log_model.h"

#include "core/sql/secret_text.h"
#include "ui/text/human_time.h"

#include <QLocale>

namespace strandline::ui {

using migration::EventKind;
using migration::LogEvent;

namespace {

/// Of a planned run the whole plan is recorded.
constexpr qsizetype kLongestDetail = 2000;

QString eventWord(EventKind kind)
{
    switch (kind) {
    case EventKind::Planned:
        return LogModel::tr("planned");
    case EventKind::Started:
        return LogModel::tr("started");
    case EventKind::StatementStarted:
        return LogModel::tr("statement started");
    case EventKind::StatementDone:
        return LogModel::tr("statement done");
    case EventKind::Applied:
        return LogModel::tr("applied");
    case EventKind::Reverted:
        return LogModel::tr("undone");
    case EventKind::Failed:
        return LogModel::tr("failed");
    case EventKind::Resumed:
        return LogModel::tr("resumed");
    case EventKind::Restored:
        return LogModel::tr("restored");
    case EventKind::Baselined:
        return LogModel::tr("baseline set");
    case EventKind::Skipped:
        return LogModel::tr("skipped");
    case EventKind::Repaired:
        return LogModel::tr("repaired");
    case EventKind::DriftFound:
        return LogModel::tr("drift found");
    case EventKind::BookkeepingChanged:
        return LogModel::tr("bookkeeping changed");
    case EventKind::BatchDone:
        return LogModel::tr("batch done");
    case EventKind::HookDone:
        return LogModel::tr("hook done");
    case EventKind::Notice:
        return LogModel::tr("server notice");
    }
    return {};
}

QString outcomeText(EventKind kind)
{
    switch (kind) {
    case EventKind::StatementDone:
    case EventKind::Applied:
    case EventKind::Reverted:
    case EventKind::Restored:
    case EventKind::Baselined:
    case EventKind::Skipped:
    case EventKind::Repaired:
    case EventKind::BookkeepingChanged:
    case EventKind::BatchDone:
    case EventKind::HookDone:
        return LogModel::tr("✓ done");
    case EventKind::Failed:
        return LogModel::tr("✗ failed");
    case EventKind::DriftFound:
        return LogModel::tr("▲ look");
    case EventKind::Planned:
    case EventKind::Started:
    case EventKind::StatementStarted:
    case EventKind::Resumed:
    case EventKind::Notice:
        break;
    }
    return {};
}

bool passes(const LogEvent& event, LogModel::Chip chip)
{
    switch (chip) {
    case LogModel::Chip::All:
        return true;
    case LogModel::Chip::You:
        return LogModel::sourceOf(event) == LogModel::Source::You;
    case LogModel::Chip::App:
        return LogModel::sourceOf(event) == LogModel::Source::App;
    case LogModel::Chip::Problems:
        return event.kind == EventKind::Failed || event.kind == EventKind::DriftFound
            || !event.error.isEmpty();
    }
    return true;
}

QString migrationOf(const LogEvent& event)
{
    if (event.version.isEmpty())
        return event.name;
    return event.name.isEmpty() ? event.version : event.version + QLatin1Char('_') + event.name;
}

} // namespace

LogModel::LogModel(QObject* parent)
    : QAbstractTableModel(parent)
{ }

void LogModel::setEvents(const QList<LogEvent>& events, const QString& environment, const QDateTime& nowUtc)
{
    m_lines.clear();
    m_lines.reserve(events.size());
    for (const LogEvent& event : events)
        m_lines << report::LogLine {event, environment};
    m_now = nowUtc;
    select();
}

void LogModel::prepend(const QList<LogEvent>& events, const QString& environment)
{
    // A run of a million statements must not make the list long; the database keeps all of them.
    constexpr qsizetype kMost = 5000;
    QList<report::LogLine> lines;
    for (const LogEvent& event : events)
        lines << report::LogLine {event, environment};
    m_lines = (lines + m_lines).mid(0, kMost);
    select();
}

void LogModel::setFilter(const QString& text)
{
    m_filter = text.trimmed();
    select();
}

void LogModel::setChip(Chip chip)
{
    m_chip = chip;
    select();
}

LogModel::Source LogModel::sourceOf(const LogEvent& event)
{
    switch (event.kind) {
    case EventKind::Planned:
    case EventKind::BookkeepingChanged:
    case EventKind::DriftFound:
    case EventKind::Notice:
        return Source::App;
    default:
        return Source::You;
    }
}

int LogModel::chipCount(Chip chip) const
{
    return int(std::count_if(m_lines.cbegin(), m_lines.cend(),
        [chip](const report::LogLine& line) { return passes(line.event, chip); }));
}

void LogModel::select()
{
    beginResetModel();
    m_shown.clear();
    for (int i = 0; i < m_lines.size(); ++i) {
        const report::LogLine& one = m_lines[i];
        if (!passes(one.event, m_chip))
            continue;
        bool matches = m_filter.isEmpty() || one.event.runId.contains(m_filter, Qt::CaseInsensitive);
        for (int column = SourceColumn; column < ColumnCount && !matches; ++column)
            matches = display(one, column).contains(m_filter, Qt::CaseInsensitive);
        if (matches)
            m_shown << i;
    }
    endResetModel();
}

int LogModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_shown.size());
}

int LogModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString LogModel::display(const report::LogLine& line, int column) const
{
    const LogEvent& one = line.event;
    switch (column) {
    case TimeColumn:
        return shortDateTime(one.at, m_now);
    case SourceColumn:
        return sourceOf(one) == Source::You ? tr("You") : tr("App");
    case EnvironmentColumn:
        return line.environment;
    case EventColumn:
        return one.direction == QLatin1String("down") ? tr("%1 (down)").arg(eventWord(one.kind))
                                                      : eventWord(one.kind);
    case MigrationColumn:
        return migrationOf(one);
    case StatementColumn:
        return one.statement > 0
            ? (one.statementCount > 0 ? QStringLiteral("%1/%2").arg(one.statement).arg(one.statementCount)
                                      : QString::number(one.statement))
            : QString();
    case RowsColumn:
        return one.rows >= 0 ? QLocale().toString(one.rows) : QString();
    case TookColumn:
        return one.durationMs > 0 ? shortDuration(one.durationMs) : QString();
    case OutcomeColumn:
        return outcomeText(one.kind);
    case ActorColumn:
        return one.host.isEmpty() ? one.actor : one.actor + QLatin1Char('@') + one.host;
    case TextColumn: {
        if (!one.error.isEmpty())
            return sql::withoutSecrets(
                one.errorCode.isEmpty() ? one.error : one.errorCode + QStringLiteral(": ") + one.error);
        return sql::withoutSecrets(one.detail.left(kLongestDetail).simplified());
    }
    default:
        return {};
    }
}

QVariant LogModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const report::LogLine& line = m_lines[m_shown[index.row()]];
    const LogEvent& one = line.event;
    switch (role) {
    case Qt::DisplayRole:
        return display(line, index.column());
    case Qt::ToolTipRole:
        return index.column() == TimeColumn ? exactDateTime(one.at) : display(line, index.column());
    case Qt::AccessibleTextRole: {
        if (index.column() == TimeColumn) {
            QStringList parts {spokenDateTime(one.at, m_now), eventWord(one.kind), migrationOf(one),
                one.error.isEmpty() ? QString() : display(line, TextColumn)};
            parts.removeAll(QString());
            return parts.join(QStringLiteral(", "));
        }
        const QString value = display(line, index.column());
        return QStringLiteral("%1, %2").arg(value.isEmpty() ? tr("none") : value,
            headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString().toLower());
    }
    case Qt::TextAlignmentRole:
        return index.column() == TookColumn || index.column() == StatementColumn
                || index.column() == RowsColumn
            ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter))
            : QVariant();
    default:
        return {};
    }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole))
        return {};
    switch (section) {
    case TimeColumn:
        return tr("Time");
    case SourceColumn:
        return tr("Source");
    case EnvironmentColumn:
        return tr("Environment");
    case EventColumn:
        return tr("Event");
    case MigrationColumn:
        return tr("Migration");
    case StatementColumn:
        return tr("Statement");
    case RowsColumn:
        return tr("Rows");
    case TookColumn:
        return tr("Took");
    case OutcomeColumn:
        return tr("Outcome");
    case ActorColumn:
        return tr("By");
    case TextColumn:
        return tr("Message");
    default:
        return {};
    }
}

QString LogModel::rowAsText(int row) const
{
    const report::LogLine line = lineAt(row);
    QStringList cells {line.event.at.toUTC().toString(Qt::ISODateWithMs)};
    for (int column = SourceColumn; column < ColumnCount; ++column)
        cells << (column == EventColumn ? migration::eventKindName(line.event.kind) : display(line, column));
    return cells.join(QLatin1Char('\t'));
}

} // namespace strandline::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/log_model.h"

#include "ui/text/human_time.h"

namespace strandline::ui {

using migration::EventKind;
using migration::LogEvent;

namespace {

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

void LogModel::setEvents(const QList<LogEvent>& events, const QDateTime& nowUtc)
{
    m_events = events;
    m_now = nowUtc;
    select();
}

void LogModel::prepend(const QList<LogEvent>& events)
{
    // A run of a million statements must not make the list long; the database keeps all of them.
    constexpr qsizetype kMost = 5000;
    m_events = (events + m_events).mid(0, kMost);
    select();
}

void LogModel::setFilter(const QString& text)
{
    m_filter = text.trimmed();
    select();
}

void LogModel::select()
{
    beginResetModel();
    m_shown.clear();
    for (int i = 0; i < m_events.size(); ++i) {
        const LogEvent& one = m_events[i];
        const bool matches = m_filter.isEmpty() || migrationOf(one).contains(m_filter, Qt::CaseInsensitive)
            || eventWord(one.kind).contains(m_filter, Qt::CaseInsensitive)
            || one.actor.contains(m_filter, Qt::CaseInsensitive)
            || one.error.contains(m_filter, Qt::CaseInsensitive)
            || one.runId.contains(m_filter, Qt::CaseInsensitive);
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

QString LogModel::display(const LogEvent& one, int column) const
{
    switch (column) {
    case TimeColumn:
        return shortDateTime(one.at, m_now);
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
    case TookColumn:
        return one.durationMs > 0 ? shortDuration(one.durationMs) : QString();
    case ActorColumn:
        return one.host.isEmpty() ? one.actor : one.actor + QLatin1Char('@') + one.host;
    case TextColumn: {
        if (!one.error.isEmpty())
            return one.errorCode.isEmpty() ? one.error : one.errorCode + QStringLiteral(": ") + one.error;
        return one.detail.simplified();
    }
    default:
        return {};
    }
}

QVariant LogModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const LogEvent& one = eventAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return display(one, index.column());
    case Qt::ToolTipRole:
        return index.column() == TimeColumn ? exactDateTime(one.at) : display(one, index.column());
    case Qt::AccessibleTextRole: {
        if (index.column() == TimeColumn) {
            QStringList parts {
                spokenDateTime(one.at, m_now), eventWord(one.kind), migrationOf(one), one.error};
            parts.removeAll(QString());
            return parts.join(QStringLiteral(", "));
        }
        const QString value = display(one, index.column());
        return QStringLiteral("%1, %2").arg(value.isEmpty() ? tr("none") : value,
            headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString().toLower());
    }
    case Qt::TextAlignmentRole:
        return index.column() == TookColumn || index.column() == StatementColumn
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
    case EventColumn:
        return tr("Event");
    case MigrationColumn:
        return tr("Migration");
    case StatementColumn:
        return tr("Statement");
    case TookColumn:
        return tr("Took");
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
    const LogEvent& one = eventAt(row);
    return QStringList {one.at.toUTC().toString(Qt::ISODateWithMs), migration::eventKindName(one.kind),
        migrationOf(one), display(one, StatementColumn), display(one, ActorColumn), display(one, TextColumn)}
        .join(QLatin1Char('\t'));
}

} // namespace strandline::ui

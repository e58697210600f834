// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/timeline_model.h"

#include "ui/delegates/state_palette.h"
#include "ui/text/human_time.h"
#include "ui/text/state_words.h"

#include <QSet>

namespace strandline::ui {

using migration::TimelineEntry;

namespace {

/// Above this many separate changes a view is quicker, and no less calm, with a reset: each row operation
/// makes it lay out again.
constexpr int kMaxRowOperations = 40;

struct Span
{
    int first;
    int last;
};

QList<Span> spansWhere(int count, const std::function<bool(int)>& predicate)
{
    QList<Span> spans;
    for (int i = 0; i < count; ++i) {
        if (!predicate(i))
            continue;
        if (!spans.isEmpty() && spans.last().last == i - 1)
            spans.last().last = i;
        else
            spans << Span {i, i};
    }
    return spans;
}

QSet<QString> keysOf(const QList<TimelineRow>& rows)
{
    QSet<QString> keys;
    keys.reserve(rows.size());
    for (const TimelineRow& row : rows)
        keys.insert(row.key);
    return keys;
}

} // namespace

TimelineModel::TimelineModel(QObject* parent)
    : QAbstractTableModel(parent)
{ }

void TimelineModel::setContent(const TimelineInput& input, const QList<TimelineRow>& rows)
{
    const int before = int(m_input.compared.size());
    const int after = int(input.compared.size());
    const int fixed = FirstEnvironmentColumn;
    if (after < before) {
        beginRemoveColumns({}, fixed + after, fixed + before - 1);
        m_input.compared.resize(after);
        endRemoveColumns();
    } else if (after > before) {
        beginInsertColumns({}, fixed + before, fixed + after - 1);
        m_input.compared = input.compared;
        endInsertColumns();
    }
    // The entries that the old rows point into stay alive until the rows are exchanged.
    const auto keepAlive = m_input.timeline;
    moveRowsTo(rows);
    m_input = input;
    m_rows = rows;
    m_bracket.clear();
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(int(m_rows.size()) - 1, columnCount() - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

/// While rows come and go, m_rows holds the old timeline's positions for old rows and -1 for new ones;
/// setContent() puts the final values in afterwards and says that everything changed.
void TimelineModel::moveRowsTo(const QList<TimelineRow>& rows)
{
    const QSet<QString> newKeys = keysOf(rows);
    const QSet<QString> oldKeys = keysOf(m_rows);
    const auto gone = spansWhere(int(m_rows.size()), [&](int i) { return !newKeys.contains(m_rows[i].key); });
    const auto come = spansWhere(int(rows.size()), [&](int i) { return !oldKeys.contains(rows[i].key); });
    QStringList stayingOld;
    QStringList stayingNew;
    for (const TimelineRow& row : std::as_const(m_rows)) {
        if (newKeys.contains(row.key))
            stayingOld << row.key;
    }
    for (const TimelineRow& row : rows) {
        if (oldKeys.contains(row.key))
            stayingNew << row.key;
    }
    const bool duplicates = newKeys.size() != rows.size() || oldKeys.size() != m_rows.size();
    if (duplicates || stayingOld != stayingNew || gone.size() + come.size() > kMaxRowOperations) {
        beginResetModel();
        m_rows = rows;
        for (TimelineRow& row : m_rows)
            row.entry = -1;
        endResetModel();
        return;
    }
    for (auto span = gone.crbegin(); span != gone.crend(); ++span) {
        beginRemoveRows({}, span->first, span->last);
        m_rows.remove(span->first, span->last - span->first + 1);
        endRemoveRows();
    }
    for (const Span& span : come) {
        beginInsertRows({}, span.first, span.last);
        for (int i = span.first; i <= span.last; ++i) {
            TimelineRow row = rows[i];
            row.entry = -1;
            m_rows.insert(i, row);
        }
        endInsertRows();
    }
}

const TimelineEntry* TimelineModel::entryAt(int row) const
{
    if (row < 0 || row >= m_rows.size() || !m_input.timeline)
        return nullptr;
    const int entry = m_rows[row].entry;
    return entry >= 0 && entry < m_input.timeline->entries.size() ? &m_input.timeline->entries[entry]
                                                                  : nullptr;
}

int TimelineModel::rowOfKey(const QString& key) const
{
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows[row].key == key)
            return row;
    }
    return -1;
}

void TimelineModel::setBracket(const SelectionRange& range)
{
    const QSet<int> wanted(range.entries.cbegin(), range.entries.cend());
    if (wanted == m_bracket)
        return;
    m_bracket = wanted;
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(int(m_rows.size()) - 1, 0), {BracketRole});
}

TimelineModel::Bracket TimelineModel::bracketAt(int row) const
{
    const auto in = [this](int i) {
        return i >= 0 && i < m_rows.size() && m_rows[i].entry >= 0 && m_bracket.contains(m_rows[i].entry);
    };
    if (!in(row))
        return Bracket::None;
    // Rows between that do not take part leave gaps; each stretch gets its own ends.
    const bool above = in(row - 1);
    const bool below = in(row + 1);
    return above && below ? Bracket::Middle : above ? Bracket::Bottom : below ? Bracket::Top : Bracket::Only;
}

int TimelineModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int TimelineModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : FirstEnvironmentColumn + int(m_input.compared.size());
}

QVariant TimelineModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const TimelineRow& row = m_rows[index.row()];
    if (role == KeyRole)
        return row.key;
    if (role == RowKindRole)
        return int(row.kind);
    if (row.kind == RowKind::Now)
        return nowData(index.column(), role);
    const TimelineEntry* entry = entryAt(index.row());
    if (!entry)
        return {};
    if (role == BracketRole)
        return QVariant::fromValue(bracketAt(index.row()));
    if (index.column() >= FirstEnvironmentColumn)
        return compareData(*entry, index.column() - FirstEnvironmentColumn, role);
    return entryData(row, *entry, index.column(), role);
}

QVariant TimelineModel::nowData(int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return column == RailColumn ? QVariant(nowText(m_input)) : QVariant();
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole:
        return nowText(m_input);
    default:
        return {};
    }
}

QVariant TimelineModel::entryData(
    const TimelineRow& row, const TimelineEntry& entry, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return display(entry, column);
    case Qt::ToolTipRole:
        return tooltip(entry, column);
    case Qt::AccessibleTextRole:
        return speech(entry, column);
    case Qt::TextAlignmentRole:
        return column == TookColumn ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    case VersionRole:
        return entry.version;
    case NameRole:
        return entry.name;
    case StateRole:
        return int(entry.state);
    case FlagsRole:
        return int(entry.flags);
    case AppliedAtRole:
        return entry.at;
    case DurationRole:
        return entry.durationMs;
    case ChecksumRole:
        return entry.history ? QVariant(entry.history->upSha256) : QVariant();
    case EntryRole:
        return row.entry;
    case ComparedRole:
        return m_input.timeline->compared;
    case RailAboveRole:
        return int(row.above);
    case RailBelowRole:
        return int(row.below);
    case ShiftedRole:
        return row.shifted;
    case DisagreeRole:
        return environmentsDisagree(m_input, entry);
    case ProblemRole:
        return isProblem(entry);
    default:
        return {};
    }
}

QString TimelineModel::display(const TimelineEntry& entry, int column) const
{
    switch (column) {
    case RailColumn:
        return {};
    case VersionColumn:
        return entryVersion(entry);
    case NameColumn:
        return entry.name;
    case StateColumn:
        return stateWord(entry.state, m_input.timeline->compared);
    case LastRunColumn:
        return lastRunText(entry, m_input.nowUtc);
    case TookColumn:
        return shortDuration(entry.durationMs);
    case ByColumn: // who, for a narrow column; the tooltip and the inspector say from where
        return entry.by.section(QLatin1Char('@'), 0, 0);
    default:
        return {};
    }
}

QString TimelineModel::tooltip(const TimelineEntry& entry, int column) const
{
    switch (column) {
    case RailColumn:
    case StateColumn: {
        QStringList lines {
            stateSentence(entry, {m_input.environment, m_input.nowUtc, m_input.timeline->compared})};
        for (const migration::MigrationFlag flag : migration::flagList(entry.flags))
            lines << QStringLiteral("%1 %2: %3").arg(flagGlyph(flag), flagBadge(flag), flagExplanation(flag));
        for (const base::Error& problem : entry.problems)
            lines << problem.summary;
        return lines.join(QLatin1Char('\n'));
    }
    case LastRunColumn:
        return entry.at.isValid()
            ? QStringLiteral("%1 (%2)").arg(exactDateTime(entry.at), relativeAge(entry.at, m_input.nowUtc))
            : QString();
    case VersionColumn:
    case NameColumn:
        return entry.id();
    case ByColumn:
        return entry.by;
    default:
        return display(entry, column);
    }
}

QString TimelineModel::speech(const TimelineEntry& entry, int column) const
{
    if (column == RailColumn)
        return entrySpeech(entry, m_input.timeline->compared);
    QString value = display(entry, column);
    if (column == LastRunColumn && countsAsApplied(entry.state))
        value = spokenDateTime(entry.at, m_input.nowUtc);
    if (column == StateColumn) {
        for (const migration::MigrationFlag flag : migration::flagList(entry.flags))
            value += QStringLiteral(", ") + flagBadge(flag);
    }
    if (value.isEmpty())
        value = tr("none");
    return QStringLiteral("%1, %2").arg(
        value, headerData(column, Qt::Horizontal, Qt::AccessibleTextRole).toString().toLower());
}

QVariant TimelineModel::compareData(const TimelineEntry& entry, int environment, int role) const
{
    const ComparedEnvironment& other = m_input.compared[environment];
    const TimelineEntry* there = other.find(entryKey(entry));
    switch (role) {
    case PresentRole:
        return there != nullptr;
    case StateRole:
        return there ? QVariant(int(there->state)) : QVariant();
    case ComparedRole:
        return other.timeline && other.timeline->compared;
    case DisagreeRole:
        return environmentsDisagree(m_input, entry);
    case Qt::DisplayRole:
        return there || !other.timeline ? QString() : QStringLiteral("–");
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole: {
        if (!other.timeline)
            return tr("not read, %1").arg(other.name);
        if (!there)
            return tr("not known there, %1").arg(other.name);
        QString text = stateWord(there->state);
        if (there->at.isValid())
            text += QLatin1Char(' ') + relativeAge(there->at, m_input.nowUtc);
        return QStringLiteral("%1, %2").arg(text, other.name);
    }
    default:
        return {};
    }
}

QVariant TimelineModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (section >= FirstEnvironmentColumn && section < columnCount()) {
        const ComparedEnvironment& other = m_input.compared[section - FirstEnvironmentColumn];
        if (role == Qt::DisplayRole)
            return comparedShortHeader(m_input, other);
        if (role == Qt::TextAlignmentRole)
            return int(Qt::AlignCenter);
        if (role == Qt::AccessibleTextRole)
            return comparedHeader(m_input, other);
        if (role == Qt::ToolTipRole)
            return other.problem.isEmpty() ? QStringLiteral("%1\n%2").arg(
                       comparedHeader(m_input, other), tr("Read %1").arg(exactDateTime(other.readAt)))
                                           : other.problem;
        return {};
    }
    if (role == Qt::TextAlignmentRole && section == TookColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    switch (section) {
    case RailColumn:
        return role == Qt::AccessibleTextRole ? tr("Migration") : QString();
    case VersionColumn:
        return tr("Version");
    case NameColumn:
        return tr("Name");
    case StateColumn:
        return tr("State");
    case LastRunColumn:
        return tr("Last run");
    case TookColumn:
        // Numbers keep clear of the next column; so does their heading.
        return role == Qt::DisplayRole ? tr("Took") + QStringLiteral("\u2002") : tr("Took");
    case ByColumn:
        return tr("By");
    default:
        return {};
    }
}

QString TimelineModel::rowAsText(int row) const
{
    const TimelineEntry* entry = entryAt(row);
    if (!entry)
        return row >= 0 && row < m_rows.size() ? nowText(m_input) : QString();
    QStringList badges;
    for (const migration::MigrationFlag flag : migration::flagList(entry->flags))
        badges << flagBadge(flag);
    QStringList parts {entry->id(), stateWord(entry->state, m_input.timeline->compared)};
    parts << badges.join(QStringLiteral(", "))
          << (entry->at.isValid() ? entry->at.toUTC().toString(Qt::ISODate) : QString()) << entry->by;
    return parts.join(QLatin1Char('\t'));
}

QString timelineAsCsv(const TimelineModel& model)
{
    const auto quoted = [](QString text) {
        // A leading = + - @ would be run as a formula by spreadsheets.
        if (!text.isEmpty() && QStringLiteral("=+-@").contains(text[0]))
            text.prepend(QLatin1Char('\''));
        return QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
    };
    QString csv = QStringLiteral("version,name,kind,state,flags,at,by,duration_ms\r\n");
    for (int row = 0; row < model.rowCount(); ++row) {
        const TimelineEntry* entry = model.entryAt(row);
        if (!entry)
            continue;
        QStringList flags;
        for (const migration::MigrationFlag flag : migration::flagList(entry->flags))
            flags << migration::flagName(flag);
        const bool compared = model.input().timeline->compared;
        const QStringList cells {quoted(entry->version), quoted(entry->name),
            entry->kind == migration::Kind::Repeatable ? QStringLiteral("repeatable")
                                                       : QStringLiteral("versioned"),
            compared ? migration::stateName(entry->state) : QStringLiteral("notCompared"),
            quoted(flags.join(QLatin1Char(' '))),
            entry->at.isValid() ? entry->at.toUTC().toString(Qt::ISODateWithMs) : QString(),
            quoted(entry->by), entry->durationMs >= 0 ? QString::number(entry->durationMs) : QString()};
        csv += cells.join(QLatin1Char(',')) + QStringLiteral("\r\n");
    }
    return csv;
}

} // namespace strandline::ui

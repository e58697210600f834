// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/mysql/table_change.h"

#include "core/dialect/mysql/column_moves.h"
#include "core/dialect/mysql/partitions.h"
#include "core/dialect/mysql/type_change.h"
#include "core/schema/changed_fields.h"

#include <algorithm>

namespace strandline::dialect::mysql {

using schema::Column;
using schema::Constraint;
using schema::Generated;
using schema::Index;
using schema::Table;

namespace {

/// How much of an ALTER the server can do beside readers and writers.
enum class Way { Instant, InPlace, Shared, Copy };

class TableChange
{
public:
    explicit TableChange(const TableStep& step)
        : m_step(step)
        , m_from(step.from)
        , m_to(step.to)
    { }

    QList<RenderedStatement> statements();

private:
    void addChecksGone();
    void addIndexes();
    void addColumnsGone();
    void addColumns();
    void addColumn(int place, const QString& position);
    void addNewChecks();
    void addPeriods();
    void addVersioning();
    void clause(const QString& text, Way way)
    {
        m_clauses << text;
        m_way = std::max(m_way, way);
    }
    void loses(const QString& note)
    {
        m_notes << note;
        m_losesData = true;
    }
    bool changesCollation() const
    {
        return collation(m_from) != collation(m_to);
    }
    static QString collation(const Table& table) { return table.options.value(QStringLiteral("collation")); }
    bool isRecreated(const Column& from, const Column& to) const;
    const Column* kept(const QString& name) const;
    QString oldName(const QString& column) const { return m_step.oldColumns.value(column, column); }
    RenderedStatement statement(const QString& text) const;
    QString onlineClauses() const;

    const TableStep& m_step;
    const Table& m_from;
    const Table& m_to;
    QStringList m_dropsFirst; ///< clauses
    QStringList m_clauses;
    QStringList m_notes;
    QStringList m_withoutDefault;
    bool m_losesData = false;
    Way m_way = Way::Instant;
};

/// The server converts a stored value to a generated one in place, but not to or from a virtual one.
bool TableChange::isRecreated(const Column& from, const Column& to) const
{
    if (isPeriodColumn(from) != isPeriodColumn(to))
        return true;
    return from.generated != to.generated
        && (to.generated == Generated::Virtual
            || (from.generated == Generated::Virtual && to.generated == Generated::Stored));
}

/// The column as it is now, if it stays the same column.
const Column* TableChange::kept(const QString& name) const
{
    const Column* from = m_from.column(name);
    const Column* to = m_to.column(name);
    return from && to && !isRecreated(*from, *to) ? from : nullptr;
}

RenderedStatement TableChange::statement(const QString& text) const
{
    RenderedStatement statement;
    statement.text = text;
    statement.object = {schema::ObjectKind::Table, m_to.name, {}};
    return statement;
}

void TableChange::addChecksGone()
{
    for (const Constraint& check : m_from.constraints) {
        const bool stays = std::any_of(m_to.constraints.begin(), m_to.constraints.end(),
            [&](const Constraint& other) { return schema::isSame(check, other); });
        if (isTableCheck(check) && !stays)
            clause(QStringLiteral("DROP CONSTRAINT ") + quoted(check.name), Way::InPlace);
    }
}

void TableChange::addNewChecks()
{
    for (const Constraint& check : m_to.constraints) {
        const bool isThere = std::any_of(m_from.constraints.begin(), m_from.constraints.end(),
            [&](const Constraint& other) { return schema::isSame(check, other); });
        if (isTableCheck(check) && !isThere)
            clause(QStringLiteral("ADD ") + checkDefinition(check), Way::Copy);
    }
}

/// Drops, renames and additions; an index of the same content under another name is renamed.
void TableChange::addIndexes()
{
    const auto named = [](const QList<Index>& indexes, const QString& name) {
        return std::find_if(indexes.begin(), indexes.end(), [&](const Index& index) { return index.name == name; });
    };
    QList<const Index*> gone;
    for (const Index& index : m_from.indexes) {
        const auto other = named(m_to.indexes, index.name);
        if (other == m_to.indexes.end() || !schema::isSame(index, *other))
            gone << &index;
    }
    QStringList renames;
    QStringList additions;
    for (const Index& index : m_to.indexes) {
        const auto other = named(m_from.indexes, index.name);
        if (other != m_from.indexes.end() && schema::isSame(index, *other))
            continue;
        const auto twin = std::find_if(gone.begin(), gone.end(), [&](const Index* candidate) {
            Index renamed = *candidate;
            renamed.name = index.name;
            return candidate->constraintName.isEmpty() && candidate->name != index.name
                && named(m_to.indexes, candidate->name) == m_to.indexes.end()
                && other == m_from.indexes.end() && schema::isSame(renamed, index);
        });
        if (twin != gone.end() && m_step.server.canRenameParts()) {
            renames << QStringLiteral("RENAME INDEX %1 TO %2").arg(quoted((*twin)->name), quoted(index.name));
            gone.erase(twin);
            continue;
        }
        const bool isPlain = index.method != QLatin1String("FULLTEXT") && index.method != QLatin1String("SPATIAL");
        additions << QStringLiteral("ADD ") + indexDefinition(index, m_step.server);
        m_way = std::max(m_way, isPlain ? Way::InPlace : Way::Shared);
    }
    for (const Index* index : gone) {
        m_dropsFirst << (index->constraintName.isEmpty() ? QStringLiteral("DROP INDEX ") + quoted(index->name)
                                                         : QStringLiteral("DROP PRIMARY KEY"));
        m_way = std::max(m_way, Way::InPlace);
    }
    m_clauses = m_dropsFirst + m_clauses + renames + additions;
}

void TableChange::addColumnsGone()
{
    for (const Column& column : m_from.columns) {
        if (kept(column.name))
            continue;
        clause(QStringLiteral("DROP COLUMN ") + quoted(oldName(column.name)),
            column.generated == Generated::Virtual ? Way::Copy : Way::InPlace);
        if (column.generated == Generated::None)
            loses(QStringLiteral("deletes column %1.%2 with its values").arg(m_to.name.name, oldName(column.name)));
    }
}

void TableChange::addColumns()
{
    QList<int> targets;
    for (const Column& column : m_from.columns) {
        if (!kept(column.name))
            continue;
        const auto place = std::find_if(m_to.columns.begin(), m_to.columns.end(),
            [&](const Column& other) { return other.name == column.name; });
        targets << int(place - m_to.columns.begin());
    }
    const QSet<int> moved = movedPlaces(targets);
    int lastInPlace = -1;
    for (const int place : targets) {
        if (!moved.contains(place))
            lastInPlace = std::max(lastInPlace, place);
    }
    for (int place = 0; place < m_to.columns.size(); ++place) {
        const bool isKept = kept(m_to.columns.at(place).name) != nullptr;
        // What comes behind all that stays needs no place of its own when it is new.
        const bool isInPlace = isKept ? !moved.contains(place) : place > lastInPlace;
        QString position;
        if (!isInPlace) {
            position = place == 0 ? QStringLiteral(" FIRST")
                                  : QStringLiteral(" AFTER ") + quoted(m_to.columns.at(place - 1).name);
        }
        addColumn(place, position);
    }
}

void TableChange::addColumn(int place, const QString& position)
{
    const Column& column = m_to.columns.at(place);
    const auto charset = changesCollation() ? Charset::Always : Charset::WhereItDiffers;
    const QString name = quoted(column.name);
    const QString definition = columnDefinition(column, m_to, charset) + position;
    const bool wasWithoutDefault = m_from.column(column.name)
        && m_from.column(column.name)->options.contains(QStringLiteral("default"));
    const bool isWithoutDefault = column.options.contains(QStringLiteral("default"));
    const Column* from = kept(column.name);
    if (!from) {
        clause(QStringLiteral("ADD COLUMN %1 %2").arg(name, definition),
            column.generated == Generated::None && !column.isAutoIncrement ? Way::Instant : Way::Copy);
        if (isWithoutDefault)
            m_withoutDefault << name;
        return;
    }
    const QString old = quoted(oldName(column.name));
    const bool isSame = columnDefinition(*from, m_from, Charset::Always)
            == columnDefinition(column, m_to, Charset::Always)
        && (isWithoutDefault || !wasWithoutDefault);
    if (isSame && position.isEmpty()) {
        if (old != name && m_step.server.canRenameParts())
            clause(QStringLiteral("RENAME COLUMN %1 TO %2").arg(old, name), Way::Instant);
        else if (old != name)
            clause(QStringLiteral("CHANGE COLUMN %1 %2 %3").arg(old, name, definition), Way::Instant);
        if (isWithoutDefault && !wasWithoutDefault)
            m_withoutDefault << name;
        return;
    }
    const bool isRebuilt = from->type != column.type || from->generated != column.generated
        || from->generationExpression != column.generationExpression
        || collationOf(*from, m_from) != collationOf(column, m_to) || from->isAutoIncrement != column.isAutoIncrement
        || from->options != column.options;
    clause(old == name ? QStringLiteral("MODIFY COLUMN %1 %2").arg(name, definition)
                       : QStringLiteral("CHANGE COLUMN %1 %2 %3").arg(old, name, definition),
        isRebuilt || from->notNull != column.notNull ? Way::Copy : Way::InPlace);
    if (isWithoutDefault)
        m_withoutDefault << name;
    if (from->generated == Generated::None && column.generated != Generated::None)
        loses(QStringLiteral("replaces the values of %1.%2 by generated ones").arg(m_to.name.name, column.name));
    if (const QString loss = typeLoss(*from, m_from, column, m_to); !loss.isEmpty())
        loses(loss);
    if (!from->notNull && column.notNull)
        m_notes << QStringLiteral("fails while a row has no value in %1.%2").arg(m_to.name.name, column.name);
}

void TableChange::addPeriods()
{
    const QString before = m_from.options.value(QStringLiteral("period"));
    const QString after = m_to.options.value(QStringLiteral("period"));
    if (before != after && !before.isEmpty())
        m_clauses.prepend(QStringLiteral("DROP PERIOD FOR ") + before.section(QStringLiteral(" ("), 0, 0));
    if (before != after && !after.isEmpty())
        clause(QStringLiteral("ADD PERIOD FOR ") + after, Way::Copy);
    if (before != after)
        m_way = Way::Copy;
}

void TableChange::addVersioning()
{
    const QString before = systemPeriod(m_from);
    const QString after = systemPeriod(m_to);
    if (isVersioned(m_from) && !isVersioned(m_to)) {
        clause(QStringLiteral("DROP SYSTEM VERSIONING"), Way::Copy);
        loses(QStringLiteral("deletes the history of the rows of %1").arg(m_to.name.name));
    }
    if (!before.isEmpty() && after.isEmpty())
        clause(QStringLiteral("DROP PERIOD FOR SYSTEM_TIME"), Way::Copy);
    if (before.isEmpty() && !after.isEmpty())
        clause(QStringLiteral("ADD ") + after, Way::Copy);
    if (!isVersioned(m_from) && isVersioned(m_to))
        clause(QStringLiteral("ADD SYSTEM VERSIONING"), Way::Copy);
}

QString TableChange::onlineClauses() const
{
    const bool canBeAsked = m_step.online && engineOf(m_from) == QLatin1String("InnoDB")
        && engineOf(m_to) == QLatin1String("InnoDB") && !isVersioned(m_from) && !isVersioned(m_to)
        && m_from.partitionKey == m_to.partitionKey;
    if (!canBeAsked || m_way == Way::Copy)
        return {};
    if (m_way == Way::Shared)
        return QStringLiteral("ALGORITHM=INPLACE, LOCK=SHARED");
    return m_way == Way::Instant ? QStringLiteral("ALGORITHM=INSTANT") : QStringLiteral("ALGORITHM=INPLACE, LOCK=NONE");
}

QList<RenderedStatement> TableChange::statements()
{
    addChecksGone();
    addColumnsGone();
    addColumns();
    addIndexes();
    addNewChecks();
    addPeriods();
    addVersioning();
    const QStringList options = changedTableOptions(m_from, m_to);
    if (!options.isEmpty())
        clause(options.join(QLatin1Char(' ')), Way::Copy);

    QList<RenderedStatement> result;
    const PartitionChange partitions = partitionChange(m_from, m_to);
    if (!partitions.before.isEmpty())
        result << statement(alterTable(m_to.name.name, {}, partitions.before));
    if (!m_clauses.isEmpty() || !partitions.within.isEmpty()) {
        if (const QString clauses = onlineClauses(); !clauses.isEmpty())
            m_clauses << clauses;
        RenderedStatement alter = statement(alterTable(m_to.name.name, m_clauses, partitions.within));
        alter.note = m_notes.join(QStringLiteral("; "));
        alter.losesData = m_losesData;
        result << alter;
    }
    for (const QString& column : m_withoutDefault)
        result << statement(alterTable(m_to.name.name, {QStringLiteral("ALTER COLUMN %1 DROP DEFAULT").arg(column)}));
    for (const QString& piece : partitions.after) {
        RenderedStatement alter = statement(alterTable(m_to.name.name, {}, piece));
        if (piece.startsWith(QLatin1String("DROP PARTITION"))) {
            alter.note = QStringLiteral("deletes the rows of these partitions of %1").arg(m_to.name.name);
            alter.losesData = true;
        }
        result << alter;
    }
    if (isVersioned(m_from) && !result.isEmpty()) {
        result.prepend(statement(QStringLiteral("SET SESSION system_versioning_alter_history = KEEP")));
        result.append(statement(QStringLiteral("SET SESSION system_versioning_alter_history = DEFAULT")));
    }
    return result;
}

} // namespace

QList<RenderedStatement> alterStatements(const TableStep& step)
{
    return TableChange(step).statements();
}

} // namespace strandline::dialect::mysql

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/health.h"

#include "core/schema/findings.h"
#include "core/schema/health_repair.h"

#include <algorithm>
#include <optional>

namespace strandline::schema {

namespace {

template <typename T> const T* partNamed(const QList<T>& parts, const QString& name)
{
    const auto found =
        std::find_if(parts.begin(), parts.end(), [&](const T& part) { return part.name == name; });
    return found == parts.end() || name.isEmpty() ? nullptr : &*found;
}

/// The highest value of a counter of this type; nothing for a type that we do not know.
std::optional<double> highest(const QString& type)
{
    const QString word = type.toLower();
    const double sign = word.contains(QLatin1String("unsigned")) ? 2 : 1;
    const QList<std::pair<QLatin1String, double>> known {{QLatin1String("tinyint"), 127},
        {QLatin1String("smallint"), 32767}, {QLatin1String("mediumint"), 8388607},
        {QLatin1String("bigint"), 9223372036854775807.0}, {QLatin1String("int"), 2147483647}};
    for (const auto& [begin, value] : known) {
        if (word.startsWith(begin))
            return value * sign;
    }
    return {};
}

class Doctor
{
public:
    Doctor(const Database& database, const LiveFacts& facts)
        : m_database(database)
        , m_facts(facts)
        , m_repairs(database.dialect, database.defaultSchema)
    { }

    QList<HealthFinding> examine()
    {
        for (const Table& table : m_database.tables) {
            for (const Finding& finding : findings(table, m_database.dialect))
                addFinding(table, finding);
            mixedCollations(table);
            differentCollations(table);
        }
        counters();
        failedChecks();
        return m_found;
    }

private:
    void add(const char* id, const ObjectId& object, const QString& sentence, const Repair& repair)
    {
        m_found.append({QLatin1String(id), object, sentence, repair.up, repair.down});
    }
    void addFinding(const Table& table, const Finding& finding);
    void mixedCollations(const Table& table);
    void differentCollations(const Table& table);
    void counters();
    void counter(const LiveFacts::Counter& counter);
    void failedChecks();
    QString collationOf(const Table& table, const Column& column) const;

    const Database& m_database;
    const LiveFacts& m_facts;
    RepairWriter m_repairs;
    QList<HealthFinding> m_found;
};

void Doctor::addFinding(const Table& table, const Finding& finding)
{
    const QString& part = finding.object.part;
    const Index* index = partNamed(table.indexes, part);
    const Constraint* constraint = partNamed(table.constraints, part);
    const Trigger* trigger = partNamed(table.triggers, part);
    switch (finding.kind) {
    case FindingKind::NoPrimaryKey: {
        const qint64 rows = m_facts.rows.value(table.name, -1);
        const QString size = rows > 0 ? QStringLiteral(" It holds about %1 rows.").arg(rows) : QString();
        return add("no-primary-key", finding.object, finding.sentence + size, m_repairs.primaryKey(table));
    }
    case FindingKind::InvalidIndex:
        return add("invalid-index", finding.object, finding.sentence,
            index ? m_repairs.invalidIndex(table, *index) : Repair {});
    case FindingKind::ConstraintNotValidated:
        return add("constraint-not-validated", finding.object, finding.sentence,
            constraint ? m_repairs.validate(table, *constraint) : Repair {});
    case FindingKind::ForeignKeyWithoutIndex: {
        // One without a name is found by its columns in the sentence's order: the first that has no index.
        if (!constraint) {
            const auto found =
                std::find_if(table.constraints.begin(), table.constraints.end(), [&](const auto& one) {
                    return one.kind == ConstraintKind::ForeignKey && one.name.isEmpty()
                        && !isCoveredByIndex(table, one.columns)
                        && finding.sentence.contains(one.columns.join(QLatin1String(", ")));
                });
            constraint = found == table.constraints.end() ? nullptr : &*found;
        }
        return add("foreign-key-without-index", finding.object, finding.sentence,
            constraint ? m_repairs.foreignKeyIndex(table, *constraint) : Repair {});
    }
    case FindingKind::RedundantIndex:
        return add("redundant-index", finding.object, finding.sentence,
            index ? m_repairs.dropIndex(table, *index) : Repair {});
    case FindingKind::DisabledTrigger:
        return add("disabled-trigger", finding.object, finding.sentence,
            trigger ? m_repairs.enableTrigger(table, *trigger) : Repair {});
    }
}

QString Doctor::collationOf(const Table& table, const Column& column) const
{
    if (!column.collation.isEmpty())
        return column.collation;
    // Only MariaDB's tables have one of their own; elsewhere no word means the type's.
    return column.charset.isEmpty() ? table.options.value(QStringLiteral("collation")) : QString();
}

/// MariaDB: texts of one table that sort by different rules.
void Doctor::mixedCollations(const Table& table)
{
    const QString own = table.options.value(QStringLiteral("collation"));
    if (m_database.dialect != sql::Dialect::MySql || own.isEmpty())
        return;
    QStringList others;
    for (const Column& column : table.columns) {
        if (!column.collation.isEmpty() && column.collation != own)
            others.append(QStringLiteral("%1 (%2)").arg(column.name, column.collation));
    }
    if (others.isEmpty())
        return;
    add("mixed-collations", {ObjectKind::Table, table.name, {}},
        QStringLiteral("Table %1 has the collation %2, and columns with another: %3.")
            .arg(table.name.display(), own, others.join(QStringLiteral(", "))),
        m_repairs.oneCollation(table, own.section(u'_', 0, 0), own));
}

/// A column and the one that it refers to: every join compares by one of two rules.
void Doctor::differentCollations(const Table& table)
{
    for (const Constraint& constraint : table.constraints) {
        const Table* parent =
            constraint.kind == ConstraintKind::ForeignKey && !constraint.referencedColumns.isEmpty()
            ? m_database.table(constraint.referencedTable)
            : nullptr;
        if (!parent || parent->name == table.name)
            continue;
        for (qsizetype i = 0; i < std::min(constraint.columns.size(), constraint.referencedColumns.size());
             ++i) {
            const Column* child = table.column(constraint.columns.at(i));
            const Column* key = parent->column(constraint.referencedColumns.at(i));
            if (!child || !key || collationOf(table, *child) == collationOf(*parent, *key))
                continue;
            const auto shown = [](const QString& collation) {
                return collation.isEmpty() ? QStringLiteral("the default") : collation;
            };
            // Numbers have no collation, whatever their tables say.
            if (child->type.contains(QLatin1String("int")) || child->type != key->type)
                continue;
            add("mixed-collations", {ObjectKind::Column, table.name, child->name},
                QStringLiteral("Column %1.%2 refers to %3.%4, which has another collation (%5, %6).")
                    .arg(table.name.display(), child->name, parent->name.display(), key->name,
                        shown(collationOf(table, *child)), shown(collationOf(*parent, *key))),
                {});
        }
    }
}

void Doctor::counters()
{
    for (const LiveFacts::Counter& one : m_facts.counters)
        counter(one);
}

void Doctor::counter(const LiveFacts::Counter& counter)
{
    bool isNumber = false;
    const double last = counter.lastValue.toDouble(&isNumber);
    const Table* table = nullptr;
    const Column* column = nullptr;
    ObjectName sequence;
    std::optional<double> maximum;
    for (const Table& one : m_database.tables) {
        for (const Column& candidate : one.columns) {
            const bool isIts = counter.sequence.isEmpty() ? one.name == counter.table
                    && (candidate.isAutoIncrement || candidate.identity != Identity::None)
                                                          : candidate.identitySequence == counter.sequence;
            if (isIts) {
                table = &one;
                column = &candidate;
                maximum = highest(candidate.type);
            }
        }
    }
    for (const Sequence& one : m_database.sequences) {
        if (counter.sequence.isEmpty() || one.name != counter.sequence)
            continue;
        if (one.options.cycle)
            return;
        bool isKnown = false;
        const double limit = one.options.maximum.toDouble(&isKnown);
        maximum = isKnown ? std::optional(limit) : highest(one.options.type);
        table = m_database.table(one.ownedByTable);
        column = table ? table->column(one.ownedByColumn) : nullptr;
        // The column that stores the numbers may end before the sequence does.
        const auto stored = column ? highest(column->type) : std::nullopt;
        if (stored && maximum)
            maximum = std::min(*maximum, *stored);
        sequence = one.name;
    }
    if (!isNumber || !maximum || *maximum <= 0 || last < *maximum * kCounterWarnsAtPercent / 100)
        return;
    const bool isEnd = last >= *maximum;
    const ObjectId object = sequence.isEmpty() && column
        ? ObjectId {ObjectKind::Column, table->name, column->name}
        : ObjectId {ObjectKind::Sequence, counter.sequence, {}};
    const bool canGrow = column && column->type != QLatin1String("bigint")
        && !column->type.startsWith(QLatin1String("bigint"));
    add("counter-near-end", object,
        isEnd ? QStringLiteral("The numbers of %1 are used up at %2: inserts fail.")
                    .arg(object.display(), counter.lastValue)
              : QStringLiteral("The numbers of %1 have reached %2 of %3 (%4 percent).")
                    .arg(object.display(), counter.lastValue, QString::number(*maximum, 'f', 0),
                        QString::number(int(last / *maximum * 100))),
        canGrow ? m_repairs.widerCounter(*table, *column, sequence) : Repair {});
}

void Doctor::failedChecks()
{
    for (const LiveFacts::FailedCheck& failed : m_facts.failedChecks) {
        const QString where =
            failed.table.isEmpty() ? QString() : QStringLiteral(" in table %1").arg(failed.table.display());
        const ObjectId object = failed.table.isEmpty()
            ? ObjectId {ObjectKind::Other, {{}, m_database.name}, QStringLiteral("database")}
            : ObjectId {ObjectKind::Table, failed.table, {}};
        // Which of the rows is wrong only a person can say, so there is no draft.
        add("failed-check", object,
            QStringLiteral("%1 found something%2: %3.").arg(failed.check, where, failed.detail), {});
    }
}

} // namespace

QList<HealthFinding> health(const Database& database, const LiveFacts& facts)
{
    return Doctor(database, facts).examine();
}

} // namespace strandline::schema

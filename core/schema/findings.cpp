// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/findings.h"

#include <algorithm>

namespace strandline::schema {

namespace {

/// Plain columns from the front; an expression ends what an equality lookup can use.
QStringList leadingColumns(const Index& index)
{
    QStringList columns;
    for (const IndexElement& element : index.elements) {
        if (element.column.isEmpty())
            break;
        columns << element.column;
    }
    return columns;
}

bool beginsWithAll(const QStringList& columns, const QStringList& wanted)
{
    if (columns.size() < wanted.size())
        return false;
    const QStringList front = columns.mid(0, wanted.size());
    return std::all_of(
        wanted.cbegin(), wanted.cend(), [&front](const QString& one) { return front.contains(one); });
}

bool servesLookups(const Index& index)
{
    return index.isValid && !index.isIgnored && index.predicate.isEmpty()
        && index.method != QLatin1String("FULLTEXT") && index.method != QLatin1String("SPATIAL")
        && index.method != QLatin1String("brin") && index.method != QLatin1String("gin");
}

bool isSameElement(const IndexElement& a, const IndexElement& b)
{
    return a.column == b.column && a.expression == b.expression && a.collation == b.collation
        && a.operatorClass == b.operatorClass && a.isDescending == b.isDescending
        && a.nullsFirst == b.nullsFirst && a.prefixLength == b.prefixLength;
}

/// Everything that `narrow` can do, `wide` does as well. Of two that are equal the later name is the
/// redundant one, so that never both are.
bool isRedundantBeside(const Index& narrow, const Index& wide)
{
    if (narrow.method != wide.method || narrow.predicate != wide.predicate || !wide.isValid || wide.isIgnored
        || !narrow.constraintName.isEmpty() || narrow.elements.size() > wide.elements.size()
        || narrow.elements.isEmpty() || narrow.includes != wide.includes)
        return false;
    const bool sameLength = narrow.elements.size() == wide.elements.size();
    // A shorter unique index says more than a longer one; a hash or a full-text index has no beginning.
    const bool hasOrder = narrow.method.isEmpty() || narrow.method.toLower() == QLatin1String("btree");
    if (!sameLength && (narrow.isUnique || !hasOrder))
        return false;
    if (sameLength && narrow.isUnique && !wide.isUnique)
        return false;
    for (qsizetype i = 0; i < narrow.elements.size(); ++i) {
        if (!isSameElement(narrow.elements.at(i), wide.elements.at(i)))
            return false;
    }
    const bool equal = sameLength && narrow.isUnique == wide.isUnique && wide.constraintName.isEmpty();
    return !equal || wide.name < narrow.name;
}

class TableFindings
{
public:
    TableFindings(const Table& table, sql::Dialect dialect)
        : m_table(table)
        , m_dialect(dialect)
    { }

    QList<Finding> all()
    {
        checkPrimaryKey();
        checkIndexes();
        checkConstraints();
        checkTriggers();
        return m_found;
    }

private:
    void add(FindingKind kind, ObjectKind object, const QString& part, const QString& sentence)
    {
        const bool named = !part.isEmpty();
        m_found.append(
            {kind, {named ? object : ObjectKind::Table, m_table.name, named ? part : QString()}, sentence});
    }

    void checkPrimaryKey()
    {
        // What foreign and virtual tables hold is not theirs to key; partitions are keyed by their parent.
        const bool canHaveOne = m_table.kind == TableKind::Ordinary || m_table.kind == TableKind::Partitioned;
        if (canHaveOne && !m_table.primaryKey() && m_table.partitionOf.isEmpty()) {
            add(FindingKind::NoPrimaryKey, ObjectKind::Table, {},
                QStringLiteral("Table %1 has no primary key.").arg(m_table.name.display()));
        }
    }

    void checkIndexes()
    {
        for (const Index& index : m_table.indexes) {
            if (!index.isValid) {
                add(FindingKind::InvalidIndex, ObjectKind::Index, index.name,
                    QStringLiteral(
                        "Index %1 is not valid: the server keeps it up to date and does not use it.")
                        .arg(index.name));
                continue;
            }
            const auto wide = std::find_if(m_table.indexes.cbegin(), m_table.indexes.cend(),
                [&index](const Index& other) { return &other != &index && isRedundantBeside(index, other); });
            if (wide != m_table.indexes.cend()) {
                add(FindingKind::RedundantIndex, ObjectKind::Index, index.name,
                    QStringLiteral("Index %1 does nothing that %2 does not do as well.")
                        .arg(index.name, wide->name));
            }
        }
    }

    void checkConstraints()
    {
        for (const Constraint& constraint : m_table.constraints) {
            if (!constraint.isValidated) {
                add(FindingKind::ConstraintNotValidated, ObjectKind::Constraint, constraint.name,
                    QStringLiteral("Constraint %1 was not checked against the rows from before it.")
                        .arg(constraint.name));
            }
            if (constraint.kind == ConstraintKind::ForeignKey && !isCovered(constraint.columns)) {
                add(FindingKind::ForeignKeyWithoutIndex, ObjectKind::Constraint, constraint.name,
                    QStringLiteral(
                        "No index begins with the foreign key (%1) to %2: deleting there reads all of %3.")
                        .arg(constraint.columns.join(QLatin1String(", ")),
                            constraint.referencedTable.display(), m_table.name.display()));
            }
        }
    }

    /// MariaDB makes the index itself and refuses to drop it.
    bool isCovered(const QStringList& columns) const
    {
        return isCoveredByIndex(m_table, columns) || m_dialect == sql::Dialect::MySql;
    }

    void checkTriggers()
    {
        for (const Trigger& trigger : m_table.triggers) {
            if (trigger.enabled == QLatin1String("disabled")) {
                add(FindingKind::DisabledTrigger, ObjectKind::Trigger, trigger.name,
                    QStringLiteral("Trigger %1 of %2 is disabled.")
                        .arg(trigger.name, m_table.name.display()));
            }
        }
    }

    const Table& m_table;
    sql::Dialect m_dialect;
    QList<Finding> m_found;
};

} // namespace

bool isCoveredByIndex(const Table& table, const QStringList& columns)
{
    for (const Constraint& constraint : table.constraints) {
        if ((constraint.kind == ConstraintKind::PrimaryKey || constraint.kind == ConstraintKind::Unique)
            && beginsWithAll(constraint.columns, columns))
            return true;
    }
    return std::any_of(table.indexes.cbegin(), table.indexes.cend(), [&columns](const Index& index) {
        return servesLookups(index) && beginsWithAll(leadingColumns(index), columns);
    });
}

QList<Finding> findings(const Table& table, sql::Dialect dialect)
{
    return TableFindings(table, dialect).all();
}

QList<Finding> findings(const Database& database)
{
    QList<Finding> all;
    for (const Table& table : database.tables)
        all += findings(table, database.dialect);
    return all;
}

} // namespace strandline::schema

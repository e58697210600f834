// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/introspect/catalogue.h"
#include "core/schema/changed_fields.h"

#include <limits>

namespace strandline::engine::postgresql {

using schema::SequenceOptions;

namespace {

constexpr char sequencesQuery[] = R"(
SELECT c.oid::int8, c.relnamespace::int8, c.relname, c.relpersistence = 'u', %owner(c.relowner),
  %acl(c.relacl, s, c.relowner), format_type(s.seqtypid, NULL), s.seqstart, s.seqmin, s.seqmax, s.seqincrement,
  s.seqcache, s.seqcycle, d.refobjid::int8, d.refobjsubid, d.deptype::text
FROM pg_sequence s
JOIN pg_class c ON c.oid = s.seqrelid
LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
  AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
WHERE c.relnamespace IN (%schemas) AND %foreign(c.relnamespace, c.relname) AND %free(pg_class, c.oid)
)";

struct Numbers
{
    QString type;
    qint64 start = 0;
    qint64 minimum = 0;
    qint64 maximum = 0;
    qint64 increment = 0;
    qint64 cache = 0;
    bool cycle = false;
};

template <typename Number> void defaultLimits(Numbers& usual)
{
    const bool ascends = usual.increment > 0;
    usual.minimum = ascends ? 1 : std::numeric_limits<Number>::min();
    usual.maximum = ascends ? std::numeric_limits<Number>::max() : -1;
}

/// What differs from what CREATE SEQUENCE would choose for this type.
SequenceOptions said(const Numbers& numbers, const QString& usualType)
{
    Numbers usual;
    usual.increment = numbers.increment;
    if (numbers.type == QLatin1String("smallint"))
        defaultLimits<qint16>(usual);
    else if (numbers.type == QLatin1String("integer"))
        defaultLimits<qint32>(usual);
    else
        defaultLimits<qint64>(usual);
    const auto unlessUsual = [](qint64 value, qint64 usualValue) {
        return value == usualValue ? QString() : QString::number(value);
    };
    SequenceOptions options;
    if (numbers.type != usualType)
        options.type = numbers.type;
    options.minimum = unlessUsual(numbers.minimum, usual.minimum);
    options.maximum = unlessUsual(numbers.maximum, usual.maximum);
    options.start = unlessUsual(numbers.start, numbers.increment > 0 ? numbers.minimum : numbers.maximum);
    options.increment = unlessUsual(numbers.increment, 1);
    options.cache = unlessUsual(numbers.cache, 1);
    options.cycle = numbers.cycle;
    return options;
}

schema::Column* columnOf(Catalogue& catalogue, const Relation& relation, const QString& name)
{
    for (schema::Column& column : catalogue.database.tables[relation.place].columns) {
        if (column.name == name)
            return &column;
    }
    return nullptr;
}

/// The sequence of an identity column becomes part of it.
void addToColumn(
    Catalogue& catalogue, const schema::Sequence& sequence, const Numbers& numbers, schema::Column& column)
{
    // Its type follows the column's.
    const SequenceOptions options = said(numbers, column.type);
    if (!schema::isSame(options, SequenceOptions()))
        column.identityOptions = options;
    column.identitySequence = sequence.name;
    if (sequence.access.isExplicit) {
        catalogue.database.unread << QStringLiteral("Rights on the sequence %1 of the identity column %2.%3")
                                         .arg(sequence.name.display(), sequence.ownedByTable.display(),
                                             sequence.ownedByColumn);
    }
}

} // namespace

base::Result<void> readSequences(Catalogue& catalogue)
{
    return catalogue.read(QString::fromLatin1(sequencesQuery), [&](RowReader& row) {
        const qint64 oid = row.number();
        const qint64 schemaOid = row.number();
        schema::Sequence sequence;
        sequence.name = catalogue.nameIn(schemaOid, row.text());
        sequence.isUnlogged = row.flag();
        const QString owner = row.text();
        sequence.access = catalogue.access(owner, row.text(), 's');
        Numbers numbers;
        numbers.type = row.text();
        numbers.start = row.number();
        numbers.minimum = row.number();
        numbers.maximum = row.number();
        numbers.increment = row.number();
        numbers.cache = row.number();
        numbers.cycle = row.flag();
        const qint64 ownerOid = row.number();
        const qint64 ownerColumn = row.number();
        const bool isIdentity = row.letter() == QLatin1Char('i');
        sequence.comment = catalogue.comment(RelationClass, oid);

        const auto home = catalogue.relations.constFind(ownerOid);
        const bool isOwned = home != catalogue.relations.constEnd();
        if (isOwned) {
            sequence.ownedByTable = home->name;
            sequence.ownedByColumn = home->columns.value(ownerColumn - 1);
        }
        if (isIdentity) {
            schema::Column* column = isOwned ? columnOf(catalogue, *home, sequence.ownedByColumn) : nullptr;
            if (column) {
                addToColumn(catalogue, sequence, numbers, *column);
                catalogue.ids.insert({RelationClass, oid, 0},
                    {schema::ObjectKind::Column, home->name, sequence.ownedByColumn});
            }
            return; // also when it belongs to a table that is left out
        }
        sequence.options = said(numbers, QStringLiteral("bigint"));
        catalogue.ids.insert({RelationClass, oid, 0}, {schema::ObjectKind::Sequence, sequence.name, {}});
        catalogue.database.sequences.append(sequence);
    });
}

} // namespace strandline::engine::postgresql

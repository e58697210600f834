// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/introspect/access_list.h"
#include "core/engine/postgresql/introspect/array_text.h"
#include "core/engine/postgresql/introspect/catalogue.h"

namespace strandline::engine::postgresql {

using schema::Column;
using schema::ObjectKind;

namespace {

// The default of an ordinary column sees no other columns: asked without its table it is printed twenty times
// as fast.
constexpr char columnsQuery[] = R"(
SELECT a.attrelid::int8, a.attnum, a.attname, nullif(quote_ident(a.attname), a.attname), a.atttypid::int8,
  nullif(nullif(a.attcollation, 0), 100)::int8, format_type(a.atttypid, a.atttypmod),
  CASE WHEN a.atttypid >= 16384 THEN coalesce(en.nspname, tn.nspname) END,
  CASE WHEN a.atttypid >= 16384 THEN coalesce(et.typname, t.typname) END,
  a.attnotnull, a.attidentity::text, %since(120000, a.attgenerated::text, ''),
  d.oid::int8, pg_get_expr(d.adbin, CASE WHEN %since(120000, a.attgenerated, '') = '' THEN 0 ELSE d.adrelid END),
  CASE WHEN a.attcollation <> t.typcollation THEN %collation(a.attcollation) END,
  CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::text END,
  %since(140000, a.attcompression::text, ''), a.attstattarget, a.attoptions::text, a.attfdwoptions::text,
  a.attislocal AND c.reloftype = 0, %access(a.attacl::text)
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_namespace tn ON tn.oid = t.typnamespace AND t.oid >= 16384
LEFT JOIN pg_type et ON et.oid = t.typelem AND t.oid >= 16384 AND t.typcategory = 'A'
LEFT JOIN pg_namespace en ON en.oid = et.typnamespace
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c') AND c.relnamespace IN (%schemas)
  AND %foreign(c.relnamespace, c.relname) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum
)";

QString storageWord(QChar letter)
{
    switch (letter.toLatin1()) {
    case 'p':
        return QStringLiteral("PLAIN");
    case 'e':
        return QStringLiteral("EXTERNAL");
    case 'm':
        return QStringLiteral("MAIN");
    default:
        return QStringLiteral("EXTENDED");
    }
}

void readOptions(RowReader& row, Column& column)
{
    if (const QChar storage = row.letter(); !storage.isNull())
        column.options.insert(QStringLiteral("storage"), storageWord(storage));
    if (const QChar compression = row.letter(); !compression.isNull()) {
        column.options.insert(QStringLiteral("compression"),
            compression == QLatin1Char('l') ? QStringLiteral("lz4") : QStringLiteral("pglz"));
    }
    const bool hasTarget = !row.isNull(); // from 17 on; before, -1 stands for the default
    if (const qint64 target = row.number(); hasTarget && target >= 0)
        column.options.insert(QStringLiteral("statistics"), QString::number(target));
    addOptions(column.options, row.text());
    addOptions(column.options, row.text(), QStringLiteral("fdw."));
}

void readDefault(Catalogue& catalogue, RowReader& row, const schema::ObjectId& id, Column& column)
{
    const QChar identity = row.letter();
    if (!identity.isNull()) {
        column.identity =
            identity == QLatin1Char('a') ? schema::Identity::Always : schema::Identity::ByDefault;
    }
    const QChar generated = row.letter();
    const qint64 oid = row.number();
    const QString expression = row.text();
    if (oid == 0)
        return;
    catalogue.ids.insert({DefaultClass, oid, 0}, id);
    if (generated.isNull()) {
        column.defaultValue = expression;
        return;
    }
    column.generated = generated == QLatin1Char('v') ? schema::Generated::Virtual : schema::Generated::Stored;
    column.generationExpression = expression;
}

QList<Column>& columnsOf(Catalogue& catalogue, const Relation& relation)
{
    switch (relation.kind) {
    case Relation::Kind::View:
        return catalogue.database.views[relation.place].columns;
    case Relation::Kind::Composite:
        return catalogue.database.types[relation.place].attributes;
    default:
        return catalogue.database.tables[relation.place].columns;
    }
}

} // namespace

base::Result<void> readColumns(Catalogue& catalogue)
{
    return catalogue.read(QString::fromLatin1(columnsQuery), [&](RowReader& row) {
        const qint64 oid = row.number();
        const auto found = catalogue.relations.find(oid);
        if (found == catalogue.relations.end())
            return;
        Relation& relation = *found;
        const int number = int(row.number());
        Column column;
        column.name = row.text();
        relation.columns.resize(number);
        relation.columns[number - 1] = column.name;
        if (const QString quoted = row.text(); !quoted.isEmpty())
            relation.quotedColumns.insert(number, quoted);
        relation.columnTypes.resize(number);
        relation.columnTypes[number - 1] = row.number();
        if (const qint64 collation = row.number(); collation != 0)
            relation.oddCollations.insert(number, collation);
        schema::ObjectId id {ObjectKind::Column, relation.name, column.name};
        if (relation.kind == Relation::Kind::Composite)
            id = {ObjectKind::Type, relation.name, {}};
        catalogue.ids.insert({RelationClass, oid, number}, id);

        column.type = row.text();
        const QString typeSchema = row.text();
        column.typeName = {typeSchema, row.text()};
        column.notNull = row.flag();
        readDefault(catalogue, row, id, column);
        column.collation = row.text();
        readOptions(row, column);
        column.isInherited = !row.flag();
        column.grants = grantsFrom(row.text());
        column.comment = catalogue.comment(RelationClass, oid, number);
        columnsOf(catalogue, relation).append(column);
    });
}

} // namespace strandline::engine::postgresql

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/introspect/array_text.h"
#include "core/engine/postgresql/introspect/catalogue.h"

namespace strandline::engine::postgresql {

using schema::Index;
using schema::IndexElement;
using schema::ObjectKind;

namespace {

constexpr char indexesQuery[] = R"(
SELECT x.indexrelid::int8, x.indrelid::int8, c.relname, am.amname, x.indisunique,
  %since(150000, x.indnullsnotdistinct, false), x.indisvalid AND x.indisready, x.indisclustered, x.indisreplident,
  x.indnkeyatts, x.indkey::text, x.indoption::text,
  (SELECT array_agg(CASE WHEN o.opcdefault THEN '' WHEN n.nspname = 'pg_catalog' THEN quote_ident(o.opcname)
      ELSE quote_ident(n.nspname) || '.' || quote_ident(o.opcname) END ORDER BY u.place)::text
    FROM unnest(x.indclass::oid[]) WITH ORDINALITY u(number, place)
    JOIN pg_opclass o ON o.oid = u.number JOIN pg_namespace n ON n.oid = o.opcnamespace),
  CASE WHEN x.indcollation::text ~ '(^| )(?!(0|100)( |$))' THEN (SELECT array_agg(
      CASE WHEN u.number NOT IN (0, 100) AND u.number IS DISTINCT FROM a.attcollation
      THEN %collation(u.number) END ORDER BY u.place)::text
    FROM unnest(x.indcollation::oid[]) WITH ORDINALITY u(number, place)
    LEFT JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[u.place - 1] AND a.attnum > 0) END,
  CASE WHEN x.indexprs IS NOT NULL THEN (SELECT array_agg(CASE WHEN k = 0
      THEN pg_get_indexdef(x.indexrelid, place::int, false) END ORDER BY place)::text
    FROM unnest(x.indkey::int2[]) WITH ORDINALITY u(k, place)) END,
  pg_get_expr(x.indpred, x.indrelid), c.reloptions::text, ts.spcname, pn.nspname, p.relname,
  pg_get_indexdef(x.indexrelid)
FROM pg_index x
JOIN pg_class c ON c.oid = x.indexrelid
JOIN pg_am am ON am.oid = c.relam
LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
LEFT JOIN pg_inherits i ON i.inhrelid = x.indexrelid
LEFT JOIN pg_class p ON p.oid = i.inhparent
LEFT JOIN pg_namespace pn ON pn.oid = p.relnamespace
WHERE c.relnamespace IN (%schemas)
)";

constexpr int kDescending = 1;
constexpr int kNullsFirst = 2;

/// Behind indisclustered and indisreplident, which are for the caller.
void readElements(RowReader& row, const Relation& home, Index& index)
{
    const qint64 keys = row.number();
    const QList<qint64> columns = numberArray(row.text());
    const QList<qint64> options = numberArray(row.text());
    const QStringList classes = textArray(row.text());
    const QStringList collations = textArray(row.text());
    const QStringList expressions = textArray(row.text());
    for (qsizetype i = 0; i < columns.size(); ++i) {
        const QString column = columns.at(i) > 0 ? home.columns.value(columns.at(i) - 1) : QString();
        if (i >= keys) {
            index.includes << column;
            continue;
        }
        IndexElement element;
        element.column = column;
        element.expression = expressions.value(i);
        element.collation = collations.value(i);
        element.operatorClass = classes.value(i);
        element.isDescending = (options.value(i) & kDescending) != 0;
        element.nullsFirst = (options.value(i) & kNullsFirst) != 0;
        index.elements.append(element);
    }
}

} // namespace

base::Result<void> readIndexes(Catalogue& catalogue)
{
    return catalogue.read(indexesQuery, [&](RowReader& row) {
        const qint64 oid = row.number();
        const auto home = catalogue.relations.constFind(row.number());
        if (home == catalogue.relations.constEnd())
            return;
        Index index;
        index.name = row.text();
        index.method = row.text();
        index.isUnique = row.flag();
        index.nullsNotDistinct = row.flag();
        index.isValid = row.flag();
        if (row.flag())
            index.options.insert(QStringLiteral("clustered"), QStringLiteral("true"));
        const bool isReplicaIdentity = row.flag();
        readElements(row, *home, index);
        index.predicate = row.text();
        addOptions(index.options, row.text());
        if (const QString tablespace = row.text(); !tablespace.isEmpty())
            index.options.insert(QStringLiteral("tablespace"), tablespace);
        const QString parentSchema = row.text();
        index.parentIndex = {parentSchema, row.text()};
        index.definition = row.text();
        index.constraintName = catalogue.keyOfIndex.value(oid);
        index.comment = catalogue.comment(RelationClass, oid);

        // A key and its index are one thing to those who depend on it.
        const bool isKey = !index.constraintName.isEmpty();
        catalogue.ids.insert({RelationClass, oid, 0},
            {isKey ? ObjectKind::Constraint : ObjectKind::Index, home->name,
                isKey ? index.constraintName : index.name});
        if (home->kind == Relation::Kind::View) {
            catalogue.database.views[home->place].indexes.append(index);
            return;
        }
        schema::Table& table = catalogue.database.tables[home->place];
        if (isReplicaIdentity)
            table.replicaIdentity = QStringLiteral("USING INDEX ") + index.name;
        table.indexes.append(index);
    });
}

} // namespace strandline::engine::postgresql

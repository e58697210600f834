// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/introspect/array_text.h"
#include "core/engine/postgresql/introspect/catalogue.h"

namespace strandline::engine::postgresql {

using schema::TypeKind;
using schema::UserType;

namespace {

// Types of tables' rows, arrays and multiranges are made with what they belong to.
constexpr char typesQuery[] = R"(
SELECT t.oid::int8, t.typrelid::int8, t.typnamespace::int8, t.typname, t.typtype::text, %owner(t.typowner),
  %acl(t.typacl, T, t.typowner),
  CASE WHEN t.typtype = 'e' THEN (SELECT array_agg(e.enumlabel ORDER BY e.enumsortorder)::text
    FROM pg_enum e WHERE e.enumtypid = t.oid) END,
  CASE t.typtype WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod)
    WHEN 'r' THEN format_type(g.rngsubtype, NULL) END,
  bn.nspname, b.typname,
  CASE WHEN t.typtype = 'd' AND t.typcollation <> b.typcollation THEN %collation(t.typcollation)
    WHEN g.rngcollation <> b.typcollation THEN %collation(g.rngcollation) END,
  t.typnotnull, t.typdefaultbin IS NOT NULL, pg_get_expr(t.typdefaultbin, 0),
  CASE WHEN NOT o.opcdefault THEN quote_ident(opn.nspname) || '.' || quote_ident(o.opcname) END,
  CASE WHEN g.rngcanonical <> 0 THEN g.rngcanonical::text END,
  CASE WHEN g.rngsubdiff <> 0 THEN g.rngsubdiff::text END,
  %since(140000, m.typname, NULL)
FROM pg_type t
LEFT JOIN pg_class c ON c.oid = t.typrelid
LEFT JOIN pg_range g ON g.rngtypid = t.oid
LEFT JOIN pg_type m ON m.oid = %since(140000, g.rngmultitypid, 0)
LEFT JOIN pg_opclass o ON o.oid = g.rngsubopc
LEFT JOIN pg_namespace opn ON opn.oid = o.opcnamespace
LEFT JOIN pg_type b ON b.oid = CASE t.typtype WHEN 'd' THEN t.typbasetype WHEN 'r' THEN g.rngsubtype END
LEFT JOIN pg_namespace bn ON bn.oid = b.typnamespace AND b.oid >= 16384
WHERE t.typnamespace IN (%schemas) AND %free(pg_type, t.oid)
  AND (t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND c.relkind = 'c')
)";

constexpr char baseTypesQuery[] = R"(
SELECT t.oid::int8, t.typnamespace::int8, t.typname, %owner(t.typowner), %acl(t.typacl, T, t.typowner),
  format('CREATE TYPE %I.%I', n.nspname, t.typname) || CASE WHEN NOT t.typisdefined THEN '' ELSE format(E' (\n    %s\n)',
    concat_ws(E',\n    ', 'INPUT = ' || t.typinput, 'OUTPUT = ' || t.typoutput,
      CASE WHEN t.typreceive <> 0 THEN 'RECEIVE = ' || t.typreceive END,
      CASE WHEN t.typsend <> 0 THEN 'SEND = ' || t.typsend END,
      CASE WHEN t.typmodin <> 0 THEN 'TYPMOD_IN = ' || t.typmodin END,
      CASE WHEN t.typmodout <> 0 THEN 'TYPMOD_OUT = ' || t.typmodout END,
      CASE WHEN t.typanalyze <> 0 THEN 'ANALYZE = ' || t.typanalyze END,
      'SUBSCRIPT = ' || nullif(to_jsonb(t) ->> 'typsubscript', '-'),
      'INTERNALLENGTH = ' || CASE t.typlen WHEN -1 THEN 'VARIABLE' ELSE t.typlen::text END,
      CASE WHEN t.typbyval THEN 'PASSEDBYVALUE' END,
      'ALIGNMENT = ' || CASE t.typalign WHEN 'c' THEN 'char' WHEN 's' THEN 'int2' WHEN 'i' THEN 'int4' ELSE 'double' END,
      'STORAGE = ' || CASE t.typstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main'
        ELSE 'extended' END,
      'CATEGORY = ' || quote_literal(t.typcategory::text), CASE WHEN t.typispreferred THEN 'PREFERRED = true' END,
      'DEFAULT = ' || quote_literal(t.typdefault),
      CASE WHEN t.typelem <> 0 THEN 'ELEMENT = ' || format_type(t.typelem, NULL) END,
      'DELIMITER = ' || quote_literal(t.typdelim::text), CASE WHEN t.typcollation <> 0 THEN 'COLLATABLE = true' END)) END
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE t.typnamespace IN (%schemas) AND %free(pg_type, t.oid)
  AND (t.typtype = 'b' AND NOT (t.typelem <> 0 AND t.typcategory = 'A') OR t.typtype = 'p' AND NOT t.typisdefined)
)";

TypeKind kindOf(QChar letter)
{
    switch (letter.toLatin1()) {
    case 'd':
        return TypeKind::Domain;
    case 'c':
        return TypeKind::Composite;
    case 'r':
        return TypeKind::Range;
    default:
        return TypeKind::Enum;
    }
}

void readOptions(RowReader& row, UserType& type)
{
    for (const char* word : {"subtype_opclass", "canonical", "subtype_diff", "multirange_type_name"}) {
        if (const QString value = row.text(); !value.isEmpty())
            type.options.insert(QLatin1String(word), value);
    }
}

} // namespace

base::Result<void> readTypes(Catalogue& catalogue)
{
    return catalogue.read(QString::fromLatin1(typesQuery), [&](RowReader& row) {
        const qint64 oid = row.number();
        const qint64 relation = row.number();
        const qint64 schemaOid = row.number();
        UserType type;
        type.name = catalogue.nameIn(schemaOid, row.text());
        type.kind = kindOf(row.letter());
        const QString owner = row.text();
        type.access = catalogue.access(owner, row.text(), 'T');
        type.values = textArray(row.text());
        type.baseType = row.text();
        const QString baseSchema = row.text();
        const QString baseName = row.text();
        if (!baseSchema.isEmpty())
            type.baseTypeName = {baseSchema, baseName};
        type.collation = row.text();
        type.notNull = row.flag();
        const bool hasDefault = row.flag();
        if (const QString expression = row.text(); hasDefault)
            type.defaultValue = expression;
        readOptions(row, type);
        type.comment = catalogue.comment(TypeClass, oid);

        const qsizetype place = catalogue.database.types.size();
        catalogue.ids.insert({TypeClass, oid, 0}, {schema::ObjectKind::Type, type.name, {}});
        if (type.kind == TypeKind::Composite) {
            catalogue.relations.insert(relation, {Relation::Kind::Composite, place, type.name, {}, {}, {}, {}});
            catalogue.ids.insert({RelationClass, relation, 0}, {schema::ObjectKind::Type, type.name, {}});
        } else if (type.kind == TypeKind::Domain) {
            catalogue.domains.insert(oid, place);
        }
        catalogue.database.types.append(type);
    });
}

base::Result<void> readBaseTypes(Catalogue& catalogue)
{
    return catalogue.read(QString::fromLatin1(baseTypesQuery), [&](RowReader& row) {
        const qint64 oid = row.number();
        const qint64 schemaOid = row.number();
        UserType type;
        type.name = catalogue.nameIn(schemaOid, row.text());
        type.kind = TypeKind::Base;
        const QString owner = row.text();
        type.access = catalogue.access(owner, row.text(), 'T');
        type.definition = row.text();
        type.comment = catalogue.comment(TypeClass, oid);
        catalogue.ids.insert({TypeClass, oid, 0}, {schema::ObjectKind::Type, type.name, {}});
        catalogue.database.types.append(type);
    });
}

} // namespace strandline::engine::postgresql

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/introspect/array_text.h"
#include "core/engine/postgresql/introspect/catalogue.h"

namespace strandline::engine::postgresql {

using schema::Constraint;
using schema::ConstraintKind;
using schema::ObjectKind;

namespace {

// Triggers are told apart in their own place; their entries here are left out.
constexpr char constraintsQuery[] = R"(
SELECT k.oid::int8, k.conrelid::int8, k.contypid::int8, k.conname, k.contype::text, k.conkey::text,
  k.conindid::int8, k.confrelid::int8, rn.nspname, r.relname,
  k.confkey::text,
  CASE WHEN k.contype = 'f' AND NOT (r.relnamespace IN (%schemas) AND %free(pg_class, r.oid)) THEN (SELECT array_agg(a.attname ORDER BY u.place)::text
    FROM unnest(k.confkey) WITH ORDINALITY u(number, place)
    JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number) END,
  k.confdeltype::text, k.confupdtype::text, k.confmatchtype::text,
  %since(150000, k.confdelsetcols::text, NULL), k.condeferrable, k.condeferred, k.convalidated,
  %since(180000, k.conenforced, true), k.connoinherit, k.conislocal, pg_get_constraintdef(k.oid)
FROM pg_constraint k
LEFT JOIN pg_class r ON r.oid = k.confrelid LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace
WHERE k.contype IN ('p', 'u', 'c', 'f', 'x', 'n') AND k.connamespace IN (%schemas)
)";

QString actionWord(QChar letter)
{
    switch (letter.toLatin1()) {
    case 'r':
        return QStringLiteral("RESTRICT");
    case 'c':
        return QStringLiteral("CASCADE");
    case 'n':
        return QStringLiteral("SET NULL");
    case 'd':
        return QStringLiteral("SET DEFAULT");
    default:
        return {};
    }
}

ConstraintKind kindOf(QChar letter)
{
    switch (letter.toLatin1()) {
    case 'p':
        return ConstraintKind::PrimaryKey;
    case 'u':
        return ConstraintKind::Unique;
    case 'f':
        return ConstraintKind::ForeignKey;
    case 'x':
        return ConstraintKind::Exclusion;
    case 'n':
        return ConstraintKind::NotNull;
    default:
        return ConstraintKind::Check;
    }
}

/// Without what stands in fields of its own.
QString expressionOf(const Constraint& constraint)
{
    QString text = constraint.definition;
    for (const char* suffix :
        {" NOT ENFORCED", " NOT VALID", " NO INHERIT", " INITIALLY DEFERRED", " DEFERRABLE"}) {
        if (text.endsWith(QLatin1String(suffix)))
            text.chop(qsizetype(qstrlen(suffix)));
    }
    if (constraint.kind == ConstraintKind::Exclusion)
        return text.mid(int(qstrlen("EXCLUDE ")));
    if (constraint.kind == ConstraintKind::Check)
        return text.mid(int(qstrlen("CHECK ("))).chopped(1);
    return {};
}

void readForeignKey(
    const Catalogue& catalogue, RowReader& row, const QStringList& columns, Constraint& constraint)
{
    const qint64 parent = row.number();
    const QString parentSchema = row.text();
    const QString parentName = row.text();
    const QList<qint64> parentNumbers = numberArray(row.text());
    const QStringList namesOutside = textArray(row.text()); // of a parent in a schema that is not read
    const QChar onDelete = row.letter();
    const QChar onUpdate = row.letter();
    const QChar match = row.letter();
    const QList<qint64> deleteSet = numberArray(row.text());
    if (parent == 0)
        return;
    constraint.referencedTable = {parentSchema, parentName};
    const auto inside = catalogue.relations.constFind(parent);
    constraint.referencedColumns = inside != catalogue.relations.constEnd()
        ? Catalogue::columnNames(*inside, parentNumbers)
        : namesOutside;
    constraint.onDelete = actionWord(onDelete);
    constraint.onUpdate = actionWord(onUpdate);
    if (match != QLatin1Char('s'))
        constraint.match = match == QLatin1Char('f') ? QStringLiteral("FULL") : QStringLiteral("PARTIAL");
    for (const qint64 number : deleteSet)
        constraint.deleteSetColumns << columns.value(number - 1);
}

} // namespace

base::Result<void> readConstraints(Catalogue& catalogue)
{
    return catalogue.read(QString::fromLatin1(constraintsQuery), [&](RowReader& row) {
        const qint64 oid = row.number();
        const auto relation = catalogue.relations.constFind(row.number());
        const bool isOfTable = relation != catalogue.relations.constEnd();
        const qsizetype domain = catalogue.domains.value(row.number(), -1);
        if (!isOfTable && domain < 0)
            return;
        const Relation home = isOfTable ? *relation : Relation {};
        Constraint constraint;
        constraint.name = row.text();
        const QChar kind = row.letter();
        constraint.kind = kindOf(kind);
        constraint.columns = Catalogue::columnNames(home, numberArray(row.text()));
        const qint64 index = row.number();
        if (constraint.kind != ConstraintKind::ForeignKey && index != 0)
            catalogue.keyOfIndex.insert(index, constraint.name);
        readForeignKey(catalogue, row, home.columns, constraint);
        constraint.isDeferrable = row.flag();
        constraint.isInitiallyDeferred = row.flag();
        constraint.isValidated = row.flag();
        constraint.isEnforced = row.flag();
        constraint.isNoInherit = row.flag() && constraint.kind == ConstraintKind::Check;
        constraint.isInherited = !row.flag();
        constraint.definition = row.text();
        constraint.expression = expressionOf(constraint);
        constraint.comment = catalogue.comment(ConstraintClass, oid);
        if (isOfTable) {
            catalogue.ids.insert(
                {ConstraintClass, oid, 0}, {ObjectKind::Constraint, home.name, constraint.name});
            catalogue.database.tables[home.place].constraints.append(constraint);
        } else {
            schema::UserType& type = catalogue.database.types[domain];
            catalogue.ids.insert({ConstraintClass, oid, 0}, {ObjectKind::Type, type.name, {}});
            type.constraints.append(constraint);
        }
    });
}

} // namespace strandline::engine::postgresql

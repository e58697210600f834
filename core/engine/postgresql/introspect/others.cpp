// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/introspect/catalogue.h"
#include "core/engine/postgresql/introspect/other_kinds.h"

namespace strandline::engine::postgresql {

using schema::OtherObject;

namespace {

// From 15 on single columns, rows and whole schemas can be published.
constexpr char publishedTables[] =
    "SELECT 'TABLE ' || r.prrelid::regclass AS part FROM pg_publication_rel r WHERE r.prpubid = p.oid";
constexpr char publishedParts[] = R"(
SELECT format('TABLE %s%s%s', r.prrelid::regclass,
  (SELECT format(' (%s)', string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)) FROM pg_attribute a
   WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs) HAVING count(*) > 0),
  ' WHERE (' || pg_get_expr(r.prqual, r.prrelid) || ')') AS part
FROM pg_publication_rel r WHERE r.prpubid = p.oid
UNION ALL
SELECT format('TABLES IN SCHEMA %I', sn.nspname) FROM pg_publication_namespace s
JOIN pg_namespace sn ON sn.oid = s.pnnspid WHERE s.pnpubid = p.oid)";

base::Result<QList<const OtherKind*>> kindsThatAreThere(Catalogue& catalogue)
{
    QStringList questions;
    for (const OtherKind& kind : otherKinds())
        questions << QStringLiteral("EXISTS (SELECT FROM %1)").arg(QLatin1String(kind.onlyIf));
    QList<const OtherKind*> there;
    const auto asked = catalogue.read(
        QStringLiteral("SELECT ") + questions.join(QLatin1String(", ")), [&](RowReader& row) {
            for (const OtherKind& kind : otherKinds()) {
                if (row.flag())
                    there << &kind;
            }
        });
    if (!asked)
        return base::forward(asked);
    return there;
}

QString queryFor(const QList<const OtherKind*>& kinds, int version)
{
    QStringList parts;
    for (qsizetype i = 0; i < kinds.size(); ++i) {
        parts << QStringLiteral("SELECT %1, '%2'::regclass::oid::int8, k.* FROM (%3) AS k")
                     .arg(QString::number(i), QLatin1String(kinds.at(i)->catalogue),
                         QString::fromUtf8(kinds.at(i)->sql));
    }
    QString sql = parts.join(QLatin1String("\nUNION ALL\n"));
    sql.replace(
        QLatin1String("%published"), QLatin1String(version >= 150000 ? publishedParts : publishedTables));
    return sql;
}

schema::ObjectId idOf(const OtherObject& other)
{
    QStringList part {other.kind};
    if (!other.table.isEmpty())
        part << QStringLiteral("of %1").arg(other.table.display());
    if (!other.arguments.isEmpty())
        part << other.arguments;
    return {schema::ObjectKind::Other, other.name, part.join(QLatin1Char(' '))};
}

void readOther(Catalogue& catalogue, RowReader& row, const QString& kind)
{
    const int classId = int(row.number());
    const qint64 oid = row.number();
    OtherObject other;
    other.kind = kind;
    const QString schemaName = row.text();
    other.name = {schemaName, row.text()};
    other.arguments = row.text();
    const QString tableSchema = row.text();
    other.table = {tableSchema, row.text()};
    other.definition = row.text();
    other.removal = row.text();
    if (other.definition.isEmpty()) {
        catalogue.database.unread << other.removal;
        return;
    }
    const QString owner = row.text();
    const QString grants = row.text();
    other.access.owner = owner;
    if (const QChar letter = row.letter(); !letter.isNull())
        other.access = catalogue.access(owner, grants, letter.toLatin1());
    other.comment = catalogue.comment(classId, oid);
    catalogue.ids.insert({classId, oid, 0}, idOf(other));
    catalogue.database.others.append(other);
}

} // namespace

base::Result<void> readOthers(Catalogue& catalogue)
{
    const auto kinds = kindsThatAreThere(catalogue);
    if (!kinds)
        return base::forward(kinds);
    if (kinds->isEmpty())
        return {};
    return catalogue.read(queryFor(*kinds, catalogue.version), [&](RowReader& row) {
        const qsizetype place = row.number();
        readOther(catalogue, row, QLatin1String(kinds->at(place)->kind));
    });
}

} // namespace strandline::engine::postgresql

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/introspect/array_text.h"
#include "core/engine/postgresql/introspect/catalogue.h"

namespace strandline::engine::postgresql {

using schema::ObjectKind;
using schema::ObjectName;
using schema::TableKind;

namespace {

constexpr char relationsQuery[] = R"(
SELECT c.oid::int8, c.relnamespace::int8, c.relname, c.relkind::text, c.relpersistence::text,
  %owner(c.relowner), %acl(c.relacl, r, c.relowner), c.reloptions::text, toast.reloptions::text,
  ts.spcname, CASE WHEN am.amname <> 'heap' THEN am.amname END,
  c.relrowsecurity, c.relforcerowsecurity, c.relreplident::text,
  CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END,
  CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,
  tn.nspname, tt.typname,
  CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END, c.relispopulated,
  fs.srvname, f.ftoptions::text
FROM pg_class c
LEFT JOIN pg_class toast ON toast.oid = c.reltoastrelid
LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
LEFT JOIN pg_am am ON am.oid = c.relam
LEFT JOIN pg_type tt ON tt.oid = c.reloftype
LEFT JOIN pg_namespace tn ON tn.oid = tt.typnamespace
LEFT JOIN pg_foreign_table f ON f.ftrelid = c.oid
LEFT JOIN pg_foreign_server fs ON fs.oid = f.ftserver
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND c.relnamespace IN (%schemas)
  AND %foreign(c.relnamespace, c.relname) AND %free(pg_class, c.oid)
)";

/// One row of the query, before it is known what becomes of it.
struct Found
{
    qint64 oid = 0;
    ObjectName name;
    QChar kind;
    bool isUnlogged = false;
    schema::Access access;
    schema::Options options;
    bool rowSecurity = false;
    bool forceRowSecurity = false;
    QChar replicaIdentity;
    QString partitionBound;
    QString partitionKey;
    ObjectName ofType;
    QString viewDefinition;
    bool isPopulated = true;
    QString foreignServer;
};

Found foundIn(Catalogue& catalogue, RowReader& row)
{
    Found found;
    found.oid = row.number();
    const qint64 schemaOid = row.number();
    found.name = catalogue.nameIn(schemaOid, row.text());
    found.kind = row.letter();
    found.isUnlogged = row.letter() == QLatin1Char('u');
    const QString owner = row.text();
    found.access = catalogue.access(owner, row.text(), 'r');
    addOptions(found.options, row.text());
    addOptions(found.options, row.text(), QStringLiteral("toast."));
    if (const QString tablespace = row.text(); !tablespace.isEmpty())
        found.options.insert(QStringLiteral("tablespace"), tablespace);
    if (const QString method = row.text(); !method.isEmpty())
        found.options.insert(QStringLiteral("access_method"), method);
    found.rowSecurity = row.flag();
    found.forceRowSecurity = row.flag();
    found.replicaIdentity = row.letter();
    found.partitionBound = row.text();
    found.partitionKey = row.text();
    const QString typeSchema = row.text();
    found.ofType = {typeSchema, row.text()};
    found.viewDefinition = row.text();
    found.isPopulated = row.flag();
    found.foreignServer = row.text();
    addOptions(found.options, row.text(), QStringLiteral("fdw."));
    return found;
}

void addView(Catalogue& catalogue, const Found& found)
{
    schema::View view;
    view.name = found.name;
    view.isMaterialized = found.kind == QLatin1Char('m');
    view.definition = found.viewDefinition.trimmed();
    if (view.definition.endsWith(QLatin1Char(';')))
        view.definition.chop(1);
    view.options = found.options;
    view.checkOption = view.options.take(QStringLiteral("check_option")).toUpper();
    view.isPopulated = found.isPopulated;
    view.access = found.access;
    view.comment = catalogue.comment(RelationClass, found.oid);
    catalogue.relations.insert(
        found.oid, {Relation::Kind::View, catalogue.database.views.size(), found.name, {}, {}, {}, {}});
    catalogue.ids.insert({RelationClass, found.oid, 0}, {ObjectKind::View, found.name, {}});
    catalogue.database.views.append(view);
}

TableKind tableKind(QChar letter)
{
    switch (letter.toLatin1()) {
    case 'p':
        return TableKind::Partitioned;
    case 'f':
        return TableKind::Foreign;
    default:
        return TableKind::Ordinary;
    }
}

void addTable(Catalogue& catalogue, const Found& found)
{
    schema::Table table;
    table.name = found.name;
    table.kind = tableKind(found.kind);
    table.isUnlogged = found.isUnlogged;
    table.partitionBound = found.partitionBound;
    table.partitionKey = found.partitionKey;
    table.ofType = found.ofType;
    table.rowSecurity = found.rowSecurity;
    table.forceRowSecurity = found.forceRowSecurity;
    if (found.replicaIdentity == QLatin1Char('f'))
        table.replicaIdentity = QStringLiteral("FULL");
    else if (found.replicaIdentity == QLatin1Char('n') && table.kind != TableKind::Foreign)
        table.replicaIdentity = QStringLiteral("NOTHING");
    table.foreignServer = found.foreignServer;
    table.options = found.options;
    table.access = found.access;
    table.comment = catalogue.comment(RelationClass, found.oid);
    catalogue.relations.insert(
        found.oid, {Relation::Kind::Table, catalogue.database.tables.size(), found.name, {}, {}, {}, {}});
    catalogue.ids.insert({RelationClass, found.oid, 0}, {ObjectKind::Table, found.name, {}});
    catalogue.database.tables.append(table);
}

} // namespace

base::Result<void> readRelations(Catalogue& catalogue)
{
    return catalogue.read(QString::fromLatin1(relationsQuery), [&](RowReader& row) {
        const Found found = foundIn(catalogue, row);
        if (found.kind == QLatin1Char('v') || found.kind == QLatin1Char('m'))
            addView(catalogue, found);
        else
            addTable(catalogue, found);
    });
}

base::Result<void> readInheritance(Catalogue& catalogue)
{
    // A parent outside the schemas that are read is named all the same.
    return catalogue.read(QStringLiteral("SELECT i.inhrelid::int8, n.nspname, p.relname, c.relispartition,"
        " %since(140000, i.inhdetachpending, false)"
        " FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
        " JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace n ON n.oid = p.relnamespace"
        " WHERE c.relkind IN ('r', 'p', 'f') AND c.relnamespace IN (%schemas)"
        " ORDER BY i.inhrelid, i.inhseqno"),
        [&](RowReader& row) {
            const auto relation = catalogue.relations.constFind(row.number());
            if (relation == catalogue.relations.constEnd())
                return;
            schema::Table& table = catalogue.database.tables[relation->place];
            const QString parentSchema = row.text();
            const ObjectName parent {parentSchema, row.text()};
            if (row.flag())
                table.partitionOf = parent;
            else
                table.inherits.append(parent);
            if (row.flag())
                table.options.insert(QStringLiteral("detach_pending"), QStringLiteral("true"));
        });
}

} // namespace strandline::engine::postgresql

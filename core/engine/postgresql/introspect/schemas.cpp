// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/introspect/access_list.h"
#include "core/engine/postgresql/introspect/catalogue.h"

namespace strandline::engine::postgresql {

base::Result<void> readSchemas(Catalogue& catalogue, const QStringList& wanted)
{
    // A schema that an extension made belongs to it, but what others put there does not.
    return catalogue.read(QStringLiteral("SELECT n.oid::int8, n.nspname, %owner(n.nspowner), %acl(n.nspacl, n, n.nspowner),"
        " obj_description(n.oid, 'pg_namespace'), %free(pg_namespace, n.oid)"
        " FROM pg_namespace n WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"),
        [&](RowReader& row) {
            const qint64 oid = row.number();
            schema::Schema found;
            found.name = row.text();
            if (!wanted.isEmpty() && !wanted.contains(found.name))
                return;
            const QString owner = row.text();
            found.access = catalogue.access(owner, row.text(), 'n');
            found.comment = row.text();
            catalogue.schemaNames.insert(oid, found.name);
            catalogue.ids.insert(
                {NamespaceClass, oid, 0}, {schema::ObjectKind::Schema, {{}, found.name}, {}});
            if (row.flag())
                catalogue.database.schemas.append(found);
        });
}

base::Result<void> readComments(Catalogue& catalogue)
{
    return catalogue.read(QStringLiteral("SELECT d.classoid::int8, d.objoid::int8, d.objsubid, d.description"
                          " FROM pg_description d WHERE d.objoid >= 16384"),
        [&](RowReader& row) {
            Address address;
            address.classId = int(row.number());
            address.oid = row.number();
            address.part = int(row.number());
            catalogue.comments.insert(address, row.text());
        });
}

base::Result<void> readExtensions(Catalogue& catalogue)
{
    // plpgsql comes with every database.
    return catalogue.read(QStringLiteral("SELECT x.oid::int8, x.extname, n.nspname, x.extversion,"
                          " obj_description(x.oid, 'pg_extension')"
                          " FROM pg_extension x JOIN pg_namespace n ON n.oid = x.extnamespace"
                          " WHERE NOT (x.extname = 'plpgsql' AND x.oid < 16384)"),
        [&](RowReader& row) {
            const qint64 oid = row.number();
            schema::Extension found;
            found.name = row.text();
            found.schema = row.text();
            found.version = row.text();
            found.comment = row.text();
            catalogue.ids.insert(
                {ExtensionClass, oid, 0}, {schema::ObjectKind::Extension, {{}, found.name}, {}});
            catalogue.database.extensions.append(found);
        });
}

namespace {

QString objectTypeWord(QChar letter)
{
    switch (letter.toLatin1()) {
    case 'r':
        return QStringLiteral("TABLES");
    case 'S':
        return QStringLiteral("SEQUENCES");
    case 'f':
        return QStringLiteral("FUNCTIONS");
    case 'T':
        return QStringLiteral("TYPES");
    case 'n':
        return QStringLiteral("SCHEMAS");
    case 'L':
        return QStringLiteral("LARGE OBJECTS");
    default:
        return letter;
    }
}

} // namespace

base::Result<void> readDefaultPrivileges(Catalogue& catalogue)
{
    if (!catalogue.withAccess)
        return {};
    return catalogue.read(QStringLiteral("SELECT pg_get_userbyid(d.defaclrole), d.defaclnamespace::int8, d.defaclobjtype::text,"
        " d.defaclacl::text FROM pg_default_acl d WHERE d.defaclnamespace IN (0, %schemas)"),
        [&](RowReader& row) {
            schema::DefaultPrivileges found;
            found.role = row.text();
            const qint64 schemaOid = row.number();
            found.schema = catalogue.schemaNames.value(schemaOid);
            const QChar kind = row.letter();
            found.objectType = objectTypeWord(kind);
            const QString list = row.text();
            // In a schema they add to the rest; without one they are instead of the server's own.
            found.grants = schemaOid != 0
                ? grantsFrom(list)
                : accessFrom(
                    found.role, list, kind == QLatin1Char('S') ? 's' : kind.toLatin1(), catalogue.version)
                      .grants;
            catalogue.database.defaultPrivileges.append(found);
        });
}

} // namespace strandline::engine::postgresql

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/mysql/introspect/mysql_introspector.h"

#include "core/engine/mysql/introspect/program_reader.h"
#include "core/engine/mysql/introspect/table_reader.h"
#include "core/sql/mysql_names.h"

namespace strandline::engine::mysql {

using schema::Database;
using schema::ObjectId;
using schema::ObjectKind;

namespace {

base::Result<void> readDatabase(const Catalog& catalog, Database& database)
{
    return catalog.each("SCHEMATA",
        QStringLiteral("DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME, ")
            + catalog.column("SCHEMATA", "SCHEMA_COMMENT"),
        "SCHEMA_NAME", {}, [&](const QVariantList& row) {
            database.options.insert(QStringLiteral("charset"), row.at(0).toString());
            database.options.insert(QStringLiteral("collation"), row.at(1).toString());
            if (!row.at(2).toString().isEmpty())
                database.options.insert(QStringLiteral("comment"), row.at(2).toString());
            // Their statements differ in places; whoever writes them has to know.
            if (!catalog.isMariaDb())
                database.options.insert(QStringLiteral("product"), QStringLiteral("MySQL"));
            return true;
        });
}

/// Keys point to tables, views to what their query names.
void addDependencies(Database& database)
{
    QHash<QString, ObjectId> named;
    for (const schema::Table& table : database.tables)
        named.insert(table.name.name, {ObjectKind::Table, table.name, {}});
    for (const schema::Sequence& sequence : database.sequences)
        named.insert(sequence.name.name, {ObjectKind::Sequence, sequence.name, {}});
    for (const schema::View& view : database.views)
        named.insert(view.name.name, {ObjectKind::View, view.name, {}});
    for (const schema::View& view : database.views) {
        for (const QString& name : sql::namesUsedBy(view.definition)) {
            if (named.contains(name) && name != view.name.name)
                database.dependencies.append({named.value(view.name.name), named.value(name)});
        }
    }
    for (const schema::Table& table : database.tables) {
        for (const schema::Constraint& key : table.constraints) {
            if (key.kind == schema::ConstraintKind::ForeignKey && key.referencedTable.schema.isEmpty()
                && named.contains(key.referencedTable.name))
                database.dependencies.append({{ObjectKind::Constraint, table.name, key.name},
                    named.value(key.referencedTable.name)});
        }
    }
}

} // namespace

base::Result<Database> MysqlIntrospector::read(
    db::Connection& connection, const ReadScope& scope, const base::JobContext& context) const
{
    Database database;
    database.dialect = sql::Dialect::MySql;
    database.serverVersion = connection.info().versionNumber;
    database.name = connection.info().database;
    if (database.name.isEmpty())
        return base::fail(base::ErrorCode::Precondition,
            QStringLiteral("The schema cannot be read: no database is chosen"), {},
            QStringLiteral("Put the name of the database into the connection's URL."));
    Catalog catalog(connection, scope);
    if (const auto ready = catalog.prepare(); !ready)
        return base::forward(ready);
    // Views before tables: both share the columns.
    using Step = base::Result<void> (*)(const Catalog&, Database&);
    constexpr std::pair<const char*, Step> steps[] = {{"database", readDatabase}, {"views", readViews},
        {"tables", readTables}, {"keys", readKeys}, {"sequences", readSequences}, {"triggers", readTriggers},
        {"routines", readRoutines}, {"events", readEvents}};
    qint64 done = 0;
    for (const auto& [what, step] : steps) {
        context.report({QStringLiteral("Reading the schema"), done++, std::size(steps), QLatin1String(what)});
        if (const auto read = step(catalog, database); !read)
            return base::fail(read.error().withContext(
                QStringLiteral("The %1 of database %2 cannot be read").arg(QLatin1String(what), database.name)));
    }
    addDependencies(database);
    schema::sortCanonically(database);
    return database;
}

} // namespace strandline::engine::mysql

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgresql/renamed.h"

#include "core/dialect/postgresql/catalog.h"
#include "core/dialect/postgresql/pg_text.h"
#include "core/dialect/postgresql/rename_model.h"
#include "core/dialect/postgresql/same.h"

#include <algorithm>

namespace strandline::dialect::postgresql {

using namespace schema;
using diff::Rename;

namespace {

class Renamer
{
public:
    Renamer(const Database& from, const Database& to)
        : m_to(to)
        , m_result {from, {}}
    { }

    void apply(const QList<Rename>& renames)
    {
        // Wholes first: parts are then found under the new names of what they belong to.
        for (const bool wholes : {true, false}) {
            for (const Rename& rename : renames) {
                const bool isValue = rename.from.kind == ObjectKind::Type && !rename.from.part.isEmpty();
                if (wholes == (!isPart(rename.from.kind) && !isValue))
                    apply(rename);
            }
        }
    }

    void applyEvident()
    {
        QHash<ObjectName, qsizetype> places;
        for (qsizetype i = 0; i < m_result.database.tables.size(); ++i)
            places.insert(m_result.database.tables.at(i).name, i);
        for (const Table& table : m_to.tables) {
            if (places.contains(table.name))
                applyEvident(Table(m_result.database.tables.at(places.value(table.name))), table);
        }
        for (const Sequence& sequence : m_to.sequences)
            applyEvident(sequence);
    }

    Renamed take() { return std::move(m_result); }

private:
    void say(const QString& text, const ObjectId& object)
    {
        m_result.statements.append({text, object, false, {}, false});
    }

    bool hasRelation(const ObjectName& name) const
    {
        const Database& database = m_result.database;
        const auto named = [&](const auto& objects) {
            return std::any_of(objects.begin(), objects.end(), [&](const auto& object) { return object.name == name; });
        };
        if (named(database.tables) || named(database.views) || named(database.sequences)
            || named(database.types))
            return true;
        return std::any_of(database.tables.begin(), database.tables.end(), [&](const Table& table) {
            return table.name.schema == name.schema
                && std::any_of(table.indexes.begin(), table.indexes.end(),
                    [&](const Index& index) { return index.name == name.name; });
        });
    }

    void apply(const Rename& rename)
    {
        const ObjectId& from = rename.from;
        const ObjectId& to = rename.to;
        if (from.kind != to.kind || from == to)
            return;
        switch (from.kind) {
        case ObjectKind::Schema:
            say(QStringLiteral("ALTER SCHEMA %1 RENAME TO %2").arg(quoted(from.name), quoted(to.name)), to);
            renameSchema(m_result.database, from.name.name, to.name.name);
            return;
        case ObjectKind::Type:
            if (!from.part.isEmpty()) {
                say(QStringLiteral("ALTER TYPE %1 RENAME VALUE %2 TO %3")
                        .arg(quoted(to.name), literal(from.part), literal(to.part)),
                    {ObjectKind::Type, to.name, {}});
                renameValue(m_result.database, to.name, from.part, to.part);
                return;
            }
            [[fallthrough]];
        case ObjectKind::Table:
        case ObjectKind::View:
        case ObjectKind::Sequence:
            applyToRelation(from, to);
            return;
        case ObjectKind::Routine:
            applyToRoutine(from, to);
            return;
        case ObjectKind::Extension:
        case ObjectKind::Other:
            return; // they have no names of their own to give
        default:
            applyToPart(from.kind, to.name, from.part, to.part);
        }
    }

    QString wordFor(const ObjectId& id) const
    {
        const Database& database = m_result.database;
        switch (id.kind) {
        case ObjectKind::View: {
            const View* view = database.view(id.name);
            return view && view->isMaterialized ? QStringLiteral("MATERIALIZED VIEW") : QStringLiteral("VIEW");
        }
        case ObjectKind::Sequence:
            return QStringLiteral("SEQUENCE");
        case ObjectKind::Type:
            for (const UserType& type : database.types) {
                if (type.name == id.name && type.kind == TypeKind::Domain)
                    return QStringLiteral("DOMAIN");
            }
            return QStringLiteral("TYPE");
        default: {
            const Table* table = database.table(id.name);
            return table && table->kind == TableKind::Foreign ? QStringLiteral("FOREIGN TABLE")
                                                              : QStringLiteral("TABLE");
        }
        }
    }

    void applyToRelation(const ObjectId& from, const ObjectId& to)
    {
        const QString word = QStringLiteral("ALTER ") + wordFor(from) + QLatin1Char(' ');
        ObjectName name = from.name;
        if (name.schema != to.name.schema) {
            say(word + quoted(name) + QStringLiteral(" SET SCHEMA ") + quoted(to.name.schema), to);
            name.schema = to.name.schema;
        }
        if (name.name != to.name.name)
            say(word + quoted(name) + QStringLiteral(" RENAME TO ") + quoted(to.name.name), to);
        renameRelation(m_result.database, from.kind, from.name, to.name);
    }

    void applyToRoutine(const ObjectId& from, const ObjectId& to)
    {
        QString word = QStringLiteral("FUNCTION");
        for (const Routine& routine : std::as_const(m_result.database.routines)) {
            if (routine.name != from.name || routine.identityArguments != from.part)
                continue;
            if (routine.kind == RoutineKind::Procedure)
                word = QStringLiteral("PROCEDURE");
            else if (routine.kind == RoutineKind::Aggregate)
                word = QStringLiteral("AGGREGATE");
        }
        const QString arguments = QLatin1Char('(') + from.part + QLatin1Char(')');
        ObjectName name = from.name;
        if (name.schema != to.name.schema) {
            say(QStringLiteral("ALTER %1 %2%3 SET SCHEMA %4")
                    .arg(word, quoted(name), arguments, quoted(to.name.schema)),
                to);
            name.schema = to.name.schema;
        }
        if (name.name != to.name.name) {
            say(QStringLiteral("ALTER %1 %2%3 RENAME TO %4")
                    .arg(word, quoted(name), arguments, quoted(to.name.name)),
                to);
        }
        renameRoutine(m_result.database, from.name, from.part, to.name);
    }

    void applyToPart(ObjectKind kind, const ObjectName& relation, const QString& from, const QString& to)
    {
        const bool isView = m_result.database.view(relation) != nullptr;
        const ObjectId whole {isView ? ObjectKind::View : ObjectKind::Table, relation, {}};
        const QString alter = QStringLiteral("ALTER ") + wordFor(whole) + QLatin1Char(' ') + quoted(relation);
        const auto onTable = [&](const char* word) {
            say(QStringLiteral("ALTER %1 %2 ON %3 RENAME TO %4")
                    .arg(QLatin1String(word), quoted(from), quoted(relation), quoted(to)),
                whole);
        };
        switch (kind) {
        case ObjectKind::Column:
            if (isView)
                return; // its query says what its columns are called
            say(alter + QStringLiteral(" RENAME COLUMN ") + quoted(from) + QStringLiteral(" TO ") + quoted(to), whole);
            renameColumn(m_result.database, relation, from, to);
            return;
        case ObjectKind::Constraint:
            say(alter + QStringLiteral(" RENAME CONSTRAINT ") + quoted(from) + QStringLiteral(" TO ") + quoted(to), whole);
            break;
        case ObjectKind::Index:
            say(QStringLiteral("ALTER INDEX ") + quoted(ObjectName {relation.schema, from})
                    + QStringLiteral(" RENAME TO ") + quoted(to),
                whole);
            break;
        case ObjectKind::Trigger:
            onTable("TRIGGER");
            break;
        case ObjectKind::Rule:
            onTable("RULE");
            break;
        default:
            onTable("POLICY");
            break;
        }
        renamePart(m_result.database, kind, relation, from, to);
    }

    void applyEvident(const Table& before, const Table& after)
    {
        const auto isThere = [](const auto& parts, const QString& name) {
            return std::any_of(parts.begin(), parts.end(), [&](const auto& part) { return part.name == name; });
        };
        QStringList taken;
        for (const Constraint& old : before.constraints) {
            if (old.isInherited || isThere(after.constraints, old.name))
                continue;
            for (const Constraint& now : after.constraints) {
                if (isThere(before.constraints, now.name) || taken.contains(now.name) || now.isInherited
                    || !isSameConstraint(old, now) || hasRelation({before.name.schema, now.name}))
                    continue;
                taken.append(now.name);
                applyToPart(ObjectKind::Constraint, after.name, old.name, now.name);
                break;
            }
        }
        for (const Index& old : before.indexes) {
            if (!old.constraintName.isEmpty() || isThere(after.indexes, old.name))
                continue;
            for (const Index& now : after.indexes) {
                if (isThere(before.indexes, now.name) || taken.contains(now.name)
                    || !now.constraintName.isEmpty() || !isSameIndex(old, now)
                    || hasRelation({before.name.schema, now.name}))
                    continue;
                taken.append(now.name);
                applyToPart(ObjectKind::Index, after.name, old.name, now.name);
                break;
            }
        }
    }

    /// A sequence follows its column: with its name alone its number would start again.
    void applyEvident(const Sequence& sequence)
    {
        const QList<Sequence> sequences = m_result.database.sequences;
        if (sequence.ownedByTable.isEmpty() || hasRelation(sequence.name))
            return;
        for (const Sequence& old : sequences) {
            const bool isGone = std::none_of(m_to.sequences.begin(), m_to.sequences.end(),
                [&](const Sequence& other) { return other.name == old.name; });
            if (isGone && old.ownedByTable == sequence.ownedByTable && old.ownedByColumn == sequence.ownedByColumn) {
                applyToRelation(
                    {ObjectKind::Sequence, old.name, {}}, {ObjectKind::Sequence, sequence.name, {}});
                return;
            }
        }
    }

    const Database& m_to;
    Renamed m_result;
};

} // namespace

Renamed renamed(const Database& from, const Database& to, const QList<Rename>& renames)
{
    Renamer renamer(from, to);
    renamer.apply(renames);
    renamer.applyEvident();
    return renamer.take();
}

} // namespace strandline::dialect::postgresql

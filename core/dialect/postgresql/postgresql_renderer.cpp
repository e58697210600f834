// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgresql/postgresql_renderer.h"

#include "core/dialect/postgresql/fates.h"
#include "core/dialect/postgresql/members.h"
#include "core/dialect/postgresql/pg_text.h"
#include "core/dialect/postgresql/plan.h"
#include "core/dialect/postgresql/renamed.h"
#include "core/dialect/postgresql/write_access.h"

namespace strandline::dialect {

namespace {

using namespace postgresql;
using namespace schema;

void collectOwners(const Database& database, QSet<QString>& owners)
{
    const auto collect = [&](const auto& objects) {
        for (const auto& object : objects) {
            if (!object.access.owner.isEmpty())
                owners.insert(object.access.owner);
        }
    };
    collect(database.types);
    collect(database.sequences);
    collect(database.tables);
    collect(database.views);
    collect(database.routines);
}

/// Before and after everything belongs to one role: it is the one that runs the script, too.
bool hasOneOwner(const Database& from, const Database& to)
{
    QSet<QString> before;
    collectOwners(from, before);
    QSet<QString> all = before;
    collectOwners(to, all);
    return before.size() == 1 && all.size() == 1;
}

/// Enum types that get a value which the same script then uses: within one transaction the server refuses
/// that, so the type is made anew.
QSet<ObjectName> valuesUsedAtOnce(
    const Catalog& from, const Catalog& to, const QList<RenderedStatement>& statements)
{
    QHash<QString, QList<ObjectName>> added;
    for (const UserType& type : to.database().types) {
        const UserType* before = from.type(type.name);
        if (type.kind != TypeKind::Enum || !before || before->kind != TypeKind::Enum)
            continue;
        for (const QString& value : type.values) {
            if (!before->values.contains(value))
                added[value].append(type.name);
        }
    }
    QSet<ObjectName> used;
    if (added.isEmpty())
        return used;
    for (const RenderedStatement& statement : statements) {
        if (statement.object.kind == ObjectKind::Type || statement.object.kind == ObjectKind::Routine
            || statement.text.startsWith(QLatin1String("COMMENT ")))
            continue;
        for (const QString& text : literalsOf(statement.text)) {
            for (const ObjectName& type : added.value(text)) {
                if (wordsOf(statement.text).contains(type.name))
                    used.insert(type);
            }
        }
    }
    return used;
}

class PostgresqlRenderer final : public Renderer
{
public:
    Rendered render(const RenderRequest& request) const override
    {
        Renamed before = renamed(request.from, request.to, request.renames);
        Database after = request.to;
        setMembersApart(before.database, after);
        const Catalog from(before.database);
        const Catalog to(after);
        Question question {from, to, request.online, request.withAccess,
            hasOneOwner(before.database, after), request.from.serverVersion};
        if (question.version == 0)
            question.version = request.to.serverVersion;

        Rendered rendered = planned(question, {});
        const QSet<ObjectName> forced = valuesUsedAtOnce(from, to, rendered.statements);
        if (!forced.isEmpty())
            rendered = planned(question, forced);
        rendered.statements = before.statements + rendered.statements;
        Statements defaults({ObjectKind::Schema, {{}, request.to.defaultSchema}, {}});
        writeDefaultPrivileges(question, defaults);
        rendered.statements += defaults.list();
        return rendered;
    }

    QString quoted(const ObjectName& name) const override { return postgresql::quoted(name); }

private:
    static Rendered planned(const Question& question, const QSet<ObjectName>& forced)
    {
        const Fates fates(question, forced);
        const Plan plan(question, fates);
        return {plan.statements(), plan.impossible()};
    }
};

} // namespace

std::unique_ptr<Renderer> makePostgresqlRenderer()
{
    return std::make_unique<PostgresqlRenderer>();
}

} // namespace strandline::dialect

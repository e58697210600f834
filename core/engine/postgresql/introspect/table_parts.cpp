// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/introspect/array_text.h"
#include "core/engine/postgresql/introspect/catalogue.h"

namespace strandline::engine::postgresql {

using schema::ObjectKind;
using schema::Trigger;

namespace {

// Before 15 a trigger that a partition has from its parent counts as internal, like those behind foreign
// keys.
constexpr char triggersQuery[] = R"(
SELECT t.oid::int8, t.tgrelid::int8, t.tgname, pg_get_triggerdef(t.oid), t.tgtype, t.tgattr::text, t.tgfoid::int8,
  t.tgenabled::text, %since(130000, t.tgparentid <> 0, t.tgisinternal)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
LEFT JOIN pg_trigger u ON u.oid = %since(130000, t.tgparentid, 0)
WHERE c.relnamespace IN (%schemas) AND (NOT t.tgisinternal OR NOT u.tgisinternal)
)";

enum TriggerBits { Before = 2, Insert = 4, Delete = 8, Update = 16, Truncate = 32, Instead = 64 };

QString enabledWord(QChar letter)
{
    switch (letter.toLatin1()) {
    case 'D':
        return QStringLiteral("disabled");
    case 'R':
        return QStringLiteral("replica");
    case 'A':
        return QStringLiteral("always");
    default:
        return {};
    }
}

void setMoment(Trigger& trigger, qint64 bits, const QStringList& columns)
{
    if ((bits & Before) != 0)
        trigger.timing = QStringLiteral("BEFORE");
    else
        trigger.timing = (bits & Instead) != 0 ? QStringLiteral("INSTEAD OF") : QStringLiteral("AFTER");
    if ((bits & Insert) != 0)
        trigger.events << QStringLiteral("INSERT");
    if ((bits & Delete) != 0)
        trigger.events << QStringLiteral("DELETE");
    if ((bits & Update) != 0) {
        trigger.events << (columns.isEmpty()
                ? QStringLiteral("UPDATE")
                : QStringLiteral("UPDATE OF ") + columns.join(QLatin1String(", ")));
    }
    if ((bits & Truncate) != 0)
        trigger.events << QStringLiteral("TRUNCATE");
}

template <typename Part>
void append(Catalogue& catalogue, const Relation& home, const Part& part, QList<Part> schema::Table::*ofTable,
    QList<Part> schema::View::*ofView)
{
    if (home.kind == Relation::Kind::View)
        (catalogue.database.views[home.place].*ofView).append(part);
    else
        (catalogue.database.tables[home.place].*ofTable).append(part);
}

} // namespace

base::Result<void> readTriggers(Catalogue& catalogue)
{
    return catalogue.read(QString::fromLatin1(triggersQuery), [&](RowReader& row) {
        const qint64 oid = row.number();
        const auto home = catalogue.relations.constFind(row.number());
        if (home == catalogue.relations.constEnd())
            return;
        Trigger trigger;
        trigger.name = row.text();
        trigger.definition = row.text();
        const qint64 bits = row.number();
        setMoment(trigger, bits, Catalogue::columnNames(*home, numberArray(row.text())));
        const schema::ObjectId function = catalogue.ids.value({RoutineClass, row.number(), 0});
        trigger.function = function.name;
        trigger.functionArguments = function.part;
        trigger.enabled = enabledWord(row.letter());
        trigger.isInherited = row.flag();
        trigger.comment = catalogue.comment(TriggerClass, oid);
        catalogue.ids.insert({TriggerClass, oid, 0}, {ObjectKind::Trigger, home->name, trigger.name});
        append(catalogue, *home, trigger, &schema::Table::triggers, &schema::View::triggers);
    });
}

base::Result<void> readRules(Catalogue& catalogue)
{
    return catalogue.read(QStringLiteral("SELECT w.oid::int8, w.ev_class::int8, w.rulename, w.rulename = '_RETURN',"
        " CASE WHEN w.rulename <> '_RETURN' THEN pg_get_ruledef(w.oid) END, w.ev_enabled::text"
        " FROM pg_rewrite w JOIN pg_class c ON c.oid = w.ev_class WHERE c.relnamespace IN (%schemas)"),
        [&](RowReader& row) {
            const qint64 oid = row.number();
            const auto home = catalogue.relations.constFind(row.number());
            if (home == catalogue.relations.constEnd())
                return;
            schema::Rule rule;
            rule.name = row.text();
            if (row.flag()) { // this one is the view
                catalogue.ids.insert({RuleClass, oid, 0}, {ObjectKind::View, home->name, {}});
                return;
            }
            rule.definition = row.text();
            rule.enabled = enabledWord(row.letter());
            rule.comment = catalogue.comment(RuleClass, oid);
            catalogue.ids.insert({RuleClass, oid, 0}, {ObjectKind::Rule, home->name, rule.name});
            append(catalogue, *home, rule, &schema::Table::rules, &schema::View::rules);
        });
}

namespace {

QString commandWord(QChar letter)
{
    switch (letter.toLatin1()) {
    case 'r':
        return QStringLiteral("SELECT");
    case 'a':
        return QStringLiteral("INSERT");
    case 'w':
        return QStringLiteral("UPDATE");
    case 'd':
        return QStringLiteral("DELETE");
    default:
        return QStringLiteral("ALL");
    }
}

} // namespace

base::Result<void> readPolicies(Catalogue& catalogue)
{
    return catalogue.read(QStringLiteral("SELECT p.oid::int8, p.polrelid::int8, p.polname, p.polpermissive, p.polcmd::text,"
        " (SELECT array_agg(pg_get_userbyid(r))::text FROM unnest(p.polroles) r WHERE r <> 0),"
        " pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid) FROM pg_policy p"),
        [&](RowReader& row) {
            const qint64 oid = row.number();
            const auto home = catalogue.relations.constFind(row.number());
            if (home == catalogue.relations.constEnd() || home->kind != Relation::Kind::Table)
                return;
            schema::Policy policy;
            policy.name = row.text();
            policy.isPermissive = row.flag();
            policy.command = commandWord(row.letter());
            policy.roles = textArray(row.text());
            policy.usingExpression = row.text();
            policy.checkExpression = row.text();
            policy.comment = catalogue.comment(PolicyClass, oid);
            catalogue.ids.insert({PolicyClass, oid, 0}, {ObjectKind::Policy, home->name, policy.name});
            catalogue.database.tables[home->place].policies.append(policy);
        });
}

} // namespace strandline::engine::postgresql

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/loss_rule.h"

namespace strandline::analysis {

namespace {

struct Droppable
{
    std::string_view word;
    std::string_view secondWord; ///< may be empty
    LossKind kind;
    const char* memory; ///< how ScriptMemory calls it
    const char* shown;
    bool onlyWithCascade; ///< the server refuses to drop it while values depend on it
    bool onMySql;
};

DataLoss lossOf(LossKind kind, const QString& shown, const ObjectName& name, sql::Dialect dialect)
{
    DataLoss loss;
    loss.kind = kind;
    loss.object = name.shown;
    loss.table = name.quoted(dialect);
    loss.sentence = QStringLiteral("Drops %1 %2").arg(shown, name.shown);
    return loss;
}

void dropOwned(Cursor verb, LossContext& context)
{
    for (const TokenRange part : verb.splitAtCommas()) {
        const ObjectName role = Cursor(context.view(), part).plainName();
        if (role.isEmpty())
            continue;
        DataLoss loss;
        loss.kind = LossKind::DropSchema;
        loss.object = role.shown;
        loss.parts = {role.quoted(context.dialect())};
        loss.sentence = QStringLiteral("Drops everything that %1 owns in this database").arg(role.shown);
        context.add(loss);
    }
}

/// MariaDB: CREATE OR REPLACE DATABASE and SEQUENCE drop what is there.
void replacedObject(Cursor verb, LossContext& context)
{
    const bool isDatabase = verb.acceptOneOf({"DATABASE", "SCHEMA"});
    if (!isDatabase && !verb.accept("SEQUENCE"))
        return;
    const ObjectName name = verb.name();
    if (name.isEmpty()
        || context.memory().isNewObject(QLatin1String(isDatabase ? "schema" : "sequence"), name))
        return;
    context.add(lossOf(isDatabase ? LossKind::DropDatabase : LossKind::DropSequence,
        isDatabase ? QStringLiteral("database") : QStringLiteral("sequence"), name, context.dialect()));
}

} // namespace

void dropObjectLosses(Cursor verb, LossContext& context)
{
    const StatementView& view = context.view();
    if (view.isSqlite())
        return; // it has tables only
    if (view.isMySql() && verb.acceptAll({"CREATE", "OR", "REPLACE"})) {
        replacedObject(verb, context);
        return;
    }
    if (!verb.accept("DROP"))
        return;
    if (view.isPostgreSql() && verb.acceptAll({"OWNED", "BY"})) {
        dropOwned(verb, context);
        return;
    }
    verb.accept("TEMPORARY");
    const Droppable droppables[] = {
        {"SCHEMA", "", view.isMySql() ? LossKind::DropDatabase : LossKind::DropSchema, "schema",
            view.isMySql() ? "database" : "schema", false, true},
        {"DATABASE", "", LossKind::DropDatabase, "schema", "database", false, true},
        {"MATERIALIZED", "VIEW", LossKind::DropView, "view", "materialized view", false, false},
        {"SEQUENCE", "", LossKind::DropSequence, "sequence", "sequence", false, true},
        {"TYPE", "", LossKind::DropType, "type", "type", true, false},
        {"DOMAIN", "", LossKind::DropType, "type", "domain", true, false},
        {"EXTENSION", "", LossKind::DropType, "extension", "extension", true, false},
    };
    for (const Droppable& droppable : droppables) {
        if ((view.isMySql() && !droppable.onMySql) || !verb.is(droppable.word)
            || (!droppable.secondWord.empty() && !verb.is(droppable.secondWord, 1)))
            continue;
        verb.skip();
        if (!droppable.secondWord.empty())
            verb.skip();
        verb.acceptIfExists();
        Cursor tail = verb;
        const bool cascades = view.isPostgreSql() && tail.moveToWord({"CASCADE"});
        if (droppable.onlyWithCascade && !cascades)
            return;
        for (const TokenRange part : verb.splitAtCommas()) {
            const ObjectName name = Cursor(view, part).name();
            if (name.isEmpty() || context.memory().isNewObject(QLatin1String(droppable.memory), name))
                continue;
            DataLoss loss = lossOf(droppable.kind, QLatin1String(droppable.shown), name, context.dialect());
            loss.cascades = cascades;
            if (droppable.word == "EXTENSION") {
                loss.parts = {loss.table};
                loss.table.clear();
            }
            context.add(loss);
        }
        return;
    }
}

} // namespace strandline::analysis

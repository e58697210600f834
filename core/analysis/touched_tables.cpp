// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/touched_tables.h"

#include "core/analysis/alter_table.h"
#include "core/analysis/row_change.h"
#include "core/analysis/script_memory.h"
#include "core/analysis/verbs.h"
#include "core/sql/statement_splitter.h"

namespace strandline::analysis {

namespace {

using sql::TokenKind;

void addList(Cursor names, QList<ObjectName>& out)
{
    for (const TokenRange part : names.splitAtCommas()) {
        Cursor one(names.view(), part);
        if (one.is("ONLY") && one.kind(1) != TokenKind::End)
            one.skip();
        out.append(one.name());
    }
}

/// CREATE [UNIQUE] INDEX name ON table, CREATE TRIGGER name … ON table, CREATE POLICY, CREATE RULE …
void createOn(Cursor cursor, QList<ObjectName>& out)
{
    if (cursor.moveToWord({"INDEX", "TRIGGER", "POLICY", "TABLE", "VIEW", "FUNCTION", "PROCEDURE"})) {
        if (cursor.isOneOf({"TABLE", "VIEW", "FUNCTION", "PROCEDURE"}))
            return;
        if (!cursor.moveToWord({"ON"}))
            return;
        cursor.skip();
        cursor.accept("ONLY");
        out.append(cursor.name());
    }
}

void drop(Cursor cursor, QList<ObjectName>& out)
{
    cursor.accept("TEMPORARY");
    cursor.accept("MATERIALIZED");
    if (cursor.acceptOneOf({"TABLE", "TABLES", "VIEW"})) {
        cursor.acceptIfExists();
        addList(cursor, out);
    } else if (cursor.isOneOf({"TRIGGER", "POLICY", "RULE", "INDEX"}) && cursor.moveToWord({"ON"})) {
        cursor.skip();
        out.append(cursor.name());
    }
}

void changeRows(Cursor cursor, QList<ObjectName>& out)
{
    const sql::Dialect dialect = cursor.view().dialect();
    const bool isUpdate = cursor.accept("UPDATE");
    if (!isUpdate)
        cursor.accept("DELETE");
    if (cursor.view().isSqlite() && cursor.accept("OR"))
        cursor.skip();
    while (cursor.view().isMySql() && cursor.isOneOf({"LOW_PRIORITY", "QUICK", "IGNORE"}))
        cursor.skip();
    if (isUpdate) {
        const size_t begin = cursor.position();
        cursor.moveToWord({"SET"});
        for (const TableSource& source : readTableSources(Cursor(cursor.view(), {begin, cursor.position()})))
            out.append(source.table);
        return;
    }
    const size_t begin = cursor.position();
    if (!cursor.moveToWord({"FROM"}))
        return;
    const TokenRange named {begin, cursor.position()};
    cursor.skip();
    Cursor tables = cursor;
    const bool saysUsing =
        cursor.view().isMySql() && tables.moveToWord({"USING", "WHERE"}) && tables.is("USING");
    if (named.isEmpty() && !saysUsing) {
        cursor.accept("ONLY");
        out.append(cursor.name());
        return;
    }
    TokenRange targets = named;
    if (named.isEmpty()) {
        targets = {cursor.position(), tables.position()};
        tables.skip();
    } else {
        tables = cursor;
    }
    const size_t list = tables.position();
    tables.moveToWord({"WHERE"});
    const auto sources = readTableSources(Cursor(cursor.view(), {list, tables.position()}));
    for (const TokenRange part : Cursor(cursor.view(), targets).splitAtCommas())
        out.append(targetTable(Cursor(cursor.view(), part).name(), sources, dialect));
}

void verbTables(Cursor verb, QList<ObjectName>& out)
{
    if (verb.isOneOf({"UPDATE", "DELETE"})) {
        changeRows(verb, out);
    } else if (verb.isOneOf({"INSERT", "REPLACE", "MERGE"})) {
        verb.skip();
        while (!verb.atEnd()
            && verb.isOneOf({"OR", "IGNORE", "REPLACE", "ABORT", "FAIL", "ROLLBACK", "LOW_PRIORITY",
                "HIGH_PRIORITY", "DELAYED"}))
            verb.skip();
        verb.accept("INTO");
        verb.accept("ONLY");
        out.append(verb.name());
    } else if (verb.accept("TRUNCATE")) {
        verb.accept("TABLE");
        addList(verb, out);
    } else if (verb.accept("DROP")) {
        drop(verb, out);
    } else if (verb.accept("CREATE")) {
        createOn(verb, out);
    } else if (verb.view().isMySql() && verb.accept("RENAME") && verb.acceptOneOf({"TABLE", "TABLES"})) {
        addList(verb, out);
    } else if (verb.accept("LOCK")) {
        verb.acceptOneOf({"TABLE", "TABLES"});
        addList(verb, out);
    } else if (verb.isOneOf({"COPY", "REINDEX", "CLUSTER", "REFRESH"})) {
        const bool isCopy = verb.is("COPY");
        verb.skip();
        verb.acceptAll({"MATERIALIZED", "VIEW"});
        verb.accept("TABLE");
        verb.accept("CONCURRENTLY");
        const ObjectName name = verb.name();
        verb.parentheses();
        if (!isCopy || verb.is("FROM"))
            out.append(name);
    }
}

} // namespace

QList<ObjectName> changedTables(const StatementView& view)
{
    QList<ObjectName> names;
    if (const auto alter = readAlterTable(view))
        names.append(alter->table);
    for (const TokenRange verb : readVerbs(view))
        verbTables(Cursor(view, verb), names);
    return names;
}

QStringList touchedTables(const migration::Script& script, sql::Dialect dialect)
{
    QStringList tables;
    if (script.isLarge)
        return tables;
    ScriptMemory memory(dialect);
    const sql::SplitResult split = sql::split(script.bytes, dialect);
    for (const sql::Statement& statement : split.statements) {
        const QByteArrayView text = statement.textIn(script.bytes);
        const bool isCopy = statement.kind == sql::StatementKind::CopyFromStdin;
        if (statement.kind != sql::StatementKind::Sql && !isCopy)
            continue;
        const StatementView view(text, dialect, 4000);
        for (const ObjectName& name : changedTables(view)) {
            const ScriptMemory::Table table = memory.table(name);
            if (!name.isEmpty() && !table.isNew && !table.isGone && !tables.contains(table.original.shown))
                tables.append(table.original.shown);
        }
        memory.learn(view);
    }
    return tables;
}

} // namespace strandline::analysis

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/statement_targets.h"

#include "core/analysis/alter_table.h"
#include "core/analysis/touched_tables.h"

namespace strandline::analysis {

using sql::TokenKind;

namespace {

using Targets = QList<StatementTarget>;

StatementTarget target(const ObjectName& object, const QString& change)
{
    StatementTarget result;
    result.object = object;
    result.change = change;
    return result;
}

QString wordsOf(Cursor action, int count)
{
    QStringList words;
    for (int i = 0; i < count && action.kind() == TokenKind::Word; ++i, action.skip())
        words.append(QString::fromUtf8(action.text()).toLower());
    return words.join(u' ');
}

/// CREATE INDEX, TRIGGER, POLICY, RULE … ON table.
bool createOnTable(Cursor cursor, Targets& out)
{
    Cursor search = cursor;
    if (!search.moveToWord(
            {"INDEX", "TRIGGER", "POLICY", "RULE", "TABLE", "VIEW", "FUNCTION", "PROCEDURE", "AS"})
        || !search.isOneOf({"INDEX", "TRIGGER", "POLICY", "RULE"}))
        return false;
    const QString what = wordsOf(search, 1);
    search.skip();
    search.accept("CONCURRENTLY");
    search.acceptIfNotExists();
    const ObjectName name = search.is("ON") ? ObjectName() : search.name();
    // CREATE RULE r AS ON INSERT TO t; all others name their table behind ON.
    const bool isRule = what == QLatin1String("rule");
    if (!(isRule ? search.moveToWord({"TO"}) : search.moveToWord({"ON"})))
        return false;
    search.skip();
    search.accept("ONLY");
    const ObjectName table = search.name();
    StatementTarget result =
        target(table, (what + u' ' + name.last()).trimmed() + QStringLiteral(" created"));
    result.about = search.rest();
    out.append(result);
    if (!name.isEmpty())
        out.append(target(name, QStringLiteral("created")));
    return true;
}

bool acceptObjectKind(Cursor& cursor)
{
    cursor.accept("MATERIALIZED");
    cursor.accept("FOREIGN");
    return cursor.acceptOneOf({"TABLE", "TABLES", "VIEW", "SEQUENCE", "TYPE", "DOMAIN", "FUNCTION",
        "PROCEDURE", "AGGREGATE", "ROUTINE", "SCHEMA", "EVENT", "EXTENSION", "INDEX", "TRIGGER", "POLICY",
        "RULE", "COLLATION", "PUBLICATION", "STATISTICS"});
}

void create(Cursor cursor, Targets& out)
{
    const bool replaces = cursor.acceptAll({"OR", "REPLACE"});
    if (createOnTable(cursor, out))
        return;
    // Whatever stands between: TEMPORARY, UNLOGGED, DEFINER = …, ALGORITHM = …, SQL SECURITY …
    if (!cursor.moveToWord({"TABLE", "VIEW", "SEQUENCE", "TYPE", "DOMAIN", "FUNCTION", "PROCEDURE",
            "AGGREGATE", "SCHEMA", "EVENT", "EXTENSION"}))
        return;
    cursor.skip();
    cursor.acceptIfNotExists();
    StatementTarget result =
        target(cursor.name(), replaces ? QStringLiteral("created or replaced") : QStringLiteral("created"));
    result.about = cursor.rest();
    result.isCreate = true;
    out.append(result);
}

void drop(Cursor cursor, Targets& out)
{
    cursor.accept("TEMPORARY");
    const QString what = wordsOf(cursor, 1);
    if (!acceptObjectKind(cursor))
        return;
    cursor.accept("CONCURRENTLY");
    cursor.acceptIfExists();
    Cursor on = cursor;
    QString part;
    if (on.moveToWord({"ON"})) {
        part = cursor.name().last();
        on.skip();
        out.append(target(on.name(), QStringLiteral("%1 %2 dropped").arg(what, part)));
        out.last().about = on.rest();
        return;
    }
    for (const TokenRange one : cursor.splitAtCommas()) {
        StatementTarget result = target(Cursor(cursor.view(), one).name(), QStringLiteral("dropped"));
        result.isDrop = true;
        out.append(result);
    }
}

/// The words of an action of ALTER TABLE that is none of those below: "set default", "add constraint x".
QString actionWords(Cursor action)
{
    if (action.acceptAll({"ADD", "CONSTRAINT"}))
        return QStringLiteral("constraint %1 added").arg(action.plainName().last());
    if (action.acceptAll({"DROP", "CONSTRAINT"})) {
        action.acceptIfExists();
        return QStringLiteral("constraint %1 dropped").arg(action.plainName().last());
    }
    if (action.acceptAll({"VALIDATE", "CONSTRAINT"}))
        return QStringLiteral("constraint %1 validated").arg(action.plainName().last());
    Cursor column = action;
    if (column.accept("ALTER")) {
        column.accept("COLUMN");
        const QString name = column.plainName().last();
        const QString rest = wordsOf(column, 3);
        return QStringLiteral("column %1 altered: %2").arg(name, rest);
    }
    return QStringLiteral("altered: %1").arg(wordsOf(action, 3));
}

StatementTarget alterAction(const ObjectName& table, Cursor action)
{
    StatementTarget result = target(table, {});
    result.about = action.rest();
    if (const auto rename = readRename(action)) {
        if (rename->from.isEmpty()) {
            result.change = QStringLiteral("renamed from %1").arg(table.shown);
            result.newName = rename->to;
            result.about.reset();
            return result;
        }
        result.renamedColumn = rename->from.last();
        result.newColumn = rename->to.last();
        result.change = QStringLiteral("column %1 renamed to %2").arg(result.renamedColumn, result.newColumn);
        return result;
    }
    if (const auto dropped = readDropColumn(action)) {
        result.change = QStringLiteral("column %1 dropped").arg(dropped->column.last());
        return result;
    }
    Cursor add = action;
    if (add.acceptAll({"ADD", "COLUMN"}) && add.acceptIfNotExists()) {
        result.change = QStringLiteral("column %1 added").arg(add.plainName().last());
        return result;
    }
    const auto added = readAddColumns(action);
    if (!added.empty()) {
        QStringList names;
        for (const ObjectName& name : added)
            names.append(name.last());
        result.change = QStringLiteral("column %1 added").arg(names.join(QStringLiteral(", ")));
        return result;
    }
    if (const auto type = readTypeChange(action)) {
        result.change = QStringLiteral("type of %1 changed").arg(type->column.last());
        return result;
    }
    result.change = actionWords(action);
    return result;
}

/// ALTER of what is no table: VIEW, TYPE, SEQUENCE, …
void alterOther(Cursor cursor, Targets& out)
{
    if (!acceptObjectKind(cursor))
        return;
    cursor.acceptIfExists();
    const ObjectName name = cursor.name();
    cursor.parentheses();
    StatementTarget result = target(name, QStringLiteral("altered: %1").arg(wordsOf(cursor, 3)));
    Cursor on = cursor;
    if (on.accept("ON"))
        result.object = on.name();
    result.about = cursor.rest();
    if (cursor.acceptAll({"RENAME", "TO"})) {
        result.newName = cursor.name();
        result.change = QStringLiteral("renamed from %1").arg(name.shown);
        result.about.reset();
    }
    out.append(result);
}

/// RENAME TABLE a TO b, c TO d, of MySQL.
void renameTables(Cursor cursor, Targets& out)
{
    cursor.acceptIfExists();
    for (const TokenRange part : cursor.splitAtCommas()) {
        Cursor one(cursor.view(), part);
        const ObjectName from = one.name();
        if (!one.accept("TO"))
            continue;
        StatementTarget result = target(from, QStringLiteral("renamed from %1").arg(from.shown));
        result.newName = one.name();
        out.append(result);
    }
}

/// COMMENT ON COLUMN t.c, GRANT … ON TABLE t, REVOKE … ON t.
void commentOrGrant(Cursor cursor, Targets& out)
{
    const bool isComment = cursor.is("COMMENT");
    const QString change = wordsOf(cursor, 1);
    if (!cursor.moveToWord({"ON"}))
        return;
    const TokenRange before {0, cursor.position()};
    cursor.skip();
    const bool isColumn = cursor.accept("COLUMN");
    acceptObjectKind(cursor);
    for (const TokenRange part : isComment ? std::vector {cursor.rest()} : cursor.splitAtCommas()) {
        Cursor one(cursor.view(), part);
        ObjectName name = one.name();
        StatementTarget result =
            target(name, isComment ? QStringLiteral("comment set") : QStringLiteral("granted"));
        result.about = before;
        if (isColumn && name.parts.size() > 1) {
            result.change = QStringLiteral("comment of %1 set").arg(name.last());
            result.about = part;
            result.object.parts.removeLast();
            result.object.shown = result.object.parts.join(u'.');
        }
        if (change == QLatin1String("revoke"))
            result.change = QStringLiteral("revoked");
        out.append(result);
    }
}

} // namespace

QList<StatementTarget> readTargets(const StatementView& view)
{
    Targets targets;
    Cursor cursor(view);
    if (const auto alter = readAlterTable(view)) {
        for (const TokenRange action : alter->actions)
            targets.append(alterAction(alter->table, Cursor(view, action)));
        return targets;
    }
    if (cursor.accept("ALTER")) {
        alterOther(cursor, targets);
    } else if (cursor.accept("CREATE")) {
        create(cursor, targets);
    } else if (cursor.accept("DROP")) {
        drop(cursor, targets);
    } else if (view.isMySql() && cursor.is("RENAME")) {
        cursor.skip();
        if (cursor.acceptOneOf({"TABLE", "TABLES"}))
            renameTables(cursor, targets);
    } else if (cursor.isOneOf({"COMMENT", "GRANT", "REVOKE"})) {
        commentOrGrant(cursor, targets);
    } else {
        for (const ObjectName& name : changedTables(view)) {
            StatementTarget result = target(name, QStringLiteral("rows changed"));
            result.about = cursor.rest();
            targets.append(result);
        }
    }
    targets.removeIf([](const StatementTarget& one) { return one.object.isEmpty(); });
    return targets;
}

} // namespace strandline::analysis

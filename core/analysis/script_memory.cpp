// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/script_memory.h"

#include "core/analysis/alter_table.h"
#include "core/analysis/select_copy.h"

namespace strandline::analysis {

using sql::TokenKind;

namespace {

QString objectKey(QLatin1String kind, const ObjectName& name, sql::Dialect dialect)
{
    return kind + QChar(u'\x1E') + name.key(dialect);
}

/// RENAME TO keeps the schema that the table is in.
ObjectName besides(const ObjectName& from, ObjectName to, sql::Dialect dialect)
{
    if (dialect != sql::Dialect::MySql && from.parts.size() > 1 && to.parts.size() == 1)
        to.parts = from.parts.mid(0, from.parts.size() - 1) + to.parts;
    return to;
}

QStringList columnNames(const StatementView& view, TokenRange list)
{
    QStringList names;
    for (const TokenRange part : Cursor(view, list).splitAtCommas()) {
        Cursor column(view, part);
        if (beginsConstraint(column))
            continue;
        const ObjectName name = column.plainName();
        if (!name.isEmpty())
            names.append(name.last());
    }
    return names;
}

} // namespace

ScriptMemory::Table ScriptMemory::table(const ObjectName& name) const
{
    const auto found = m_tables.constFind(name.key(m_dialect));
    if (found != m_tables.cend())
        return *found;
    Table fresh;
    fresh.original = name;
    return fresh;
}

ScriptMemory::Table& ScriptMemory::at(const ObjectName& name)
{
    const QString key = name.key(m_dialect);
    auto found = m_tables.find(key);
    if (found == m_tables.end())
        found = m_tables.insert(key, table(name));
    return *found;
}

std::optional<QString> ScriptMemory::oldColumn(const Table& table, const QString& column) const
{
    const QString key = columnKey(column, m_dialect);
    if (table.newColumns.contains(key))
        return std::nullopt;
    return table.renamed.value(key, column);
}

bool ScriptMemory::isNewObject(QLatin1String kind, const ObjectName& name) const
{
    return m_newObjects.contains(objectKey(kind, name, m_dialect));
}

std::optional<ScriptMemory::Copy> ScriptMemory::survivingCopy(const QString& originalKey) const
{
    std::optional<Copy> best;
    for (const Table& table : m_tables) {
        const auto copy = table.copies.constFind(originalKey);
        if (table.isGone || table.isTemporary || copy == table.copies.cend())
            continue;
        if (copy->all)
            return *copy;
        if (!best || best->columns.size() < copy->columns.size())
            best = *copy;
    }
    return best;
}

void ScriptMemory::learn(const StatementView& view)
{
    Cursor cursor(view);
    if (cursor.accept("CREATE"))
        learnCreate(cursor);
    else if (cursor.accept("DROP"))
        learnDrop(cursor);
    else if (cursor.is("ALTER"))
        learnAlterTable(view);
    else if (view.isMySql() && cursor.accept("RENAME"))
        learnRenameTable(cursor);
    else if (cursor.accept("INSERT"))
        learnInsert(cursor);
    else if (cursor.accept("TRUNCATE")) {
        cursor.accept("TABLE");
        for (const TokenRange part : cursor.splitAtCommas()) {
            Cursor one(view, part);
            one.accept("ONLY");
            learnEmptied(one.name());
        }
    } else if (cursor.acceptAll({"DELETE", "FROM"})) {
        cursor.accept("ONLY");
        learnEmptied(cursor.name());
    }
}

void ScriptMemory::learnEmptied(const ObjectName& name)
{
    const auto found = m_tables.find(name.key(m_dialect));
    if (found != m_tables.end())
        found->copies.clear();
}

void ScriptMemory::learnCreate(Cursor cursor)
{
    const bool replaces = cursor.acceptAll({"OR", "REPLACE"});
    bool isTemporary = false;
    while (cursor.isOneOf({"GLOBAL", "LOCAL", "TEMP", "TEMPORARY", "UNLOGGED", "VIRTUAL", "FOREIGN"})) {
        isTemporary = isTemporary || cursor.isOneOf({"TEMP", "TEMPORARY"});
        cursor.skip();
    }
    QLatin1String kind;
    if (cursor.accept("TABLE")) {
        kind = QLatin1String("table");
    } else if (cursor.acceptAll({"MATERIALIZED", "VIEW"})) {
        kind = QLatin1String("view");
    } else if (cursor.acceptOneOf({"SCHEMA", "DATABASE"})) {
        kind = QLatin1String("schema");
    } else if (cursor.acceptOneOf({"TYPE", "DOMAIN"})) {
        kind = QLatin1String("type");
    } else if (cursor.accept("SEQUENCE")) {
        kind = QLatin1String("sequence");
    } else {
        return;
    }
    const bool onlyIfAbsent = cursor.acceptIfNotExists();
    const ObjectName name = cursor.name();
    if (name.isEmpty())
        return;
    if (kind != QLatin1String("table")) {
        if (!onlyIfAbsent && !replaces)
            m_newObjects.insert(objectKey(kind, name, m_dialect));
        return;
    }
    const bool wasKnown = m_tables.contains(name.key(m_dialect));
    if (onlyIfAbsent && !isTemporary && !(wasKnown && table(name).isGone))
        return;
    Table fresh;
    fresh.isNew = true;
    fresh.isTemporary = isTemporary;
    if (cursor.kind() == TokenKind::OpenParen) {
        const size_t open = cursor.position();
        const TokenRange list = cursor.parentheses();
        if (cursor.view().isOneOf(list.begin, {"SELECT", "WITH"}))
            cursor.moveTo(open); // CREATE TABLE t (SELECT …)
        else
            fresh.columns = columnNames(cursor.view(), list);
    }
    m_tables.insert(name.key(m_dialect), fresh);
    Cursor query = cursor;
    if (cursor.moveToWord({"AS"})) {
        cursor.skip();
        copy(name, fresh.columns, cursor);
    } else if (query.view().isMySql()
        && (query.kind() == TokenKind::OpenParen || query.moveToWord({"SELECT"}))) {
        copy(name, {}, query);
    }
}

void ScriptMemory::learnDrop(Cursor cursor)
{
    const bool isTemporary = cursor.acceptOneOf({"TEMPORARY", "TEMP"});
    QLatin1String kind;
    if (cursor.acceptOneOf({"TABLE", "TABLES"}))
        kind = QLatin1String("table");
    else if (cursor.acceptAll({"MATERIALIZED", "VIEW"}))
        kind = QLatin1String("view");
    else if (cursor.acceptOneOf({"SCHEMA", "DATABASE"}))
        kind = QLatin1String("schema");
    else if (cursor.acceptOneOf({"TYPE", "DOMAIN"}))
        kind = QLatin1String("type");
    else if (cursor.accept("SEQUENCE"))
        kind = QLatin1String("sequence");
    else
        return;
    cursor.acceptIfExists();
    for (const TokenRange part : cursor.splitAtCommas()) {
        const ObjectName name = Cursor(cursor.view(), part).name();
        if (name.isEmpty())
            continue;
        if (kind != QLatin1String("table")) {
            m_newObjects.remove(objectKey(kind, name, m_dialect));
            continue;
        }
        // A temporary table hides the lasting one of its name, which comes into sight again.
        if (isTemporary || table(name).isTemporary)
            m_tables.remove(name.key(m_dialect));
        else
            at(name).isGone = true;
    }
}

void ScriptMemory::rename(const ObjectName& from, const ObjectName& to)
{
    const Table moved = table(from);
    Table left;
    left.isGone = true;
    m_tables.insert(from.key(m_dialect), left);
    m_tables.insert(besides(from, to, m_dialect).key(m_dialect), moved);
}

void ScriptMemory::learnRenameTable(Cursor cursor)
{
    if (!cursor.acceptOneOf({"TABLE", "TABLES"}))
        return;
    cursor.acceptIfExists();
    for (const TokenRange part : cursor.splitAtCommas()) {
        Cursor pair(cursor.view(), part);
        const ObjectName from = pair.name();
        if (pair.accept("WAIT"))
            pair.skip();
        pair.accept("NOWAIT");
        if (pair.accept("TO")) {
            const ObjectName to = pair.name();
            if (!to.isEmpty())
                rename(from, to);
        }
    }
}

void ScriptMemory::learnAlterTable(const StatementView& view)
{
    const auto alter = readAlterTable(view);
    if (!alter)
        return;
    ObjectName newName;
    Table& table = at(alter->table);
    for (const TokenRange range : alter->actions) {
        Cursor action(view, range);
        for (const ObjectName& column : readAddColumns(action)) {
            const QString key = columnKey(column.last(), m_dialect);
            if (!table.isNew)
                table.newColumns.insert(key);
            table.renamed.remove(key);
        }
        if (const auto dropped = readDropColumn(action))
            table.newColumns.remove(columnKey(dropped->column.last(), m_dialect));
        if (const auto renamed = readRename(action)) {
            if (renamed->from.isEmpty()) {
                newName = renamed->to;
                continue;
            }
            const QString from = columnKey(renamed->from.last(), m_dialect);
            const QString to = columnKey(renamed->to.last(), m_dialect);
            if (from == to)
                continue;
            if (table.newColumns.remove(from))
                table.newColumns.insert(to);
            else
                table.renamed.insert(to, table.renamed.value(from, renamed->from.last()));
            table.renamed.remove(from);
        }
        if (action.acceptAll({"SET", "SCHEMA"})) {
            ObjectName schema = action.plainName();
            newName = schema;
            newName.parts += alter->table.last();
        }
    }
    if (!newName.isEmpty())
        rename(alter->table, newName);
}

void ScriptMemory::learnInsert(Cursor cursor)
{
    // OR IGNORE and the like leave rows out: no full copy.
    if (cursor.isOneOf({"OR", "IGNORE"}))
        return;
    while (cursor.isOneOf({"LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED"}))
        cursor.skip();
    if (!cursor.accept("INTO") && !cursor.view().isMySql())
        return;
    const ObjectName target = cursor.name();
    if (target.isEmpty())
        return;
    if (cursor.accept("AS"))
        cursor.skip();
    QStringList columns;
    if (cursor.kind() == TokenKind::OpenParen && !cursor.isOneOf({"SELECT", "WITH"}, 1))
        columns = columnNames(cursor.view(), cursor.parentheses());
    cursor.acceptAll({"OVERRIDING", "SYSTEM", "VALUE"});
    cursor.acceptAll({"OVERRIDING", "USER", "VALUE"});
    copy(target, columns, cursor);
}

void ScriptMemory::copy(const ObjectName& target, const QStringList& targetColumns, Cursor select)
{
    const auto query = readSelectCopy(select);
    if (!query)
        return;
    const Table source = table(query->source);
    if (source.isGone)
        return;
    QHash<QString, Copy> bases = source.copies;
    if (!source.isNew && !source.original.isEmpty()) {
        Copy itself;
        itself.all = true;
        bases.insert(source.original.key(m_dialect), itself);
    }
    Table& into = at(target);
    const QStringList names = targetColumns.isEmpty() ? into.columns : targetColumns;
    for (auto base = bases.cbegin(); base != bases.cend(); ++base) {
        if (query->everything) {
            into.copies.insert(base.key(), base.value());
            continue;
        }
        Copy copy;
        for (qsizetype i = 0; i < query->items.size(); ++i) {
            const QStringList& sources = query->items.at(i);
            for (qsizetype k = 0; k < sources.size(); ++k) {
                const QString from = columnKey(sources.at(k), m_dialect);
                QString old;
                if (base->all)
                    old = oldColumn(source, sources.at(k)).value_or(QString());
                else
                    old = base->columns.value(from);
                // Several columns may go into one; the further ones get keys that no column has.
                QString key = columnKey(i < names.size() ? names.at(i) : sources.at(k), m_dialect);
                if (k > 0)
                    key += QChar(u'\x1F') + QString::number(k);
                if (!old.isEmpty())
                    copy.columns.insert(key, old);
            }
        }
        into.copies.insert(base.key(), copy);
    }
}

} // namespace strandline::analysis

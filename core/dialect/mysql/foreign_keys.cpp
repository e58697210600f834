// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/mysql/foreign_keys.h"

#include "core/dialect/mysql/words.h"
#include "core/schema/changed_fields.h"

#include <algorithm>

namespace strandline::dialect::mysql {

using schema::Column;
using schema::Constraint;
using schema::Database;
using schema::Index;
using schema::Table;

namespace {

const Constraint* foreignKey(const Table& table, const QString& name)
{
    const auto found = std::find_if(table.constraints.begin(), table.constraints.end(),
        [&](const Constraint& key) { return isForeignKey(key) && key.name == name; });
    return found == table.constraints.end() ? nullptr : &*found;
}

bool supports(const Index& index, const QStringList& columns)
{
    if (index.elements.size() < columns.size() || index.method == QLatin1String("FULLTEXT")
        || index.method == QLatin1String("SPATIAL"))
        return false;
    for (qsizetype i = 0; i < columns.size(); ++i) {
        if (index.elements.at(i).column != columns.at(i) || index.elements.at(i).prefixLength > 0)
            return false;
    }
    return true;
}

bool isSameButForName(Index a, Index b)
{
    // PRIMARY cannot get another name.
    if (a.constraintName != b.constraintName)
        return false;
    a.name = b.name;
    return schema::isSame(a, b);
}

/// An index that stays, whatever it is called, can carry the key throughout.
bool keepsSupport(const Table& from, const Table& to, const QStringList& columns)
{
    return std::any_of(from.indexes.begin(), from.indexes.end(), [&](const Index& index) {
        return supports(index, columns)
            && std::any_of(to.indexes.begin(), to.indexes.end(),
                [&](const Index& other) { return isSameButForName(index, other); });
    });
}

bool isColumnTouched(const Table& from, const Table& to, const QString& name)
{
    const Column* a = from.column(name);
    const Column* b = to.column(name);
    return !a || !b || a->type != b->type || a->notNull != b->notNull || a->generated != b->generated
        || a->generationExpression != b->generationExpression
        || collationOf(*a, from) != collationOf(*b, to);
}

bool isSideTouched(const Table* from, const Table* to, const QStringList& columns)
{
    if (!from || !to)
        return true;
    return engineOf(*from) != engineOf(*to) || from->partitionKey != to->partitionKey
        || isVersioned(*from) != isVersioned(*to) || !keepsSupport(*from, *to, columns)
        || std::any_of(columns.begin(), columns.end(),
            [&](const QString& column) { return isColumnTouched(*from, *to, column); });
}

} // namespace

KeyChanges foreignKeyChanges(const Database& from, const Database& to)
{
    KeyChanges changes;
    for (const Table& table : from.tables) {
        const Table* next = to.table(table.name);
        for (const Constraint& key : table.constraints) {
            if (!isForeignKey(key))
                continue;
            const KeyId id {table.name.name, key.name};
            const Constraint* other = next ? foreignKey(*next, key.name) : nullptr;
            if (!other || !schema::isSame(key, *other)) {
                changes.dropped.insert(id);
                continue;
            }
            const bool isElsewhere = !key.referencedTable.schema.isEmpty();
            if (isSideTouched(&table, next, key.columns)
                || (!isElsewhere
                    && isSideTouched(from.table(key.referencedTable), to.table(key.referencedTable),
                        key.referencedColumns))) {
                changes.dropped.insert(id);
                changes.added.insert(id);
            }
        }
    }
    for (const Table& table : to.tables) {
        const Table* before = from.table(table.name);
        for (const Constraint& key : table.constraints) {
            if (!isForeignKey(key))
                continue;
            const Constraint* old = before ? foreignKey(*before, key.name) : nullptr;
            if (!old || !schema::isSame(*old, key))
                changes.added.insert({table.name.name, key.name});
        }
    }
    return changes;
}

} // namespace strandline::dialect::mysql

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/row_change.h"

#include "core/analysis/always_true.h"

namespace strandline::analysis {

using sql::TokenKind;

namespace {

bool endsTables(const Cursor& cursor)
{
    return cursor.isOneOf({"WHERE", "SET", "RETURNING", "ORDER", "LIMIT", "USING", "ON", "FROM", "JOIN",
        "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "NATURAL", "STRAIGHT_JOIN", "PARTITION", "INDEXED", "NOT",
        "OUTER", "USE", "FORCE", "IGNORE", "TABLESAMPLE", "FOR"});
}

constexpr int maxDepth = 50; // of parentheses: a limit against texts made to overflow the stack

void readOneSource(Cursor& cursor, std::vector<TableSource>& sources, int depth)
{
    cursor.acceptOneOf({"LATERAL", "ONLY"});
    if (cursor.kind() == TokenKind::OpenParen) {
        const TokenRange inside = cursor.parentheses();
        if (depth < maxDepth && !cursor.view().isOneOf(inside.begin, {"SELECT", "WITH", "VALUES", "TABLE"})) {
            const auto inner = readTableSources(Cursor(cursor.view(), inside), depth + 1);
            sources.insert(sources.end(), inner.begin(), inner.end());
        }
        return;
    }
    TableSource source;
    source.table = cursor.name();
    if (source.table.isEmpty())
        return;
    if (cursor.isOperator("*"))
        cursor.skip();
    if (cursor.accept("PARTITION"))
        cursor.parentheses();
    cursor.accept("AS");
    if (!endsTables(cursor))
        source.alias = cursor.plainName();
    if (source.alias.isEmpty()) {
        source.alias.parts = {source.table.last()};
        source.alias.shown = source.table.last();
    }
    sources.push_back(source);
}

} // namespace

std::vector<TableSource> readTableSources(Cursor list, int depth)
{
    std::vector<TableSource> sources;
    readOneSource(list, sources, depth);
    while (!list.atEnd()) {
        if (list.kind() == TokenKind::OpenParen) {
            list.parentheses();
            continue;
        }
        const bool another = list.kind() == TokenKind::Comma || list.isOneOf({"JOIN", "STRAIGHT_JOIN"});
        list.skip();
        if (another)
            readOneSource(list, sources, depth);
    }
    return sources;
}

ObjectName targetTable(
    const ObjectName& target, const std::vector<TableSource>& sources, sql::Dialect dialect)
{
    for (const TableSource& source : sources) {
        if (target.parts.size() == 1
            && columnKey(source.alias.last(), dialect) == columnKey(target.last(), dialect))
            return source.table;
    }
    for (const TableSource& source : sources) {
        if (source.table.key(dialect) == target.key(dialect))
            return source.table;
    }
    return target;
}

bool takesEveryRow(Cursor clauses)
{
    Cursor limit = clauses;
    if (limit.moveToWord({"LIMIT"}))
        return false; // as many as were asked for, on purpose
    if (!clauses.moveToWord({"WHERE"}))
        return true;
    clauses.skip();
    const size_t begin = clauses.position();
    clauses.moveToWord({"RETURNING", "ORDER"});
    return isAlwaysTrue(clauses.view(), {begin, clauses.position()});
}

bool joinsNarrow(Cursor list)
{
    bool isOuter = false;
    while (list.moveToWord({"LEFT", "RIGHT", "FULL", "JOIN", "ON", "USING", "INNER", "NATURAL"})) {
        if (list.isOneOf({"LEFT", "RIGHT", "FULL"}) && list.kind(1) != TokenKind::OpenParen)
            isOuter = true;
        else if (list.is("INNER"))
            isOuter = false;
        else if (list.is("NATURAL") || (list.isOneOf({"ON", "USING"}) && !isOuter))
            return true;
        else if (list.isOneOf({"ON", "USING"}))
            isOuter = false;
        list.skip();
    }
    return false;
}

} // namespace strandline::analysis

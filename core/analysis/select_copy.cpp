// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/select_copy.h"

namespace strandline::analysis {

using sql::TokenKind;

namespace {

/// Every name in an expression that may be a column: not those of functions, not the alias behind AS.
QStringList namesIn(Cursor item)
{
    QStringList names;
    int depth = 0;
    while (!item.atEnd()) {
        if (item.kind() == TokenKind::OpenParen)
            ++depth;
        else if (item.kind() == TokenKind::CloseParen)
            --depth;
        if (depth == 0 && item.is("AS")) {
            return names;
        }
        const bool isName = item.kind() == TokenKind::Word || item.kind() == TokenKind::QuotedIdentifier;
        if (!isName) {
            item.skip();
            continue;
        }
        const ObjectName name = item.name();
        if (item.kind() != TokenKind::OpenParen)
            names.append(name.last());
    }
    return names;
}

} // namespace

std::optional<SelectCopy> readSelectCopy(Cursor query)
{
    SelectCopy result;
    if (query.kind() == TokenKind::OpenParen)
        query = Cursor(query.view(), query.parentheses());
    if (query.view().isPostgreSql() && query.accept("TABLE")) {
        result.everything = true;
        result.source = query.name();
        return result.source.isEmpty() ? std::nullopt : std::optional(result);
    }
    if (!query.accept("SELECT") || query.isOneOf({"DISTINCT", "DISTINCTROW"}))
        return {};
    query.accept("ALL");
    const size_t begin = query.position();
    if (!query.moveToWord({"FROM"}))
        return {};
    const TokenRange list {begin, query.position()};
    query.skip();
    if (query.is("ONLY"))
        return {}; // the rows of its children stay behind
    result.source = query.name();
    if (result.source.isEmpty() || query.kind() == TokenKind::OpenParen)
        return {};
    Cursor scan = query;
    if (scan.moveToKind(TokenKind::Comma))
        return {};
    if (query.moveToWord({"WHERE", "JOIN", "GROUP", "HAVING", "LIMIT", "OFFSET", "FETCH", "UNION",
            "INTERSECT", "EXCEPT", "ON", "TABLESAMPLE", "PARTITION"}))
        return {};
    for (const TokenRange range : Cursor(query.view(), list).splitAtCommas()) {
        const bool isStar = range.end > range.begin && query.view().isOperator(range.end - 1, "*")
            && (range.end - range.begin == 1 || query.view().kind(range.end - 2) == TokenKind::Dot);
        if (isStar)
            result.everything = true;
        result.items.append(namesIn(Cursor(query.view(), range)));
    }
    return result;
}

} // namespace strandline::analysis

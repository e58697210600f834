// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/verbs.h"

namespace strandline::analysis {

using sql::TokenKind;

namespace {

constexpr int maxDepth = 50; // of WITH in WITH: a limit against texts made to overflow the stack

void addVerbs(Cursor cursor, int depth, std::vector<TokenRange>& verbs)
{
    if (cursor.kind() == TokenKind::OpenParen) {
        const TokenRange inside = cursor.parentheses();
        if (cursor.atEnd() && depth < maxDepth)
            addVerbs(Cursor(cursor.view(), inside), depth + 1, verbs);
        return;
    }
    if (!cursor.is("WITH") || depth >= maxDepth) {
        if (!cursor.atEnd())
            verbs.push_back(cursor.rest());
        return;
    }
    cursor.skip();
    cursor.accept("RECURSIVE");
    while (true) {
        if (cursor.plainName().isEmpty())
            return;
        cursor.parentheses();
        if (!cursor.accept("AS"))
            return;
        cursor.accept("NOT");
        cursor.accept("MATERIALIZED");
        if (cursor.kind() != TokenKind::OpenParen)
            return;
        addVerbs(Cursor(cursor.view(), cursor.parentheses()), depth + 1, verbs);
        // SEARCH … SET x and CYCLE … USING y may stand here.
        if (cursor.isOneOf({"SEARCH", "CYCLE"})) {
            while (!cursor.atEnd() && cursor.kind() != TokenKind::Comma
                && !cursor.isOneOf({"SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE"}))
                cursor.skip();
        }
        if (!cursor.accept(TokenKind::Comma))
            break;
    }
    addVerbs(Cursor(cursor.view(), cursor.rest()), depth + 1, verbs);
}

} // namespace

std::vector<TokenRange> readVerbs(const StatementView& view)
{
    std::vector<TokenRange> verbs;
    Cursor cursor(view);
    if (cursor.is("EXPLAIN") && !view.isSqlite()) {
        cursor.skip();
        const TokenRange options = cursor.parentheses();
        bool runs = cursor.accept("ANALYZE");
        for (size_t i = options.begin; i < options.end; ++i)
            runs = runs || view.isOneOf(i, {"ANALYZE", "ANALYSE"});
        cursor.accept("VERBOSE");
        if (!runs)
            return verbs;
    } else if (view.isMySql() && cursor.is("ANALYZE")
        && cursor.isOneOf({"DELETE", "UPDATE", "REPLACE", "INSERT"}, 1)) {
        cursor.skip();
    } else if (view.isPostgreSql() && cursor.is("COPY") && cursor.kind(1) == TokenKind::OpenParen) {
        cursor.skip();
        cursor = Cursor(view, cursor.parentheses());
    }
    addVerbs(cursor, 0, verbs);
    return verbs;
}

size_t statementLimit(QByteArrayView statement, sql::Dialect dialect)
{
    const StatementView head(statement, dialect, 3);
    if (head.isOneOf(0,
            {"SELECT", "SET", "GRANT", "REVOKE", "COMMENT", "PRAGMA", "BEGIN", "COMMIT", "VACUUM", "USE",
                "SHOW", "VALUES", "NOTIFY", "LISTEN", "REINDEX", "REFRESH", "LOCK", "UNLOCK", "START"})
        && !(dialect == sql::Dialect::MySql && head.is(0, "BEGIN")))
        return 0;
    // What an INSERT says about rows that are copied stands before any list of values gets long.
    if (head.is(0, "INSERT") || head.is(0, "REPLACE"))
        return 4000;
    return StatementView::defaultLimit;
}

} // namespace strandline::analysis

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/alter_table.h"

namespace strandline::analysis {

using sql::TokenKind;

std::optional<AlterTable> readAlterTable(const StatementView& view)
{
    Cursor cursor(view);
    if (!cursor.accept("ALTER"))
        return {};
    AlterTable result;
    if (view.isMySql()) {
        while (cursor.isOneOf({"ONLINE", "OFFLINE", "IGNORE"})) {
            result.ignoresErrors = result.ignoresErrors || cursor.is("IGNORE");
            cursor.skip();
        }
    }
    if (!cursor.accept("TABLE"))
        return {};
    result.ifExists = cursor.acceptIfExists();
    if (view.isPostgreSql() && cursor.is("ONLY") && !cursor.is("ONLY", 1))
        cursor.skip();
    result.table = cursor.name();
    if (result.table.isEmpty())
        return {};
    if (cursor.isOperator("*"))
        cursor.skip();
    if (view.isMySql()) {
        if (cursor.accept("WAIT"))
            cursor.skip();
        else
            cursor.accept("NOWAIT");
    }
    result.actions = cursor.splitAtCommas();
    return result;
}

std::optional<DropColumnAction> readDropColumn(Cursor action)
{
    if (!action.accept("DROP"))
        return {};
    if (!action.accept("COLUMN")) {
        const bool isMySql = action.view().isMySql();
        // None of these can be a bare column name where it is a keyword of the action.
        if (action.is("CONSTRAINT"))
            return {};
        const bool hasMore = action.kind(1) != TokenKind::End;
        if (isMySql
            && (action.isOneOf({"INDEX", "KEY", "CHECK", "FOREIGN", "PRIMARY"})
                || (hasMore && action.isOneOf({"PARTITION", "PERIOD", "SYSTEM"}))))
            return {};
    }
    action.acceptIfExists();
    DropColumnAction result;
    result.column = action.plainName();
    if (result.column.isEmpty())
        return {};
    result.cascades = action.is("CASCADE");
    return result;
}

bool beginsConstraint(const Cursor& part)
{
    // All of these are reserved, or a name behind them makes them what they say.
    return part.isOneOf({"CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "EXCLUDE", "LIKE", "INDEX",
               "KEY", "FULLTEXT", "SPATIAL", "PARTITION", "PERIOD", "SYSTEM"})
        && part.kind(1) != TokenKind::End;
}

std::vector<ObjectName> readAddColumns(Cursor action)
{
    std::vector<ObjectName> columns;
    if (!action.accept("ADD"))
        return columns;
    if (!action.accept("COLUMN") && beginsConstraint(action))
        return columns;
    if (action.acceptIfNotExists())
        return columns; // it may have been there before
    if (action.kind() == TokenKind::OpenParen) {
        for (const TokenRange part : Cursor(action.view(), action.parentheses()).splitAtCommas()) {
            Cursor definition(action.view(), part);
            const ObjectName name = beginsConstraint(definition) ? ObjectName() : definition.plainName();
            if (!name.isEmpty())
                columns.push_back(name);
        }
        return columns;
    }
    const ObjectName name = action.plainName();
    if (!name.isEmpty())
        columns.push_back(name);
    return columns;
}

std::optional<RenameAction> readRename(Cursor action)
{
    RenameAction result;
    if (action.view().isMySql() && action.accept("CHANGE")) {
        action.accept("COLUMN");
        action.acceptIfExists();
        result.from = action.plainName();
        result.to = action.plainName();
        if (result.from.isEmpty() || result.to.isEmpty())
            return {};
        return result;
    }
    if (!action.accept("RENAME"))
        return {};
    if (action.isOneOf({"CONSTRAINT", "INDEX", "KEY"}) && action.kind(1) != TokenKind::End
        && !action.is("TO", 1))
        return {};
    if (action.acceptOneOf({"TO", "AS"}) || action.isOperator("=")) {
        if (action.isOperator("="))
            action.skip();
        result.to = action.name();
        return result.to.isEmpty() ? std::nullopt : std::optional(result);
    }
    if (action.is("COLUMN") && !action.is("TO", 1))
        action.skip();
    action.acceptIfExists();
    const ObjectName first = action.name();
    if (first.isEmpty())
        return {};
    if (!action.accept("TO")) {
        result.to = first; // MySQL: RENAME name
        return action.atEnd() && action.view().isMySql() ? std::optional(result) : std::nullopt;
    }
    result.from = first;
    result.to = action.plainName();
    return result.to.isEmpty() ? std::nullopt : std::optional(result);
}

namespace {

/// "double precision", "varchar(20) character set utf8", "timestamp (3) with time zone", "schema.type[]".
TokenRange readType(Cursor& cursor)
{
    const size_t begin = cursor.position();
    const auto more = [&cursor] {
        return cursor.isOneOf(
            {"UNSIGNED", "SIGNED", "ZEROFILL", "PRECISION", "VARYING", "WITH", "WITHOUT", "TIME", "ZONE",
                "LOCAL", "LARGE", "OBJECT", "YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "ARRAY"});
    };
    if (cursor.isOneOf({"NATIONAL", "LONG"}))
        cursor.skip();
    cursor.name();
    while (!cursor.atEnd()) {
        if (cursor.kind() == TokenKind::OpenParen)
            cursor.parentheses();
        else if (more() || cursor.text() == QByteArrayView("[") || cursor.text() == QByteArrayView("]")
            || cursor.text() == QByteArrayView("[]"))
            cursor.skip();
        else if (cursor.kind() == TokenKind::Number
            && cursor.view().text(cursor.position() - 1) == QByteArrayView("["))
            cursor.skip();
        else
            break;
    }
    return {begin, cursor.position()};
}

} // namespace

std::optional<TypeAction> readTypeChange(Cursor action)
{
    TypeAction result;
    const bool isMySql = action.view().isMySql();
    if (isMySql && action.isOneOf({"MODIFY", "CHANGE"})) {
        const bool renames = action.is("CHANGE");
        action.skip();
        action.accept("COLUMN");
        action.acceptIfExists();
        result.column = action.plainName();
        if (renames)
            action.plainName();
        result.type = readType(action);
        return result.column.isEmpty() || result.type.isEmpty() ? std::nullopt : std::optional(result);
    }
    if (!action.view().isPostgreSql() || !action.accept("ALTER"))
        return {};
    action.accept("COLUMN");
    result.column = action.plainName();
    action.acceptAll({"SET", "DATA"});
    if (result.column.isEmpty() || !action.accept("TYPE"))
        return {};
    result.type = readType(action);
    if (result.type.isEmpty())
        return {};
    if (action.moveToWord({"USING"})) {
        action.skip();
        result.usingExpression = action.rest();
    }
    return result;
}

} // namespace strandline::analysis

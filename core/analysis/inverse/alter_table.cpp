// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/alter_table.h"

#include "core/analysis/inverse/inverse_rule.h"
#include "core/sql/identifier.h"

namespace strandline::analysis {

namespace {

using sql::Dialect;
using sql::TokenKind;

/// What takes one action back: actions of the same ALTER TABLE.
struct ActionInverse
{
    QStringList actions;
    QStringList warnings;
    ObjectName renamedTo; ///< the table has this name afterwards
};
using ActionRule = std::optional<ActionInverse> (*)(Cursor action, const ObjectName& table);

std::optional<ActionInverse> addedColumns(Cursor action, const ObjectName& table)
{
    const StatementView& view = action.view();
    const auto columns = readAddColumns(action);
    if (columns.empty())
        return {};
    Cursor list = action;
    list.accept("ADD");
    list.accept("COLUMN");
    // MySQL: ADD (a int, INDEX (a)) makes more than columns.
    if (list.kind() == TokenKind::OpenParen
        && Cursor(view, list.parentheses()).splitAtCommas().size() != columns.size())
        return {};
    ActionInverse inverse;
    for (const ObjectName& column : columns) {
        inverse.actions.append(QStringLiteral("DROP COLUMN ") + column.quoted(view.dialect()));
        inverse.warnings.append(QStringLiteral("Values written to %1.%2 since then are lost with it.")
                                    .arg(table.shown, column.shown));
    }
    return inverse;
}

/// MySQL: PRIMARY KEY, UNIQUE, FOREIGN KEY and CHECK each have a way of their own to go.
std::optional<ActionInverse> addedMySqlConstraint(Cursor action, const ObjectName& name)
{
    const QString quoted = name.quoted(Dialect::MySql);
    if (action.acceptAll({"PRIMARY", "KEY"}))
        return ActionInverse {{QStringLiteral("DROP PRIMARY KEY")},
            {QStringLiteral("The columns of the primary key stay NOT NULL.")}, {}};
    if (name.isEmpty())
        return {};
    if (action.accept("UNIQUE")) {
        // A name of the index itself wins over that of the constraint.
        action.acceptOneOf({"INDEX", "KEY"});
        const ObjectName index =
            action.kind() == TokenKind::OpenParen || action.is("USING") ? ObjectName() : action.plainName();
        return ActionInverse {
            {QStringLiteral("DROP INDEX ") + (index.isEmpty() ? quoted : index.quoted(Dialect::MySql))}, {},
            {}};
    }
    if (action.acceptAll({"FOREIGN", "KEY"}))
        return ActionInverse {{QStringLiteral("DROP FOREIGN KEY ") + quoted},
            {QStringLiteral("An index that the server made for the foreign key stays.")}, {}};
    if (action.is("CHECK"))
        return ActionInverse {{QStringLiteral("DROP CONSTRAINT ") + quoted}, {}, {}};
    return {};
}

std::optional<ActionInverse> addedConstraint(Cursor action, const ObjectName&)
{
    const StatementView& view = action.view();
    if (!action.accept("ADD"))
        return {};
    if (view.isMySql() && action.is("PRIMARY"))
        return addedMySqlConstraint(action, {});
    if (!action.accept("CONSTRAINT") || action.acceptIfNotExists())
        return {};
    if (view.isMySql() && action.isOneOf({"PRIMARY", "UNIQUE", "FOREIGN", "CHECK"}))
        return addedMySqlConstraint(action, {});
    const ObjectName name = action.plainName();
    if (name.isEmpty())
        return {};
    if (view.isMySql())
        return addedMySqlConstraint(action, name);
    Cursor scan = action;
    if (scan.moveToWord({"USING"}) && scan.is("INDEX", 1))
        return {}; // the index was there before and would go with the constraint
    ActionInverse inverse;
    inverse.actions.append(QStringLiteral("DROP CONSTRAINT ") + name.quoted(view.dialect()));
    if (action.is("PRIMARY"))
        inverse.warnings.append(QStringLiteral("The columns of the primary key stay NOT NULL."));
    return inverse;
}

std::optional<ActionInverse> addedIndex(Cursor action, const ObjectName&)
{
    if (!action.view().isMySql() || !action.accept("ADD"))
        return {};
    const bool isKind = action.acceptOneOf({"UNIQUE", "FULLTEXT", "SPATIAL"});
    const bool isIndex = action.acceptOneOf({"INDEX", "KEY"});
    if ((!isKind && !isIndex) || action.acceptIfNotExists() || action.kind() == TokenKind::OpenParen)
        return {};
    const ObjectName name = action.plainName();
    if (name.isEmpty())
        return {};
    return ActionInverse {{QStringLiteral("DROP INDEX ") + name.quoted(Dialect::MySql)}, {}, {}};
}

std::optional<ActionInverse> renamedPart(Cursor action, const ObjectName&)
{
    if (!action.accept("RENAME"))
        return {};
    const Dialect dialect = action.view().dialect();
    const bool isOfPart = action.isOneOf({"CONSTRAINT", "INDEX", "KEY"}) && !action.is("TO", 1);
    if (!isOfPart)
        return {};
    const QString kind = action.is("CONSTRAINT") ? QStringLiteral("CONSTRAINT") : QStringLiteral("INDEX");
    action.skip();
    if (action.acceptIfExists())
        return {};
    const ObjectName from = action.plainName();
    if (!action.accept("TO"))
        return {};
    const ObjectName to = action.plainName();
    if (from.isEmpty() || to.isEmpty())
        return {};
    return ActionInverse {
        {QStringLiteral("RENAME %1 %2 TO %3").arg(kind, to.quoted(dialect), from.quoted(dialect))}, {}, {}};
}

std::optional<ActionInverse> renamed(Cursor action, const ObjectName& table)
{
    const Dialect dialect = action.view().dialect();
    if (!action.is("RENAME"))
        return {}; // CHANGE says a new type as well, and the old one is not known here
    const auto rename = readRename(action);
    if (!rename)
        return {};
    ActionInverse inverse;
    if (rename->from.isEmpty()) {
        inverse.renamedTo = rename->to;
        // PostgreSQL takes a name without a schema there, MySQL reads one as a move to the current database.
        ObjectName old = table;
        if (dialect != Dialect::MySql)
            old.parts = {table.last()};
        inverse.actions.append(QStringLiteral("RENAME TO ") + old.quoted(dialect));
        return inverse;
    }
    // SQLite writes the new name into the text of the schema with the quotes that it has here.
    const QString back = dialect == Dialect::Sqlite && sql::isPlainName(rename->from.last())
        ? rename->from.last()
        : rename->from.quoted(dialect);
    inverse.actions.append(QStringLiteral("RENAME COLUMN %1 TO %2").arg(rename->to.quoted(dialect), back));
    return inverse;
}

std::optional<ActionInverse> notNull(Cursor action, const ObjectName& table)
{
    if (!action.view().isPostgreSql() || !action.accept("ALTER"))
        return {};
    action.accept("COLUMN");
    const ObjectName column = action.plainName();
    const bool sets = action.acceptAll({"SET", "NOT", "NULL"});
    if (column.isEmpty() || (!sets && !action.acceptAll({"DROP", "NOT", "NULL"})))
        return {};
    ActionInverse inverse;
    inverse.actions.append(
        QStringLiteral("ALTER COLUMN %1 %2 NOT NULL")
            .arg(column.quoted(Dialect::PostgreSql), sets ? QStringLiteral("DROP") : QStringLiteral("SET")));
    if (!sets)
        inverse.warnings.append(QStringLiteral("It fails if NULL was written to %1.%2 since then.")
                                    .arg(table.shown, column.shown));
    return inverse;
}

std::optional<ActionInverse> movedToSchema(Cursor action, const ObjectName& table)
{
    if (!action.view().isPostgreSql() || !action.acceptAll({"SET", "SCHEMA"}) || table.parts.size() < 2)
        return {};
    ActionInverse inverse;
    inverse.renamedTo = action.plainName();
    inverse.renamedTo.parts += table.last();
    inverse.actions.append(QStringLiteral("SET SCHEMA ")
        + sql::quoteIdentifier(table.parts.at(table.parts.size() - 2), Dialect::PostgreSql));
    return inverse;
}

constexpr ActionRule actionRules[] = {
    addedColumns, addedConstraint, addedIndex, renamedPart, renamed, notNull, movedToSchema};

std::optional<ActionInverse> inverseOfAction(Cursor action, const ObjectName& table)
{
    for (const ActionRule rule : actionRules) {
        if (auto inverse = rule(action, table))
            return inverse;
    }
    return {};
}

/// How the server does it, not what.
bool isExecutionOption(const Cursor& action)
{
    return action.view().isMySql() && action.isOneOf({"ALGORITHM", "LOCK"});
}

} // namespace

// All actions or none: half of a way back would be taken for the whole.
std::optional<Inverse> inverseOfAlterTable(Cursor statement)
{
    const StatementView& view = statement.view();
    const auto alter = readAlterTable(view);
    if (!alter)
        return {};
    ObjectName table = alter->table;
    QStringList actions;
    QStringList warnings;
    for (const TokenRange range : alter->actions) {
        const Cursor action(view, range);
        if (isExecutionOption(action))
            continue;
        const auto inverse = inverseOfAction(action, alter->table);
        if (!inverse)
            return {};
        if (!inverse->renamedTo.isEmpty()) {
            if (alter->ifExists)
                return {}; // another table may have the new name all along
            table = inverse->renamedTo;
            if (!view.isMySql() && table.parts.size() == 1)
                table.parts = alter->table.parts.mid(0, alter->table.parts.size() - 1) + table.parts;
        }
        // Later actions first, each one's own ones in their order.
        actions = inverse->actions + actions;
        warnings += inverse->warnings;
    }
    if (actions.isEmpty() || (view.isSqlite() && actions.size() > 1))
        return {};
    warnings.removeDuplicates();
    Inverse inverse;
    inverse.sql = QStringLiteral("ALTER TABLE %1%2 %3")
                      .arg(alter->ifExists ? QStringLiteral("IF EXISTS ") : QString(),
                          table.quoted(view.dialect()), actions.join(QLatin1String(", ")));
    inverse.warning = warnings.join(QLatin1Char(' '));
    return inverse;
}

} // namespace strandline::analysis

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/sqlite/create_parts.h"

#include "core/schema/sqlite/create_table.h"
#include "core/schema/sqlite/normal_form.h"

namespace strandline::schema::sqlite {

using sql::TokenKind;

namespace {

IndexElement elementOf(const StatementTokens& tokens, qsizetype from, qsizetype to, const Table* table,
    const QStringList& columns)
{
    IndexElement element;
    if (tokens.is(to - 1, "ASC") || tokens.is(to - 1, "DESC")) {
        --to;
        element.isDescending = tokens.is(to, "DESC");
    }
    if (to - from > 2 && tokens.is(to - 2, "COLLATE")) {
        element.collation = tokens.name(to - 1).toUpper();
        to -= 2;
    }
    const bool isColumn = to - from == 1 && tokens.isName(from);
    if (!isColumn) {
        element.expression = normalExpression(tokens, from, to, columns);
        return element;
    }
    element.column = tokens.name(from);
    for (const QString& column : columns) {
        if (isSameName(column, element.column))
            element.column = column;
    }
    const Column* column = table ? table->column(element.column) : nullptr;
    const QString usual =
        column && !column->collation.isEmpty() ? column->collation : QStringLiteral("BINARY");
    if (element.collation == usual)
        element.collation.clear();
    return element;
}

} // namespace

std::optional<Index> parseCreateIndex(const QString& statement, const Table* table)
{
    const StatementTokens tokens(statement);
    const qsizetype name = createdName(tokens);
    if (name == 0 || !tokens.is(name + 1, "ON") || tokens.kind(name + 3) != TokenKind::OpenParen)
        return std::nullopt;
    const qsizetype close = tokens.closing(name + 3);
    if (close >= tokens.size() || (close + 1 < tokens.size() && !tokens.is(close + 1, "WHERE")))
        return std::nullopt;
    QStringList columns;
    for (const Column& column : table ? table->columns : QList<Column>())
        columns.append(column.name);

    Index index;
    index.name = tokens.name(name);
    index.isUnique = tokens.is(1, "UNIQUE");
    int depth = 0;
    qsizetype first = name + 4;
    for (qsizetype i = first; i <= close; ++i) {
        if (depth == 0 && (i == close || tokens.kind(i) == TokenKind::Comma)) {
            index.elements.append(elementOf(tokens, first, i, table, columns));
            first = i + 1;
        }
        depth += tokens.kind(i) == TokenKind::OpenParen ? 1
            : tokens.kind(i) == TokenKind::CloseParen   ? -1
                                                        : 0;
    }
    if (close + 2 < tokens.size())
        index.predicate = normalExpression(tokens, close + 2, tokens.size(), columns);
    index.source = statement;
    return index;
}

Trigger parseCreateTrigger(const QString& statement)
{
    const StatementTokens tokens(statement);
    Trigger trigger;
    trigger.definition = normalForm(tokens, 0, tokens.size());
    trigger.source = statement;
    const qsizetype name = createdName(tokens);
    if (name == 0)
        return trigger;
    trigger.name = tokens.name(name);
    qsizetype at = name + 1;
    trigger.timing = QStringLiteral("BEFORE"); // also without the word
    if (tokens.is(at, "BEFORE") || tokens.is(at, "AFTER"))
        trigger.timing = tokens.text(at++).toUpper();
    else if (tokens.is(at, "INSTEAD") && tokens.is(at + 1, "OF")) {
        trigger.timing = QStringLiteral("INSTEAD OF");
        at += 2;
    }
    QString event = tokens.text(at).toUpper();
    if (tokens.is(at + 1, "OF")) {
        qsizetype end = at + 2;
        while (end < tokens.size() && !tokens.is(end, "ON"))
            ++end;
        event += QStringLiteral(" OF ") + normalForm(tokens, at + 2, end);
    }
    trigger.events = QStringList {event};
    return trigger;
}

} // namespace strandline::schema::sqlite

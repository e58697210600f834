// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/definitions.h"

#include "core/schema/changed_fields.h"
#include "core/schema/sqlite/create_parts.h"
#include "core/schema/sqlite/normal_form.h"
#include "core/sql/identifier.h"

namespace strandline::dialect::sqlite {

using schema::Column;
using schema::Constraint;
using schema::ConstraintKind;
using schema::Table;
using schema::sqlite::StatementTokens;

namespace {

const QString kSeparator = QStringLiteral(", ");

/// Literals as they are; everything else needs parentheses behind DEFAULT.
QString defaultClause(const QString& value)
{
    const StatementTokens tokens(value);
    const bool isSigned = tokens.size() == 2 && (tokens.isOperator(0, "-") || tokens.isOperator(0, "+"))
        && tokens.kind(1) == sql::TokenKind::Number;
    const bool isPlain = tokens.size() == 1 && tokens.kind(0) != sql::TokenKind::QuotedIdentifier;
    return QStringLiteral(" DEFAULT ")
        + (isSigned || isPlain ? value : QLatin1Char('(') + value + QLatin1Char(')'));
}

QString named(const Constraint& constraint)
{
    return constraint.name.isEmpty()
        ? QString()
        : QStringLiteral("CONSTRAINT ") + quote(constraint.name) + QLatin1Char(' ');
}

QString conflict(const Constraint& constraint)
{
    return constraint.conflictClause.isEmpty() ? QString()
                                               : QStringLiteral(" ON CONFLICT ") + constraint.conflictClause;
}

QString plainColumn(const Column& column)
{
    QString text = quote(column.name);
    if (!column.type.isEmpty())
        text += QLatin1Char(' ') + column.type;
    if (!column.collation.isEmpty())
        text += QStringLiteral(" COLLATE ") + quote(column.collation);
    if (column.defaultValue)
        text += defaultClause(*column.defaultValue);
    if (column.generated != schema::Generated::None) {
        text += QStringLiteral(" GENERATED ALWAYS AS (%1) %2")
                    .arg(column.generationExpression,
                        column.generated == schema::Generated::Stored ? QStringLiteral("STORED")
                                                                      : QStringLiteral("VIRTUAL"));
    }
    return text;
}

/// What has no form behind the columns.
bool belongsToColumn(const Constraint& constraint, const Table& table)
{
    if (constraint.kind == ConstraintKind::NotNull)
        return true;
    if (constraint.kind != ConstraintKind::PrimaryKey || constraint.columns.size() != 1)
        return false;
    const Column* column = table.column(constraint.columns.first());
    return constraint.options.contains(schema::sqlite::notRowidOption) || (column && column->isAutoIncrement);
}

QString columnText(const Table& table, const Column& column)
{
    QString text = plainColumn(column);
    bool isNotNullWritten = false;
    for (const Constraint& constraint : table.constraints) {
        if (!constraint.columns.contains(column.name) || !belongsToColumn(constraint, table))
            continue;
        text += QLatin1Char(' ') + named(constraint);
        if (constraint.kind == ConstraintKind::NotNull) {
            text += QStringLiteral("NOT NULL") + conflict(constraint);
            isNotNullWritten = true;
            continue;
        }
        text += QStringLiteral("PRIMARY KEY");
        if (constraint.options.contains(schema::sqlite::notRowidOption))
            text += QStringLiteral(" DESC");
        text += conflict(constraint);
        if (column.isAutoIncrement)
            text += QStringLiteral(" AUTOINCREMENT");
    }
    if (column.notNull && !isNotNullWritten)
        text += QStringLiteral(" NOT NULL");
    return text;
}

QString references(const Constraint& constraint)
{
    QString text = QStringLiteral(" REFERENCES ") + quote(constraint.referencedTable.name);
    if (!constraint.referencedColumns.isEmpty())
        text += QStringLiteral(" (%1)").arg(quotedList(constraint.referencedColumns));
    if (!constraint.onDelete.isEmpty())
        text += QStringLiteral(" ON DELETE ") + constraint.onDelete;
    if (!constraint.onUpdate.isEmpty())
        text += QStringLiteral(" ON UPDATE ") + constraint.onUpdate;
    if (!constraint.match.isEmpty())
        text += QStringLiteral(" MATCH ") + constraint.match;
    if (constraint.isInitiallyDeferred)
        text += QStringLiteral(" DEFERRABLE INITIALLY DEFERRED");
    return text;
}

QString constraintText(const Constraint& constraint)
{
    const QString elements = QStringLiteral("(%1)").arg(
        constraint.definition.isEmpty() ? quotedList(constraint.columns) : constraint.definition);
    switch (constraint.kind) {
    case ConstraintKind::PrimaryKey:
        return named(constraint) + QStringLiteral("PRIMARY KEY ") + elements + conflict(constraint);
    case ConstraintKind::Unique:
        return named(constraint) + QStringLiteral("UNIQUE ") + elements + conflict(constraint);
    case ConstraintKind::ForeignKey:
        return named(constraint) + QStringLiteral("FOREIGN KEY (%1)").arg(quotedList(constraint.columns))
            + references(constraint);
    default:
        return named(constraint) + QStringLiteral("CHECK (%1)").arg(constraint.expression);
    }
}

QString writtenTable(const Table& table, const QString& name)
{
    QStringList lines;
    for (const Column& column : table.columns)
        lines.append(columnText(table, column));
    for (const Constraint& constraint : table.constraints) {
        if (!belongsToColumn(constraint, table))
            lines.append(constraintText(constraint));
    }
    QStringList options;
    for (const QString& option : {schema::sqlite::withoutRowidOption, schema::sqlite::strictOption}) {
        if (table.options.contains(option))
            options.append(option);
    }
    return QStringLiteral("CREATE TABLE ") + quote(name) + QStringLiteral(" (\n    ")
        + lines.join(QStringLiteral(",\n    ")) + QStringLiteral("\n)")
        + (options.isEmpty() ? QString() : QLatin1Char(' ') + options.join(kSeparator));
}

QString renamedStatement(const QString& statement, const QString& name)
{
    const StatementTokens tokens(statement);
    const qsizetype place = schema::sqlite::createdName(tokens);
    return tokens.name(place) == name ? tokens.slice(0, tokens.size()) : tokens.replaced(place, quote(name));
}

} // namespace

QString quote(const QString& name)
{
    return sql::quoteIdentifier(name, sql::Dialect::Sqlite);
}

QString quotedList(const QStringList& names)
{
    QStringList quoted;
    for (const QString& name : names)
        quoted.append(quote(name));
    return quoted.join(kSeparator);
}

std::optional<schema::sqlite::ParsedTable> parsedSource(const Table& table)
{
    if (table.source.isEmpty())
        return std::nullopt;
    auto parsed = schema::sqlite::parseCreateTable(table.source);
    if (!parsed || parsed->table.options != table.options
        || !schema::detail::areSame(parsed->table.columns, table.columns)
        || !schema::detail::areSame(parsed->table.constraints, table.constraints))
        return std::nullopt;
    return parsed;
}

QString createTable(const Table& table, const QString& name)
{
    if (!table.definition.isEmpty())
        return renamedStatement(table.source.isEmpty() ? table.definition : table.source, name);
    return parsedSource(table) ? renamedStatement(table.source, name) : writtenTable(table, name);
}

QString columnDefinition(const Table& table, qsizetype column)
{
    const auto parsed = parsedSource(table);
    return parsed ? parsed->columnTexts.at(column) : columnText(table, table.columns.at(column));
}

QString createIndex(const schema::Index& index, const QString& table)
{
    if (!index.source.isEmpty())
        return index.source;
    if (!index.definition.isEmpty())
        return index.definition;
    QStringList elements;
    for (const schema::IndexElement& element : index.elements) {
        QString text = element.column.isEmpty() ? element.expression : quote(element.column);
        if (!element.collation.isEmpty())
            text += QStringLiteral(" COLLATE ") + quote(element.collation);
        if (element.isDescending)
            text += QStringLiteral(" DESC");
        elements.append(text);
    }
    return QStringLiteral("CREATE %1INDEX %2 ON %3 (%4)%5")
        .arg(index.isUnique ? QStringLiteral("UNIQUE ") : QString(), quote(index.name), quote(table),
            elements.join(kSeparator),
            index.predicate.isEmpty() ? QString() : QStringLiteral(" WHERE ") + index.predicate);
}

QString createTrigger(const schema::Trigger& trigger)
{
    return trigger.source.isEmpty() ? trigger.definition : trigger.source;
}

QString createView(const schema::View& view)
{
    return view.source.isEmpty() ? view.definition : view.source;
}

} // namespace strandline::dialect::sqlite

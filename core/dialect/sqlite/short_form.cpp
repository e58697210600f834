// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/short_form.h"

#include "core/dialect/sqlite/definitions.h"
#include "core/dialect/sqlite/mentions.h"
#include "core/schema/changed_fields.h"

#include <algorithm>

namespace strandline::dialect::sqlite {

using schema::Column;
using schema::Constraint;
using schema::ConstraintKind;
using schema::Table;

namespace {

/// Before 3.35.5 DROP COLUMN could damage the database.
constexpr int kDropColumnSince = 33505;

/// Constraints of a table, each with the column behind which it is written (-1: with the table).
struct Placed
{
    QList<Constraint> constraints;
    QList<int> columns;
};

/// Where constraints stand is only in the text. Without one they count as standing with the table.
Placed placedConstraints(const Table& table)
{
    if (const auto parsed = parsedSource(table))
        return {parsed->constraints, parsed->constraintColumns};
    return {table.constraints, QList<int>(table.constraints.size(), -1)};
}

bool isUsedIn(const Constraint& constraint, const QString& column)
{
    return constraint.columns.contains(column) || mentions(constraint.expression, column);
}

/// Checks that stand at the column go with it; anything else that uses it forbids the short form.
bool canDrop(const Table& table, qsizetype place, const Placed& placed)
{
    const QString name = table.columns.at(place).name;
    for (qsizetype i = 0; i < placed.constraints.size(); ++i) {
        const Constraint& constraint = placed.constraints.at(i);
        const bool isItsOwn = placed.columns.at(i) == place
            && (constraint.kind == ConstraintKind::Check || constraint.kind == ConstraintKind::NotNull);
        if (!isItsOwn && isUsedIn(constraint, name))
            return false;
    }
    return std::none_of(table.columns.begin(), table.columns.end(), [&](const Column& other) {
        return other.name != name && mentions(other.generationExpression, name);
    });
}

bool isLiteral(const QString& value)
{
    const schema::sqlite::StatementTokens tokens(value);
    const qsizetype sign = tokens.isOperator(0, "-") || tokens.isOperator(0, "+") ? 1 : 0;
    if (tokens.size() != sign + 1)
        return false;
    return tokens.kind(sign) == sql::TokenKind::Number || tokens.kind(sign) == sql::TokenKind::String
        || tokens.is(sign, "NULL") || tokens.is(sign, "TRUE") || tokens.is(sign, "FALSE");
}

/// What ADD COLUMN refuses: keys, stored columns, defaults that must be computed, NOT NULL without a value
/// for the rows that are there, and references with one.
bool canAdd(const Column& column, const QList<Constraint>& itsOwn)
{
    if (column.generated == schema::Generated::Stored
        || (column.defaultValue && !isLiteral(*column.defaultValue)))
        return false;
    const bool hasValue = column.defaultValue && *column.defaultValue != QLatin1String("NULL");
    if (column.notNull && !hasValue)
        return false;
    return std::none_of(itsOwn.begin(), itsOwn.end(), [&](const Constraint& constraint) {
        return constraint.kind == ConstraintKind::PrimaryKey || constraint.kind == ConstraintKind::Unique
            || (constraint.kind == ConstraintKind::ForeignKey && hasValue);
    });
}

QList<Constraint> ownConstraints(const Placed& placed, qsizetype column)
{
    QList<Constraint> own;
    for (qsizetype i = 0; i < placed.constraints.size(); ++i) {
        if (placed.columns.at(i) == column)
            own.append(placed.constraints.at(i));
    }
    return own;
}

void removeOnce(QList<Constraint>& constraints, const Constraint& constraint)
{
    const auto found = std::find_if(constraints.begin(), constraints.end(),
        [&](const Constraint& other) { return schema::isSame(other, constraint); });
    if (found != constraints.end())
        constraints.erase(found);
}

RenderedStatement alter(const Table& table, const QString& action)
{
    return {QStringLiteral("ALTER TABLE %1 %2").arg(quote(table.name.name), action),
        {schema::ObjectKind::Table, table.name, {}}, false, {}, false};
}

} // namespace

bool isSameTable(const Table& a, const Table& b)
{
    if (a.kind != b.kind || a.definition != b.definition)
        return false;
    if (a.kind == schema::TableKind::Virtual || !a.definition.isEmpty())
        return true; // the text is all there is
    return a.options == b.options && schema::detail::areSame(a.columns, b.columns)
        && schema::detail::areSame(a.constraints, b.constraints);
}

std::optional<QList<RenderedStatement>> shortForm(
    const Table& from, const Table& renamed, const Table& to, int version)
{
    if (to.kind == schema::TableKind::Virtual || !to.definition.isEmpty() || !from.definition.isEmpty())
        return std::nullopt;
    QList<RenderedStatement> statements;
    Table played = renamed;
    const Placed before = placedConstraints(from);
    for (qsizetype i = from.columns.size() - 1; i >= 0; --i) {
        const QString name = renamed.columns.at(i).name;
        if (to.column(name))
            continue;
        if (version < kDropColumnSince || played.columns.size() == 1 || !canDrop(from, i, before))
            return std::nullopt;
        played.columns.removeAt(i);
        // Renames may have changed the texts of these, but not of what a column that goes has for itself.
        for (const Constraint& constraint : ownConstraints(before, i))
            removeOnce(played.constraints, constraint);
        RenderedStatement drop = alter(to, QStringLiteral("DROP COLUMN ") + quote(name));
        drop.note = QStringLiteral("deletes the values of column %1.%2").arg(to.name.name, name);
        drop.losesData = renamed.columns.at(i).generated == schema::Generated::None;
        if (!drop.losesData)
            drop.note.clear();
        statements.prepend(drop);
    }
    const Placed after = placedConstraints(to);
    for (qsizetype i = 0; i < to.columns.size(); ++i) {
        const Column& column = to.columns.at(i);
        if (renamed.column(column.name))
            continue;
        const QList<Constraint> itsOwn = ownConstraints(after, i);
        if (!canAdd(column, itsOwn))
            return std::nullopt;
        played.columns.append(column);
        played.constraints += itsOwn;
        statements.append(alter(to, QStringLiteral("ADD COLUMN ") + columnDefinition(to, i)));
    }
    schema::sqlite::makeCanonical(played);
    if (!isSameTable(played, to))
        return std::nullopt;
    return statements;
}

} // namespace strandline::dialect::sqlite

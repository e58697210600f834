// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgresql/write_parts.h"

#include "core/dialect/postgresql/pg_text.h"
#include "core/dialect/postgresql/write_column.h"
#include "core/dialect/postgresql/write_table.h"

namespace strandline::dialect::postgresql {

using namespace schema;

namespace {

bool canBeValidatedLater(const Constraint& constraint)
{
    return constraint.isValidated
        && (constraint.kind == ConstraintKind::Check || constraint.kind == ConstraintKind::ForeignKey);
}

QString stateWord(const QString& enabled)
{
    if (enabled == QLatin1String("disabled"))
        return QStringLiteral("DISABLE");
    if (enabled.isEmpty())
        return QStringLiteral("ENABLE");
    return QStringLiteral("ENABLE ") + enabled.toUpper();
}

void writeState(const ObjectName& relation, const char* kind, const QString& name, const QString& from,
    const QString& to, Statements& out)
{
    if (from != to) {
        out.add(QStringLiteral("ALTER TABLE ") + quoted(relation) + QLatin1Char(' ') + stateWord(to)
            + QLatin1Char(' ') + QLatin1String(kind) + QLatin1Char(' ') + quoted(name));
    }
}

QString roleList(const QStringList& roles)
{
    return roles.isEmpty() ? QStringLiteral("PUBLIC") : quotedList(roles);
}

} // namespace

void writeAddConstraint(
    const Question& question, const Table& table, const Constraint& constraint, bool only, Statements& out)
{
    const QString named = quoted(constraint.name);
    const QString add = (only ? alterTable(table, true) : alterTable(table))
        + (constraint.name.isEmpty() ? QStringLiteral(" ADD ")
                                     : QStringLiteral(" ADD CONSTRAINT ") + named + QLatin1Char(' '))
        + constraint.definition;
    if (!question.online || !canBeValidatedLater(constraint) || table.kind != TableKind::Ordinary) {
        out.add(add);
        return;
    }
    out.add(add + QStringLiteral(" NOT VALID"));
    out.add(alterTable(table) + QStringLiteral(" VALIDATE CONSTRAINT ") + named);
}

void writeDropConstraint(const Table& table, const Constraint& constraint, Statements& out)
{
    out.add(alterTable(table) + QStringLiteral(" DROP CONSTRAINT ") + quoted(constraint.name));
}

void writeConstraintChange(
    const Table& table, const Constraint& from, const Constraint& to, Statements& out)
{
    const QString named = quoted(to.name);
    if (from.isDeferrable != to.isDeferrable || from.isInitiallyDeferred != to.isInitiallyDeferred) {
        out.add(alterTable(table) + QStringLiteral(" ALTER CONSTRAINT ") + named
            + (to.isDeferrable ? QStringLiteral(" DEFERRABLE") : QStringLiteral(" NOT DEFERRABLE"))
            + (to.isInitiallyDeferred ? QStringLiteral(" INITIALLY DEFERRED")
                                      : QStringLiteral(" INITIALLY IMMEDIATE")));
    }
    if (!from.isValidated && to.isValidated)
        out.add(alterTable(table) + QStringLiteral(" VALIDATE CONSTRAINT ") + named);
}

void writeCreateIndex(
    const Question&, const Index& index, bool only, bool concurrently, Statements& out)
{
    QString text = index.definition;
    // The server prints a partitioned table so; the name before it may hold anything.
    const qsizetype place = text.lastIndexOf(QLatin1String(" ON ONLY "));
    if (!only && place >= 0)
        text.replace(place, 9, QStringLiteral(" ON "));
    if (concurrently) {
        const qsizetype at = text.indexOf(QLatin1String("INDEX "));
        text.insert(at + 6, QStringLiteral("CONCURRENTLY "));
        out.addOutside(text);
    } else {
        out.add(text);
    }
}

void writeIndexChange(const ObjectName& relation, const Index& from, const Index& to, Statements& out)
{
    writeStorageChange(from.options, to.options,
        QStringLiteral("ALTER INDEX ") + quoted(ObjectName {relation.schema, to.name}), out);
}

bool isReplaceable(const Trigger& from, const Trigger& to, int version)
{
    const QLatin1String plain("CREATE TRIGGER ");
    return version >= 140000 && from.definition.startsWith(plain) && to.definition.startsWith(plain)
        && !from.isInherited && !to.isInherited;
}

void writeCreateTrigger(const ObjectName& relation, const Trigger& trigger, bool replace, Statements& out)
{
    QString text = trigger.definition;
    if (replace)
        text.replace(0, 6, QStringLiteral("CREATE OR REPLACE"));
    out.add(text);
    // Replaced or new: it is enabled now.
    writeTriggerState(relation, {}, trigger, out);
}

void writeTriggerState(const ObjectName& relation, const QString& from, const Trigger& to, Statements& out)
{
    writeState(relation, "TRIGGER", to.name, from, to.enabled, out);
}

void writeCreateRule(const ObjectName& relation, const Rule& rule, Statements& out)
{
    QString text = rule.definition;
    if (text.endsWith(QLatin1Char(';')))
        text.chop(1);
    if (text.startsWith(QLatin1String("CREATE RULE ")))
        text.replace(0, 11, QStringLiteral("CREATE OR REPLACE RULE"));
    out.add(text);
    writeRuleState(relation, {}, rule, out);
}

void writeRuleState(const ObjectName& relation, const QString& from, const Rule& to, Statements& out)
{
    writeState(relation, "RULE", to.name, from, to.enabled, out);
}

void writeCreatePolicy(const ObjectName& relation, const Policy& policy, Statements& out)
{
    QString text = QStringLiteral("CREATE POLICY ") + quoted(policy.name) + QStringLiteral(" ON ") + quoted(relation);
    if (!policy.isPermissive)
        text += QStringLiteral(" AS RESTRICTIVE");
    if (!policy.command.isEmpty() && policy.command != QLatin1String("ALL"))
        text += QStringLiteral(" FOR ") + policy.command;
    if (!policy.roles.isEmpty())
        text += QStringLiteral(" TO ") + roleList(policy.roles);
    if (!policy.usingExpression.isEmpty())
        text += QStringLiteral(" USING (") + policy.usingExpression + QLatin1Char(')');
    if (!policy.checkExpression.isEmpty())
        text += QStringLiteral(" WITH CHECK (") + policy.checkExpression + QLatin1Char(')');
    out.add(text);
}

bool isAlterable(const Policy& from, const Policy& to)
{
    return from.isPermissive == to.isPermissive && from.command == to.command
        && (from.usingExpression.isEmpty() || !to.usingExpression.isEmpty())
        && (from.checkExpression.isEmpty() || !to.checkExpression.isEmpty());
}

void writePolicyChange(const ObjectName& relation, const Policy& from, const Policy& to, Statements& out)
{
    QString text = QStringLiteral("ALTER POLICY ") + quoted(to.name) + QStringLiteral(" ON ") + quoted(relation);
    const qsizetype bare = text.size();
    if (from.roles != to.roles)
        text += QStringLiteral(" TO ") + roleList(to.roles);
    if (from.usingExpression != to.usingExpression)
        text += QStringLiteral(" USING (") + to.usingExpression + QLatin1Char(')');
    if (from.checkExpression != to.checkExpression)
        text += QStringLiteral(" WITH CHECK (") + to.checkExpression + QLatin1Char(')');
    if (text.size() > bare)
        out.add(text);
}

} // namespace strandline::dialect::postgresql

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/postgresql/statements.h"

namespace strandline::dialect::postgresql {

void writeAddConstraint(const Question& question, const schema::Table& table,
    const schema::Constraint& constraint, bool only, Statements& out);
void writeDropConstraint(const schema::Table& table, const schema::Constraint& constraint, Statements& out);
/// What ALTER can change: validity, and when a foreign key is checked.
void writeConstraintChange(const schema::Table& table, const schema::Constraint& from,
    const schema::Constraint& to, Statements& out);

/// `only`: of a partitioned table without touching its partitions.
void writeCreateIndex(
    const Question& question, const schema::Index& index, bool only, bool concurrently, Statements& out);
void writeIndexChange(
    const ObjectName& relation, const schema::Index& from, const schema::Index& to, Statements& out);

void writeCreateTrigger(
    const ObjectName& relation, const schema::Trigger& trigger, bool replace, Statements& out);
void writeTriggerState(
    const ObjectName& relation, const QString& from, const schema::Trigger& to, Statements& out);
/// Whether CREATE OR REPLACE can make one of the other.
bool isReplaceable(const schema::Trigger& from, const schema::Trigger& to, int version);

void writeCreateRule(const ObjectName& relation, const schema::Rule& rule, Statements& out);
void writeRuleState(const ObjectName& relation, const QString& from, const schema::Rule& to, Statements& out);

void writeCreatePolicy(const ObjectName& relation, const schema::Policy& policy, Statements& out);
bool isAlterable(const schema::Policy& from, const schema::Policy& to);
void writePolicyChange(
    const ObjectName& relation, const schema::Policy& from, const schema::Policy& to, Statements& out);

} // namespace strandline::dialect::postgresql

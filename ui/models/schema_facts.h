// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/database.h"
#include "ui/models/fact_table_model.h"

namespace strandline::ui {

/// What the detail tabs say of an object, as pure functions of the schema.
FactTable columnFacts(const QList<schema::Column>& columns, const schema::Table* table);
FactTable indexFacts(const QList<schema::Index>& indexes);
FactTable constraintFacts(const schema::Table& table);
FactTable foreignKeyFacts(const schema::Database& database, const schema::Table& table);
FactTable triggerFacts(const QList<schema::Trigger>& triggers);
/// What the object needs, and what needs it.
FactTable dependencyFacts(const schema::Database& database, const schema::ObjectId& object);
/// What has no tab of its own: owner, options, comment, limits of a sequence, values of an enum, …
FactTable propertyFacts(const schema::Database& database, const schema::ObjectId& object);

/// Tables that refer to this one, with the constraint.
struct IncomingKey
{
    const schema::Table* table = nullptr;
    const schema::Constraint* constraint = nullptr;
};
QList<IncomingKey> incomingForeignKeys(const schema::Database& database, const schema::ObjectName& table);

/// "12 columns · 3 indexes · referenced by 4 tables"
QString objectSummary(const schema::Database& database, const schema::ObjectId& object);

} // namespace strandline::ui

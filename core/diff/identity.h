// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/database.h"

namespace strandline::diff {

schema::ObjectId idOf(const schema::Schema& object);
schema::ObjectId idOf(const schema::Extension& object);
schema::ObjectId idOf(const schema::UserType& object);
schema::ObjectId idOf(const schema::Sequence& object);
schema::ObjectId idOf(const schema::Table& object);
schema::ObjectId idOf(const schema::View& object);
schema::ObjectId idOf(const schema::Routine& object);
schema::ObjectId idOf(const schema::OtherObject& object);
schema::ObjectId idOf(const schema::DefaultPrivileges& object);

/// Of a part of a table, view or type. A constraint without a name is told by what it says: "check (a > 0)".
schema::ObjectId idOf(const schema::ObjectName& owner, const schema::Column& part);
schema::ObjectId idOf(const schema::ObjectName& owner, const schema::Constraint& part);
schema::ObjectId idOf(const schema::ObjectName& owner, const schema::Index& part);
schema::ObjectId idOf(const schema::ObjectName& owner, const schema::Trigger& part);
schema::ObjectId idOf(const schema::ObjectName& owner, const schema::Rule& part);
schema::ObjectId idOf(const schema::ObjectName& owner, const schema::Policy& part);

bool isPart(schema::ObjectKind kind);

/// An element as people write it: "total DESC", "lower(name) text_pattern_ops".
QString elementText(const schema::IndexElement& element);
QString elementsText(const QList<schema::IndexElement>& elements);

} // namespace strandline::diff

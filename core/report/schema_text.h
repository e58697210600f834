// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/database.h"

#include <QStringList>

namespace strandline::report {

/// A database as an indented list, one object or part per line: for people, and for a diff of two of them.
/// What was not read is named at the end.
QStringList schemaTree(const schema::Database& database);

/// "email text not null default 'x'"
QString columnText(const schema::Column& column);
/// "primary key (id)", "foreign key (user_id) references users (id) on delete CASCADE"
QString constraintText(const schema::Constraint& constraint);
/// "unique index (lower(email)) where deleted is null"
QString indexText(const schema::Index& index);

} // namespace strandline::report

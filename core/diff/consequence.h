// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/database.h"

namespace strandline::diff {

// What goes wrong when a program was written for `expected` and meets `actual`: a full sentence, or nothing where
// that cannot be known. One of the two may be null, not both; with both they differ.

QString consequence(const schema::Schema* actual, const schema::Schema* expected);
QString consequence(const schema::Extension* actual, const schema::Extension* expected);
QString consequence(const schema::UserType* actual, const schema::UserType* expected);
QString consequence(const schema::Sequence* actual, const schema::Sequence* expected);
QString consequence(const schema::Table* actual, const schema::Table* expected);
QString consequence(const schema::View* actual, const schema::View* expected);
QString consequence(const schema::Routine* actual, const schema::Routine* expected);
QString consequence(const schema::OtherObject* actual, const schema::OtherObject* expected);
QString consequence(const schema::DefaultPrivileges* actual, const schema::DefaultPrivileges* expected);
QString consequence(const schema::Column* actual, const schema::Column* expected);
QString consequence(const schema::Constraint* actual, const schema::Constraint* expected);
QString consequence(const schema::Index* actual, const schema::Index* expected);
QString consequence(const schema::Trigger* actual, const schema::Trigger* expected);
QString consequence(const schema::Rule* actual, const schema::Rule* expected);
QString consequence(const schema::Policy* actual, const schema::Policy* expected);

} // namespace strandline::diff

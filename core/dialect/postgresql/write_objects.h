// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/postgresql/statements.h"

namespace strandline::dialect::postgresql {

void writeCreateSequence(const schema::Sequence& sequence, Statements& out);
void writeSequenceChange(const Question& question, const schema::Sequence& from, const schema::Sequence& to,
    Statements& out);
void writeOwnedBy(const schema::Sequence& sequence, Statements& out);

void writeCreateType(const schema::UserType& type, Statements& out);
/// Whether ALTER TYPE and ALTER DOMAIN reach the other. `isUsed`: columns have this type.
bool isAlterable(const schema::UserType& from, const schema::UserType& to, bool isUsed);
void writeTypeChange(const schema::UserType& from, const schema::UserType& to, Statements& out);

void writeCreateView(const schema::View& view, bool replace, Statements& out);
/// The columns of the one are the first of the other, so that CREATE OR REPLACE VIEW does it.
bool isReplaceable(const schema::View& from, const schema::View& to);
/// Whether the query is the same; what else differs, ALTER can change.
bool isSameQuery(const schema::View& from, const schema::View& to);
void writeViewChange(const schema::View& from, const schema::View& to, Statements& out);

bool isReplaceable(const schema::Routine& from, const schema::Routine& to);
void writeCreateRoutine(const schema::Routine& routine, Statements& out);

void writeCreateExtension(const schema::Extension& extension, Statements& out);
void writeExtensionChange(
    const schema::Extension& from, const schema::Extension& to, Statements& out);

} // namespace strandline::dialect::postgresql

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/postgresql/statements.h"

namespace strandline::dialect::postgresql {

/// How COMMENT ON, ALTER … OWNER TO and DROP name this object: "TABLE public.t", "TRIGGER a ON public.t". Empty
/// for what cannot be named so.
QString target(const Catalog& catalog, const ObjectId& id);

/// Comment, owner and rights of an object that exists on both sides.
void writeDressChanges(const Question& question, const ObjectId& id, Statements& out);
/// The same for one that was just made.
void writeDress(const Question& question, const ObjectId& id, Statements& out);

void writeDefaultPrivileges(const Question& question, Statements& out);

} // namespace strandline::dialect::postgresql

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace strandline::engine::postgresql {

/// A kind of object that is kept as its statements.
struct OtherKind
{
    const char* kind;
    const char* catalogue; ///< "pg_cast"; its number is what dependencies and comments say
    /// Left out where this finds nothing: planning the queries of rare kinds would take longer than the rest.
    const char* onlyIf;
    /// SELECT number, schema, name, arguments, schema and name of the table that it is a part of, CREATE, DROP,
    /// owner, grants, kind of grants. No CREATE: it is only reported as unread, with the DROP as the sentence.
    const char* sql;
};

std::span<const OtherKind> otherKinds();

} // namespace strandline::engine::postgresql

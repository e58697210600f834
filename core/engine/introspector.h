// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job_context.h"
#include "core/db/connection.h"
#include "core/schema/database.h"

namespace strandline::engine {

struct ReadScope
{
    QString historySchema; ///< our own tables, triggers and functions in it are left out
    QStringList schemas; ///< only these; empty: all but the engine's own
    bool withAccess = true; ///< owners and grants
};

/// Reads what a database defines. Works on a ReadOnly connection and writes nothing.
class Introspector
{
public:
    virtual ~Introspector() = default;

    /// A handful of queries over all objects, never one per object; all see the same moment where the engine
    /// can. The answer is in canonical order. What is neither modelled nor kept verbatim is named in
    /// `unread`.
    virtual base::Result<schema::Database> read(
        db::Connection& connection, const ReadScope& scope, const base::JobContext& context) const = 0;
};

} // namespace strandline::engine

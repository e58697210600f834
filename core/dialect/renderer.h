// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/diff/rename.h"

namespace strandline::dialect {

struct RenderRequest
{
    const schema::Database& from;
    const schema::Database& to;
    QList<diff::Rename> renames;
    /// Do not block readers and writers where the engine has a way: CONCURRENTLY, NOT VALID and VALIDATE,
    /// ALGORITHM and LOCK.
    bool online = false;
    bool withAccess = true; ///< owners and grants as well
    /// The role that will run the statements: what is made belongs to it, and needs no OWNER. Empty: unknown.
    QString runsAs = {};
};

struct RenderedStatement
{
    QString text; ///< without the separator at its end; may hold line breaks
    schema::ObjectId object; ///< the table, view, routine, … that it changes; groups statements into files
    bool outsideTransaction = false;
    QString note; ///< for a comment above it: what it deletes, what cannot come back
    bool losesData = false;
};

struct Rendered
{
    QList<RenderedStatement> statements; ///< in an order in which they run; none: the two are equal
    /// What differs and cannot be written; with it the way does not reach its end.
    QList<base::Error> impossible;
};

/// Writes the way from one schema to another. The way back is the same question the other way round, with
/// diff::reversed() renames.
class Renderer
{
public:
    virtual ~Renderer() = default;
    virtual Rendered render(const RenderRequest& request) const = 0;
    /// The statements that build this database from nothing, for dumps.
    Rendered renderAll(const schema::Database& database) const;
    virtual QString quoted(const schema::ObjectName& name) const = 0;
};

} // namespace strandline::dialect

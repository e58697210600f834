// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/renderer.h"
#include "core/diff/compare.h"
#include "core/diff/rename_text.h"
#include "core/usecase/load_schema.h"

namespace strandline::usecase {

enum class RenameRule {
    Ask, ///< what nobody answered is a refusal that names the answers
    None, ///< it becomes drop and create, and the result says so
};

struct DiffSchemasRequest
{
    QStringList renames; ///< as diff::renameFromText() reads them
    RenameRule rule = RenameRule::Ask;
    bool online = false;
    diff::CompareOptions compare;
};

/// A pair that looks like a rename, with what to type when it is one.
struct OpenQuestion
{
    diff::RenameQuestion question;
    diff::RenameText answer;
};

/// Two schemas and the ways between them.
struct SchemaDiff
{
    LoadedSchema from;
    LoadedSchema to;
    QList<diff::Rename> renames; ///< as answered, and of what is equal but for its name
    QList<OpenQuestion> unanswered; ///< with RenameRule::None: what is dropped and created instead
    QList<diff::Difference> differences;
    dialect::Rendered up;
    dialect::Rendered down;

    bool isEqual() const
    {
        return differences.isEmpty() && up.statements.isEmpty() && up.impossible.isEmpty();
    }
};

/// Compares and writes both ways. Precondition with the exact flags when a likely rename is not answered.
base::Result<SchemaDiff> diffSchemas(LoadedSchema from, LoadedSchema to, const DiffSchemasRequest& request);

/// The same renames and ways for two schemas that are there already; for callers that ask about renames
/// themselves.
base::Result<void> writeWays(SchemaDiff& diff, bool online);

} // namespace strandline::usecase

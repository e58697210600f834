// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planner/recorded_script.h"

#include "core/sql/meaning_digest.h"
#include "core/sql/statement_kind.h"

#include <algorithm>

namespace strandline::planner {

migration::Script recordedScript(const QByteArray& bytes, const QByteArray& sha256, const QString& name,
    migration::ScriptRole role, sql::Dialect dialect)
{
    migration::Script script;
    script.path = name;
    script.bytes = bytes;
    script.sha256 = sha256;
    script.size = bytes.size();
    script.meaning = sql::meaningDigest(bytes, dialect);
    const sql::SplitResult split = sql::split(bytes, dialect);
    // Its problems were looked at when it ran; what the engine refuses now shows in the preflight.
    migration::ScriptHead head = migration::readComments(bytes, split, role, name);
    script.description = std::move(head.description);
    script.directives = std::move(head.directives);
    script.cannotRunInTransaction = script.directives.noTransaction
        || std::any_of(
            split.statements.begin(), split.statements.end(), [&](const sql::Statement& statement) {
                return sql::cannotRunInTransaction(statement.textIn(bytes), dialect);
            });
    return script;
}

} // namespace strandline::planner

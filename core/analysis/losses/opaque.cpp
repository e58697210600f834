// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/loss_rule.h"

#include <algorithm>

namespace strandline::analysis {

namespace {

/// Words without which a block cannot delete anything. A DO block that only creates a type needs no note.
bool mayDelete(QByteArrayView body)
{
    const QByteArray upper = body.toByteArray().toUpper();
    constexpr const char* words[] = {
        "DROP", "DELETE", "TRUNCATE", "UPDATE", "ALTER", "EXECUTE", "PERFORM", "CALL", "REPLACE"};
    return std::any_of(
        std::begin(words), std::end(words), [&upper](const char* word) { return upper.contains(word); });
}

} // namespace

// A function or trigger that is only created deletes nothing while the script runs: no note.
void opaqueNotes(Cursor verb, LossContext& context)
{
    const StatementView& view = context.view();
    const QByteArrayView whole = view.source(0, view.size());
    if (view.isPostgreSql() && verb.is("DO") && mayDelete(whole)) {
        context.note(QStringLiteral("A DO block was not looked into"),
            QStringLiteral("What it deletes, if anything, is not known before it runs."));
    } else if (!view.isSqlite() && verb.is("CALL")) {
        context.note(QStringLiteral("A called procedure was not looked into"),
            QStringLiteral("What it deletes, if anything, is not known before it runs."));
    } else if (view.isMySql() && verb.acceptAll({"EXECUTE", "IMMEDIATE"}) && mayDelete(whole)) {
        context.note(QStringLiteral("Statement text in a string was not looked into"),
            QStringLiteral("EXECUTE IMMEDIATE runs what a string or variable holds."));
    } else if (view.isMySql() && verb.accept("PREPARE")) {
        context.note(QStringLiteral("Statement text in a string was not looked into"),
            QStringLiteral("PREPARE makes a statement from what a string or variable holds."));
    } else if (view.isMySql() && verb.isOneOf({"BEGIN", "IF", "LOOP", "WHILE", "REPEAT", "FOR", "CASE"})
        && view.size() > 3 && mayDelete(whole)) {
        context.note(QStringLiteral("A compound statement was not looked into"),
            QStringLiteral("What it deletes, if anything, depends on how it runs."));
    }
}

} // namespace strandline::analysis

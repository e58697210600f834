// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/mysql/renamed.h"
#include "core/dialect/mysql/words.h"
#include "core/dialect/renderer.h"

namespace strandline::dialect::mysql {

/// What holds a body: statements before the tables change, after that, and at the very end.
struct ProgramSteps
{
    QList<RenderedStatement> dropped; ///< triggers and events that go
    QList<RenderedStatement> routines; ///< and packages, made or replaced
    QList<RenderedStatement> triggers; ///< and events, made or replaced
    QList<RenderedStatement> droppedLast; ///< routines that go: views may use them until then
};

/// `from` has the new names already. Triggers of tables that go need no statement.
ProgramSteps programSteps(const schema::Database& from, const schema::Database& to, const Server& server);

struct ViewSteps
{
    QList<RenderedStatement> dropped;
    QList<RenderedStatement> made; ///< in an order in which each finds what it uses
};

ViewSteps viewSteps(const schema::Database& from, const schema::Database& to, const Server& server);

/// `user`@`host`
QString definerClause(const schema::Options& options, const Server& server);

} // namespace strandline::dialect::mysql

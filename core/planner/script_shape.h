// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/plan.h"

namespace strandline::planner {

/// A statement that a plan has to speak about.
struct NotedStatement
{
    int number = 0;
    int line = 0;
    QString words; ///< "CREATE INDEX CONCURRENTLY"
};

/// Everything that planning asks a script, from one pass over it.
struct ScriptShape
{
    int statementCount = 0; ///< 0 for a large script: it is not read here
    QList<migration::Segment> segments;
    QList<NotedStatement> controlling; ///< BEGIN, COMMIT and the like
    /// First statement that keeps the script from running in one transaction; number 0: none.
    NotedStatement obstacle;
    /// Statements whose effect can be used only after their commit, though they may run in a transaction.
    QList<NotedStatement> needingCommit;
};

ScriptShape shapeOf(const migration::Script& script, sql::Dialect dialect, int firstStatement = 1);

/// The first words of a statement as messages name it: "CREATE INDEX CONCURRENTLY".
QString firstWords(QByteArrayView statement, sql::Dialect dialect);

} // namespace strandline::planner

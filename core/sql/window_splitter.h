// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/line_index.h"
#include "core/sql/problem_list.h"
#include "core/sql/statement_splitter.h"

namespace strandline::sql {

// What StatementStream is made of: split() for a piece of a script.

/// Where in a script a window begins, and what is in force there. The default is the beginning.
struct WindowStart
{
    qint64 offset = 0;
    LineColumn at;
    int statements = 0; ///< before it
    qsizetype problems = 0; ///< found before it
    QByteArray delimiter; ///< MySQL's DELIMITER; empty: the semicolon
};

/// What a window holds up to its last border, a place where no statement and no command is open. What lies
/// behind may be cut off and is not reported: the next window begins there. Offsets count in the window.
struct SplitWindow
{
    std::vector<Statement> statements; ///< numbers, lines and columns count in the script
    std::vector<Directive> directives;
    std::vector<ProblemEntry>
        problems; ///< with their places, in the order in which they were found; without bad bytes
    qsizetype dropped = 0;
    WindowStart next; ///< offset of the start: nothing complete was found, the window must be larger
    qsizetype openData = -1; ///< COPY data begin here and do not end in the window
    LineColumn openDataAt; ///< of the COPY statement
};

/// With isLast nothing follows the window and all of it is reported, as split() does for a whole script.
SplitWindow splitWindow(QByteArrayView window, Dialect dialect, const WindowStart& start, bool isLast);

} // namespace strandline::sql

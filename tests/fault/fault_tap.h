// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/script_statement.h"

#include <QString>

#include <memory>

namespace strandline::fault {

/// What goes wrong, and when: the environment variable STRANDLINE_FAULT of the faulty program holds
/// "mode:point". Points count every statement of every connection that writes, twice: 2n-1 before the n-th
/// statement is sent, 2n after it was answered and before anybody learns of the answer.
enum class Mode {
    Count, ///< nothing goes wrong; the number of points is written to STRANDLINE_FAULT_COUNT
    Kill, ///< SIGKILL
    Error, ///< the statement fails, or its answer is lost
    Drop, ///< every connection to a server breaks
    StopServer, ///< STRANDLINE_FAULT_SERVER gets STRANDLINE_FAULT_SIGNAL
    FillDisk, ///< a file in STRANDLINE_FAULT_DISK grows until nothing fits any more
};

struct Fault
{
    Mode mode = Mode::Count;
    int point = 0;

    QString toString() const;
    static Fault fromEnvironment();
};

QString modeName(Mode mode);

/// The tap that makes it happen; shared by all connections of the process.
std::shared_ptr<db::StatementTap> makeFaultTap(const Fault& fault);

} // namespace strandline::fault

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/run_report.h"

namespace strandline::report {

/// The number with which a program ends that executed this run; the same for the command line and for
/// scripts that ask a service. docs/formats/json-output.md
int exitCodeOf(const migration::RunReport& report);

} // namespace strandline::report

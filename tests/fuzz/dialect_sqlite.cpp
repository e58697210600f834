// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/splitter_checks.h"

const strandline::sql::Dialect strandline::fuzz::dialectUnderTest = strandline::sql::Dialect::Sqlite;

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/runner/run_bed.h"

/// A fresh database of the engine that is tested; returns when there is none here.
#define RUN_BED(bed)                                                                                         \
    QFETCH_GLOBAL(strandline::sql::Dialect, dialect);                                                        \
    STRANDLINE_NEEDS_ENGINE(dialect);                                                                        \
    strandline::test::RunBed bed(dialect);                                                                   \
    QVERIFY2(bed.database().problem().isEmpty(), qPrintable(bed.database().problem()))

/// The run has to start.
#define RUN(report, ...)                                                                                     \
    const auto report = __VA_ARGS__;                                                                         \
    QVERIFY2(report, qPrintable(report ? QString() : report.error().toText()))

#define COMPARE_OUTCOME(report, wanted)                                                                      \
    QVERIFY2((report)->outcome == (wanted),                                                                  \
        qPrintable(strandline::migration::runOutcomeName((report)->outcome) + QLatin1Char('\n')              \
            + ((report)->error ? (report)->error->toText() : QString())))

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/splitter_checks.h"

#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t size)
{
    const QByteArrayView script(data, qsizetype(size));
    const QString broken = strandline::fuzz::checkSplitter(script, strandline::fuzz::dialectUnderTest);
    if (!broken.isEmpty()) {
        std::fprintf(stderr, "%s\n", qPrintable(broken));
        std::abort();
    }
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/dialect.h"

#include <QByteArrayView>
#include <QString>

namespace strandline::fuzz {

/// Each fuzzer program defines its own.
extern const sql::Dialect dialectUnderTest;

/// What must hold for every input, however broken: empty, or the promise that was not kept.
QString checkSplitter(QByteArrayView script, sql::Dialect dialect);

/// A stream that reads in windows of so many bytes gives what split() gives for the whole. Part of
/// checkSplitter() with a small window.
QString checkStream(QByteArrayView script, sql::Dialect dialect, qint64 window);

} // namespace strandline::fuzz

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/grant.h"

#include <QList>
#include <QStringList>

namespace strandline::engine::postgresql {

/// The elements of an array as the server prints it: {a,"b c",NULL}. NULL becomes an empty text. Of an array
/// of one dimension only.
QStringList textArray(const QString& printed);

/// The numbers of an array ("{1,2}") or of a vector ("1 2").
QList<qint64> numberArray(const QString& printed);

/// "name=value" texts, as reloptions and its like hold them; names get the prefix. Settings that some servers
/// keep for themselves, under names that begin with pg_, are left out.
void addOptions(schema::Options& options, const QString& printedArray, const QString& prefix = {});

} // namespace strandline::engine::postgresql

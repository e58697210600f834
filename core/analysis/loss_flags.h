// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/timeline.h"
#include "core/sql/dialect.h"

#include <QHash>

namespace strandline::analysis {

/// Whether the script deletes stored values: anything findLosses() is sure of. What only a database can tell
/// (values cut by a new type, columns left out of a rebuilt table, rows with an equal key) is none here: a
/// flag that is usually wrong is not looked at. Large scripts give false: they are not held in memory.
bool deletesData(const migration::Script& script, sql::Dialect dialect);

/// What deletesData() said about scripts with these bytes. Who shows a timeline again and again keeps one,
/// so that only files that changed are read again.
class LossFlagCache
{
public:
    bool deletesData(const migration::Script& script, sql::Dialect dialect);

private:
    QHash<QByteArray, bool> m_known; ///< by dialect and SHA-256
};

/// Sets or clears MigrationFlag::DataLoss and DownDataLoss on the entries that have files.
void markDataLoss(migration::Timeline& timeline, sql::Dialect dialect, LossFlagCache* cache = nullptr);

} // namespace strandline::analysis

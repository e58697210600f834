// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/timeline.h"

#include <QHash>

namespace strandline::planner {

/// What files, history rows and events are matched by: one text per migration, whatever its spelling.
QString migrationKey(migration::Kind kind, const QString& version, const QString& name);

/// What the log says of one migration.
struct MigrationRuns
{
    migration::Kind kind = migration::Kind::Versioned;
    QString version;
    QString name; ///< as the last event spells it
    QList<migration::RunSummary> runs; ///< oldest first
    QList<QByteArray> scripts; ///< beside runs: SHA-256 of the script that ran, when the log has it
    /// Runs before this index were settled: repaired, marked, or overtaken by a restore. They are memory
    /// only and say nothing about the present.
    qsizetype settled = 0;
};

using RunHistory = QHash<QString, MigrationRuns>;

/// Puts the events together. One pass; events of unknown migrations get an entry of their own.
RunHistory collectRuns(const QList<migration::LogEvent>& events);

} // namespace strandline::planner

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/migration/history_snapshot.h"

namespace strandline::history {

/// Which events; every condition that is set must hold.
struct LogQuery
{
    QString runId;
    std::optional<migration::Kind> migrationKind;
    QString version;
    QString name;
    QList<migration::EventKind> kinds; ///< empty: all
    QDateTime since; ///< UTC; invalid: from the beginning
    qint64 beforeId = 0; ///< 0: from the newest; for the next page, the id of the last event of this one
    int limit = 0; ///< 0: no limit
};

struct LogPage
{
    QList<migration::LogEvent> events; ///< newest first
    bool hasMore = false;
    QList<base::Error> problems;
};

/// Pages go backwards by id, not by offset: a log grows while it is read, and an offset would repeat events.
base::Result<LogPage> readLog(db::Connection& connection, const QString& schema, const LogQuery& query);

/// What the timeline needs, oldest first.
struct LogRead
{
    QList<migration::LogEvent> events;
    QList<base::Error> problems;
};
base::Result<LogRead> readTimelineEvents(db::Connection& connection, const QString& schema, bool every);

} // namespace strandline::history

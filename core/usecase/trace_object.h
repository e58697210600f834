// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/object_history.h"
#include "core/usecase/refresh_timeline.h"

namespace strandline::usecase {

/// One statement that touched the object, and what is known of its migration.
struct TracedEvent
{
    migration::TimelineEntry migration; ///< without a database every state says Pending
    analysis::ObjectEvent event;
};

struct ObjectTrace
{
    bool compared = false; ///< a database was asked what ran
    analysis::HistorySubject subject; ///< as the words were understood
    QList<TracedEvent> events; ///< oldest first
};

/// Who changed this table or column, and when: read from the scripts of the timeline. The words are "users",
/// "users.email", "app.users" or "app.users.email"; names with dots stand in double quotes. Invalid when they
/// cannot be read; an object that no script names gives no events.
base::Result<ObjectTrace> traceObject(
    const QString& words, const migration::Timeline& timeline, sql::Dialect dialect);

} // namespace strandline::usecase

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/connection/connection_settings.h"
#include "core/db/server_info.h"
#include "core/migration/timeline.h"
#include "core/project/project.h"

#include <QJsonArray>
#include <QJsonObject>

// The documented JSON shapes (docs/formats/json-output.md), shared by the command line and the service.
namespace strandline::report {

QJsonObject toJson(const base::Error& error);
QJsonArray toJson(const QList<base::Error>& errors);
QJsonObject toJson(const project::Project& project);
QJsonObject toJson(const project::Environment& environment);
QJsonObject toJson(const db::ServerInfo& server);
QJsonObject toJson(const migration::TimelineEntry& entry);
QJsonObject toJson(const migration::TimelineCounts& counts);
QJsonObject toJson(const migration::LogEvent& event);
QJsonArray entriesToJson(const migration::Timeline& timeline);

/// Times are ISO 8601 in UTC with milliseconds; a time that is not known is null.
QJsonValue timeToJson(const QDateTime& utc);

} // namespace strandline::report

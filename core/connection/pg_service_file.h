// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/connection/connection_settings.h"

#include <QStringList>

#include <optional>

namespace strandline::connection {

/// Where libpq looks for services: the user's file first, then the system's.
struct ServicePlaces
{
    QString namedFile; ///< PGSERVICEFILE or servicefile=; takes the place of the file in the home folder
    QString homeFile;
    QString systemFile;
};

/// The section [service] of one file. Nothing when the file has no such section. The settings hold what the
/// section says, with the origin "service “shop” in <path>". As in libpq the first of two sections with the
/// same name counts, and the first of two lines for the same parameter.
base::Result<std::optional<ConnectionSettings>> parseServiceFile(
    const QByteArray& bytes, const QString& path, const QString& service);

/// NotFound names every file that was looked at.
base::Result<ConnectionSettings> findService(const QString& service, const ServicePlaces& places);

} // namespace strandline::connection

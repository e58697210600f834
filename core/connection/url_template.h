// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/connection/environment_variables.h"

#include <QMap>

namespace strandline::connection {

/// A URL whose variables are filled in, and which variables went into which part.
struct FilledUrl
{
    QString url;
    QMap<QString, QString> origins; ///< "user", "host", "sslmode" … -> "DB_USER in .env"; "" for all of it
};

base::Result<FilledUrl> fillUrl(const QString& text, const QString& where, const VariableLookup& lookup);

/// Says of each setting which variable it came from, behind the origin of the URL.
void addVariableOrigins(ConnectionSettings& settings, const FilledUrl& filled);

} // namespace strandline::connection

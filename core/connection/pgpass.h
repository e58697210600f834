// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace strandline::connection {

/// What a line of a password file must match.
struct PgpassQuery
{
    QString host; ///< name, address or socket folder; empty: the local socket
    QString port;
    QString database;
    QString user;
};

/// The password of the first matching line, by libpq's rules: four patterns, * for anything, \: and \\ for
/// themselves, "localhost" for the default socket folder.
std::optional<base::Secret> findInPgpass(const QByteArray& bytes, const PgpassQuery& query);

struct PgpassAnswer
{
    std::optional<base::Secret> password;
    QString path;
    QList<base::Error> notes; ///< why the file, though it is there, was not used
};

/// Reads the file unless libpq would not: group or others may read it, or it is no plain file. `isNamed`:
/// someone asked for this very file, so that its absence is worth a note.
PgpassAnswer lookUpPgpass(const QString& path, bool isNamed, const PgpassQuery& query);

} // namespace strandline::connection

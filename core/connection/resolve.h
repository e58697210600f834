// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/connection/connection_settings.h"
#include "core/connection/environment_variables.h"

#include <QList>

namespace strandline::connection {

/// What is known before a connection: the project's words and the surroundings, all as values, so that the
/// same request gives the same answer in a test and in the program.
struct ResolveRequest
{
    QString url; ///< with its ${VARIABLES}; empty when urlEnv names the variable that holds it
    QString urlOrigin; ///< "url of “dev” in strandline.toml"
    QString urlEnv; ///< name of a variable; used when url is empty
    QString baseFolder; ///< absolute; relative files in the URL and the .env are taken from here
    Variables environment; ///< of the process
    Variables dotenv; ///< weaker than the environment
    QString home;
    QString osUser;
    QString etcFolder = QStringLiteral("/etc"); ///< where system-wide files are looked for
    base::Secret typedPassword; ///< stronger than every other source
};

/// One value that a stronger source kept out.
struct Override
{
    QString setting; ///< "host", "sslmode" …
    QString value; ///< dots for a secret
    QString origin;
    QString by; ///< origin of the value that is used instead
    bool operator==(const Override&) const = default;
};

struct Resolved
{
    ConnectionSettings settings;
    QList<Override> overridden;
    QList<base::Error> notes; ///< what the user should know but what does not stop the connection
};

/// Fills what the process knows: environment, home, user, and the .env of the folder.
base::Result<ResolveRequest> requestForProcess(const QString& baseFolder);

/// Without a project file: DATABASE_URL in the environment, DATABASE_URL in .env, PG* variables, PGSERVICE.
/// NotFound names the places looked at. `surroundings` is a request without URL, as requestForProcess()
/// gives it.
base::Result<ResolveRequest> fromSurroundings(const ResolveRequest& surroundings);

/// Merges every source. Precedence: docs/formats/connections.md.
base::Result<Resolved> resolve(const ResolveRequest& request);

} // namespace strandline::connection

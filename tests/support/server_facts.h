// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/connection/connection_settings.h"

#include <QString>

namespace strandline::test {

/// One private server of this test run, with an administrator's login.
struct ServerFacts
{
    QString problem; ///< why there is none; empty when it runs
    QString socket; ///< PostgreSQL: folder; MariaDB: path of the socket
    QString certificate; ///< signed by itself, for 127.0.0.1; empty: the server offers no TLS
    int port = 0;
    qint64 pid = 0;
    connection::ConnectionSettings admin; ///< over loopback
};

/// The servers of the ctest run (fixture `servers`); a test that is run by hand starts its own, which end
/// with its process. Starts nothing before it is asked.
const ServerFacts& serverFacts(sql::Dialect dialect);

/// Missing servers are a failure here and not a reason to skip: CI or STRANDLINE_REQUIRE_SERVERS=1 is set.
bool serversAreRequired();

} // namespace strandline::test

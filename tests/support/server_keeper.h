// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace strandline::test {

/// Runs the private servers as children until it is told to stop (SIGTERM, SIGINT) or the watched process is
/// gone. Writes <folder>/servers.json when they answer; removes it and every data file at the end.
int keepServers(const QString& folder, qint64 watchedProcess);

/// Starts a keeper in the background and waits until it has written its file.
int startKeeper(const QString& folder, qint64 watchedProcess);

int stopKeeper(const QString& folder);

} // namespace strandline::test

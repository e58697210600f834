// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/connection/connection_settings.h"
#include "tests/support/temp_project.h"

#include <QJsonObject>
#include <QProcessEnvironment>

namespace strandline::test {

/// What a run of the command line left: exit code and both streams.
struct CliAnswer
{
    int exitCode = -1; ///< -1: it hung and was ended
    bool crashed = false;
    QByteArray out;
    QByteArray err;

    QJsonObject json() const;
    QString text() const; ///< all of it, for a message
};

/// The variables that lead the command line to this database: its address is in LIVE_URL.
QProcessEnvironment cliEnvironment(
    const connection::ConnectionSettings& settings, const TempProject& project);

/// A project file with one environment of that address; `more` is put under its heading.
void writeProjectFile(const TempProject& project, const QByteArray& more = {});

/// Path of the program, and what every call begins with.
QString cliProgram();
QStringList cliArguments(const TempProject& project, const QStringList& arguments);

CliAnswer callCli(const connection::ConnectionSettings& settings, const TempProject& project,
    const QStringList& arguments, int hangsAfterMs = 300000);

} // namespace strandline::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"

#include <QByteArray>
#include <QMap>
#include <QString>

namespace strandline::runner {

struct ShellCommand
{
    QString line; ///< for /bin/sh -c
    QString folder; ///< empty: the current one
    int timeoutMs = 0; ///< 0: none
    QMap<QByteArray, QByteArray> environment; ///< all of it
};

struct ShellOutcome
{
    enum class End {
        NotStarted,
        Exited,
        Signal,
        TimedOut,
        Cancelled,
        Lost, ///< nobody says how it ended: SIGCHLD is ignored in this process
    };
    End end = End::NotStarted;
    bool started = false;
    int code = 0; ///< exit code, or number of the signal
    QString output; ///< both outputs; beginning and end of a long one
    QString problem; ///< why it did not start
    qint64 durationMs = 0;
};

QMap<QByteArray, QByteArray> inheritedEnvironment();

/// Runs a command line and waits for the shell's end, not for that of programs it left in the background.
/// They get a closed pipe when they go on writing. Time-out and cancelling end the whole process group: first
/// by SIGTERM, after some seconds by SIGKILL. No event loop is needed, so not QProcess, which also waits
/// until the last background program has closed its output.
ShellOutcome runShell(const ShellCommand& command, const base::CancelToken& cancel);

} // namespace strandline::runner

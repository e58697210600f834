// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/runner/runner.h"

namespace strandline::runner {

struct HookOutcome
{
    bool ran = false; ///< false: no command line for this hook, or it could not be started (see error)
    bool ok = true; ///< nothing to run, or exit code 0
    int exitCode = 0; ///< -1: ended by a signal
    qint64 durationMs = 0;
    QString output; ///< what it wrote to both outputs; of a long one the beginning and the end
    std::optional<base::Error> error; ///< why it is not ok
};

/// Runs the command lines of the project's hooks through /bin/sh. Blocks. Nothing of this process but its
/// environment reaches the command: standard input is empty, no connection or lock is inherited, and a
/// program that the hook leaves running in the background keeps nobody waiting. docs/formats/project-file.md
///
/// Cancelling the token ends a running hook and lets none start. For hooks that have to run after a run was
/// cancelled, give a token of their own.
class Hooks
{
public:
    Hooks(HookSettings settings, base::CancelToken cancel);

    bool has(const QString& name) const;
    /// `variables` are added to the environment beside those of the settings, by their full names
    /// (STRANDLINE_RUN_ID); a name without the prefix gets it. STRANDLINE_HOOK is set here.
    HookOutcome run(const QString& name, const QMap<QString, QString>& variables) const;

private:
    HookSettings m_settings;
    base::CancelToken m_cancel;
};

} // namespace strandline::runner

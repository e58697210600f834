// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/migration/lock_story.h"

#include <QList>
#include <QString>

namespace strandline::usecase {

enum class CheckLevel {
    Pass,
    Note,
    Attention, ///< has to be acknowledged, which is logged
    Block,
};

/// One check before a run. Ids are stable: connection, target, lock, history, files, order, syntax, losses,
/// down, privileges, blockers, timeouts.
struct PreflightCheck
{
    QString id;
    CheckLevel level = CheckLevel::Pass;
    QString title; ///< "Lock free"
    QString finding; ///< what was found, one sentence
    QList<base::Error> errors; ///< one for each thing found, with position and hint
    /// Of "blockers": who it is, one for each of the errors and in their order; of other checks empty.
    QList<migration::LockWait> sessions;
};

QString checkLevelName(CheckLevel level); ///< "pass", "note", "attention", "block"

} // namespace strandline::usecase

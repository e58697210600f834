// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/dialogs/confirm_dialog.h"

namespace strandline::ui {

/// What is asked before somebody's session is ended: who it is, with what, since when, and what is lost.
ConfirmContent disconnectQuestion(
    const migration::LockWait& session, const RunPlace& place, const QDateTime& seenAt);

} // namespace strandline::ui

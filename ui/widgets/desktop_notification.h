// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace strandline::ui {

/// Says that something ended, on the desktop, where one listens; nothing happens elsewhere. Never waits.
void notifyDesktop(const QString& summary, const QString& text);

} // namespace strandline::ui

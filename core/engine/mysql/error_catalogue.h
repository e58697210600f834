// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace strandline::engine::mysql {

/// Why the server refuses with this number, in plain words, and what to do. Empty: the number is not known
/// here, and the server's own message has to do.
QString catalogueHint(int number);

} // namespace strandline::engine::mysql

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace strandline::sql {

/// The text with "***" for the passwords in it: literals behind PASSWORD, IDENTIFIED BY, PASSPHRASE and
/// SECRET, `password=` in a connection string, the password of a URL. For messages, logs and copies; it knows
/// no dialect and rather hides too much. A text that is cut in the middle of a literal is hidden to its end.
QString withoutSecrets(const QString& sql);

} // namespace strandline::sql

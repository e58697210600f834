// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace strandline::base {

/// The known word that was most likely meant, or "" when none is near. Near: at most a third of the letters
/// have to change (insert, remove, replace, swap two neighbours), and case does not count.
QString nearestWord(const QString& written, const QStringList& known);

/// "Did you mean “…”?" or, when nothing is near, "Known are a, b, c."
QString nearestWordHint(const QString& written, const QStringList& known);

} // namespace strandline::base

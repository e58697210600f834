// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QString>

namespace strandline::dialect::sqlite {

/// Whether a text has one of these names (folded) as a name. It may mean something else there: then something
/// is made again that need not be, which costs nothing.
bool mentionsAny(const QString& text, const QSet<QString>& foldedNames);
bool mentions(const QString& text, const QString& name);

} // namespace strandline::dialect::sqlite

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/database.h"

#include <QSet>

namespace strandline::dialect::mysql {

/// A foreign key by the new name of its table and its own.
using KeyId = std::pair<QString, QString>;

/// What happens to the foreign keys of tables that stay. A key that is the same on both sides is dropped and
/// added as well, where the server would refuse to change a column or index under it.
struct KeyChanges
{
    QSet<KeyId> dropped;
    QSet<KeyId> added;
};

/// `from` has the new names already.
KeyChanges foreignKeyChanges(const schema::Database& from, const schema::Database& to);

} // namespace strandline::dialect::mysql

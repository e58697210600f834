// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/mysql/words.h"
#include "core/dialect/renderer.h"

#include <QHash>

namespace strandline::dialect::mysql {

/// A table that is on both sides, under its new name; its foreign keys are somebody else's business.
struct TableStep
{
    const schema::Table& from;
    const schema::Table& to;
    const QHash<QString, QString>& oldColumns; ///< new name to old name, of renamed ones
    const Server& server;
    bool online = false;
};

/// All changes in one ALTER TABLE where that is safe: the server then checks and copies the table once, and a key
/// and the AUTO_INCREMENT column that needs it come together.
QList<RenderedStatement> alterStatements(const TableStep& step);

} // namespace strandline::dialect::mysql

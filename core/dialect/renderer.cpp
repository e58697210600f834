// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/renderer.h"

namespace strandline::dialect {

Rendered Renderer::renderAll(const schema::Database& database) const
{
    schema::Database empty;
    empty.dialect = database.dialect;
    empty.serverVersion = database.serverVersion;
    empty.defaultSchema = database.defaultSchema;
    // Those of SQLite are numbers in its file, which a new one does not have.
    if (database.dialect != sql::Dialect::Sqlite)
        empty.options = database.options;
    return render({empty, database, {}, false, true});
}

} // namespace strandline::dialect

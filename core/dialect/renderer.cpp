// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/renderer.h"

namespace strandline::dialect {

Rendered Renderer::renderAll(const schema::Database& database) const
{
    schema::Database empty;
    empty.dialect = database.dialect;
    empty.serverVersion = database.serverVersion;
    empty.defaultSchema = database.defaultSchema;
    empty.options = database.options;
    return render({empty, database, {}, false, true});
}

} // namespace strandline::dialect

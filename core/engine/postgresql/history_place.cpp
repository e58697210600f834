// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/history_place.h"

namespace strandline::engine::postgresql {

base::Result<QString> historyPlace(db::Connection& connection, const QString& wantedSchema)
{
    if (!wantedSchema.isEmpty())
        return wantedSchema;
    const auto rows = connection.query(QStringLiteral(
        "SELECT coalesce((SELECT s.name FROM unnest(current_schemas(false)) WITH ORDINALITY s(name, place)"
        " JOIN pg_catalog.pg_namespace n ON n.nspname = s.name"
        " JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = 'strandline_history'"
        " ORDER BY s.place LIMIT 1), current_schema(), '')::text"));
    if (!rows)
        return base::forward(rows);
    return rows->rows.value(0).value(0).toString();
}

} // namespace strandline::engine::postgresql

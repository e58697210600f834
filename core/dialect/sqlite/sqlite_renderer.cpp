// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/sqlite_renderer.h"

#include "core/dialect/sqlite/way.h"
#include "core/sql/identifier.h"

namespace strandline::dialect {

namespace {

class SqliteRenderer final : public Renderer
{
public:
    Rendered render(const RenderRequest& request) const override { return sqlite::Way(request).render(); }
    QString quoted(const schema::ObjectName& name) const override
    {
        return sql::quoteQualified(
            sql::Identifier(name.schema), sql::Identifier(name.name), sql::Dialect::Sqlite);
    }
};

} // namespace

std::unique_ptr<Renderer> makeSqliteRenderer()
{
    return std::make_unique<SqliteRenderer>();
}

} // namespace strandline::dialect

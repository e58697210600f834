// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/mysql/introspect/catalog.h"

#include "core/engine/mysql/schema_reader.h"
#include "core/sql/identifier.h"

namespace strandline::engine::mysql {

Catalog::Catalog(db::Connection& connection, const ReadScope& scope)
    : m_connection(connection)
    , m_database(connection.info().database)
    , m_user(connection.info().user)
    , m_isMariaDb(connection.info().product == QLatin1String("MariaDB"))
    , m_hasOurTables(scope.historySchema.isEmpty() || scope.historySchema == m_database)
    , m_withAccess(scope.withAccess)
{ }

base::Result<void> Catalog::prepare()
{
    const auto mode = m_connection.query(QStringLiteral("SELECT @@global.sql_mode"));
    if (!mode)
        return base::forward(mode);
    m_sqlMode = mode->rows.value(0).value(0).toString();
    const auto read = m_connection.forEachRow(
        QStringLiteral("SELECT table_name, column_name FROM information_schema.columns"
                       " WHERE table_schema = 'information_schema'"),
        {}, [this](const QVariantList& row) {
            m_columns[row.at(0).toString().toUpper()].insert(row.at(1).toString().toUpper());
            return true;
        });
    if (!read)
        return base::forward(read);
    return {};
}

bool Catalog::has(const char* view, const char* column) const
{
    return m_columns.value(QLatin1String(view)).contains(QLatin1String(column));
}

QString Catalog::column(const char* view, const char* name, const char* otherwise) const
{
    return QLatin1String(has(view, name) ? name : otherwise);
}

bool Catalog::isOurs(const QString& table) const
{
    return m_hasOurTables && table.startsWith(QLatin1String("strandline_"));
}

base::Result<void> Catalog::each(const char* view, const QString& columns, const char* schemaColumn,
    const QString& rest, const db::Connection::RowVisitor& visitor) const
{
    if (!m_columns.contains(QLatin1String(view)))
        return {}; // this server has no such things
    const QString sql = QStringLiteral("SELECT %1 FROM information_schema.%2 WHERE %3 %4")
                            .arg(columns, QLatin1String(view), inDatabase(schemaColumn, m_database), rest);
    const auto read = m_connection.forEachRow(sql, {}, visitor);
    if (!read)
        return base::forward(read);
    return {};
}

base::Result<QString> Catalog::showCreate(const QString& kind, const QString& name) const
{
    const auto shown = m_connection.query(
        QStringLiteral("SHOW CREATE %1 %2").arg(kind, sql::quoteIdentifier(name, sql::Dialect::MySql)));
    if (!shown)
        return base::forward(shown);
    for (int i = 0; i < shown->columns.size(); ++i) {
        if (shown->columns.at(i).startsWith(QLatin1String("Create "), Qt::CaseInsensitive))
            return shown->rows.value(0).value(i).toString();
    }
    return QString();
}

QString Catalog::definerOf(const QVariant& definer) const
{
    return !m_withAccess || definer.toString() == m_user ? QString() : definer.toString();
}

QString Catalog::sqlModeOf(const QVariant& mode) const
{
    return mode.toString() == m_sqlMode ? QString() : mode.toString();
}

} // namespace strandline::engine::mysql

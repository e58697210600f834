// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/introspector.h"

#include <QHash>
#include <QSet>

namespace strandline::engine::mysql {

/// information_schema of the connected database: which columns its views have here, and their rows without
/// what is our own.
class Catalog
{
public:
    Catalog(db::Connection& connection, const ReadScope& scope);

    base::Result<void> prepare();

    db::Connection& connection() const { return m_connection; }
    const QString& database() const { return m_database; }
    bool isMariaDb() const { return m_isMariaDb; }
    bool has(const char* view, const char* column) const;
    /// This column, or a constant where the server's view has none.
    QString column(const char* view, const char* name, const char* otherwise = "''") const;
    bool isOurs(const QString& table) const;

    /// Rows of one view that are about this database. `schemaColumn` names the database, `rest` is what
    /// stands behind that condition.
    base::Result<void> each(const char* view, const QString& columns, const char* schemaColumn,
        const QString& rest, const db::Connection::RowVisitor& visitor) const;
    /// One SHOW CREATE statement; an empty text: its text is hidden from this login.
    base::Result<QString> showCreate(const QString& kind, const QString& name) const;

    /// Empty for what is as usual: our own login, the server's mode.
    QString definerOf(const QVariant& definer) const;
    QString sqlModeOf(const QVariant& mode) const;

private:
    db::Connection& m_connection;
    QString m_database;
    QString m_user;
    QString m_sqlMode;
    bool m_isMariaDb;
    bool m_hasOurTables;
    bool m_withAccess;
    QHash<QString, QSet<QString>> m_columns;
};

} // namespace strandline::engine::mysql

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/postgresql/introspect/catalogue.h"

namespace strandline::engine::postgresql {

/// All operator classes of the database, to tell which ones an index names although nobody wrote them.
class OperatorClasses
{
public:
    base::Result<void> read(Catalogue& catalogue);

    /// As it is written in SQL.
    QString name(qint64 oid) const { return m_classes.value(oid).name; }
    /// Whether it is the default of its method for some type that fits.
    bool isDefault(qint64 oid) const { return m_classes.value(oid).isDefault; }
    /// Whether the server would choose it for this very type. False also where that takes the server's rules
    /// about types that can stand for each other.
    bool isSurelyDefault(qint64 oid, qint64 type) const;

private:
    struct Class
    {
        QString name;
        qint64 method = 0;
        qint64 type = 0;
        bool isDefault = false;
    };
    QHash<qint64, Class> m_classes;
    QHash<std::pair<qint64, qint64>, qint64> m_defaults; ///< by method and type
};

} // namespace strandline::engine::postgresql

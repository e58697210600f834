// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QSqlDatabase>
#include <QString>

namespace strandline::db {

/// Owns one entry of Qt's connection registry under a name of its own; closes and removes it. QSqlDatabase
/// values are only borrowed for a call: one that outlives removal is what Qt warns about.
class SqlDatabase
{
public:
    /// Loads the driver plugin. Unsupported when it is not installed; the hint names the package.
    static base::Result<SqlDatabase> create(const QString& driver);

    SqlDatabase(SqlDatabase&& other) noexcept;
    SqlDatabase& operator=(SqlDatabase&& other) noexcept;
    ~SqlDatabase();

    QSqlDatabase get() const;
    void* nativeHandle() const; ///< null when the driver's handle is not of the expected kind

private:
    explicit SqlDatabase(QString name);
    void release();
    QString m_name;
};

} // namespace strandline::db

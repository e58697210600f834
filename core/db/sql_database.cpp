// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/sql_database.h"

#include <QSqlDriver>
#include <QUuid>
#include <QVariant>

#include <utility>

namespace strandline::db {

namespace {

QString packageHint(const QString& driver)
{
    const QHash<QString, QString> packages {
        {QStringLiteral("QPSQL"), QStringLiteral("libqt6sql6-psql")},
        {QStringLiteral("QMYSQL"), QStringLiteral("libqt6sql6-mysql")},
        {QStringLiteral("QSQLITE"), QStringLiteral("libqt6sql6-sqlite")},
    };
    return QStringLiteral("Install the Qt 6 database driver (on Debian the package %1).")
        .arg(packages.value(driver, driver));
}

} // namespace

base::Result<SqlDatabase> SqlDatabase::create(const QString& driver)
{
    if (!QSqlDatabase::isDriverAvailable(driver)) {
        return base::fail(base::ErrorCode::Unsupported,
            QStringLiteral("The database driver %1 is not installed").arg(driver), {}, packageHint(driver));
    }
    const QString name = QStringLiteral("strandline-") + QUuid::createUuid().toString(QUuid::WithoutBraces);
    if (!QSqlDatabase::addDatabase(driver, name).isValid()) {
        QSqlDatabase::removeDatabase(name);
        return base::fail(base::ErrorCode::Unsupported,
            QStringLiteral("The database driver %1 could not be loaded").arg(driver), {},
            packageHint(driver));
    }
    return SqlDatabase(name);
}

SqlDatabase::SqlDatabase(QString name)
    : m_name(std::move(name))
{ }

SqlDatabase::SqlDatabase(SqlDatabase&& other) noexcept
    : m_name(std::exchange(other.m_name, {}))
{ }

SqlDatabase& SqlDatabase::operator=(SqlDatabase&& other) noexcept
{
    if (this != &other) {
        release();
        m_name = std::exchange(other.m_name, {});
    }
    return *this;
}

SqlDatabase::~SqlDatabase()
{
    release();
}

void SqlDatabase::release()
{
    if (m_name.isEmpty())
        return;
    get().close();
    QSqlDatabase::removeDatabase(m_name);
    m_name.clear();
}

QSqlDatabase SqlDatabase::get() const
{
    return QSqlDatabase::database(m_name, false);
}

void* SqlDatabase::nativeHandle() const
{
    const QVariant handle = get().driver()->handle();
    if (!handle.isValid())
        return nullptr;
    const QByteArray type = handle.typeName();
    if (type != "PGconn*" && type != "pg_conn*" && type != "MYSQL*" && type != "st_mysql*"
        && type != "sqlite3*")
        return nullptr;
    return *static_cast<void* const*>(handle.constData());
}

} // namespace strandline::db

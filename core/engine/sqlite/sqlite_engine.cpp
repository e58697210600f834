// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/sqlite/sqlite_engine.h"

#include "core/db/sql_database.h"
#include "core/engine/sqlite/introspect/sqlite_introspector.h"
#include "core/engine/sqlite/sqlite_errors.h"
#include "core/engine/sqlite/sqlite_run_services.h"
#include "core/engine/sqlite/sqlite_session.h"

#include <QFileInfo>
#include <QSqlError>
#include <QSqlQuery>
#include <QUrl>

#include <array>
#include <sqlite3.h>

namespace strandline::engine::sqlite {

using base::ErrorCode;

namespace {

constexpr int defaultLockTimeoutMs = 5000;

base::Result<void> checkFolderOf(const QString& path)
{
    const QFileInfo folder(QFileInfo(path).absolutePath());
    if (!folder.isDir()) {
        return base::fail(ErrorCode::NotFound, QStringLiteral("Could not create “%1”").arg(path),
            QStringLiteral("Its folder does not exist."),
            QStringLiteral("Create the folder “%1”, or correct the path.").arg(folder.filePath()));
    }
    if (!folder.isWritable()) {
        return base::fail(ErrorCode::Precondition, QStringLiteral("Could not create “%1”").arg(path),
            QStringLiteral("Its folder cannot be written to."),
            QStringLiteral("Check the rights on the folder “%1”.").arg(folder.filePath()));
    }
    return {};
}

/// Looks at rights, but opens nothing: closing a file takes away all locks that this process has on it by
/// other connections (that is how POSIX has it), and another program could write into their transactions.
base::Result<void> checkFile(const QString& path, bool createIfMissing)
{
    if (path.isEmpty())
        return base::fail(ErrorCode::Invalid, QStringLiteral("No database file is named"));
    const QFileInfo info(path);
    if (info.isDir()) {
        return base::fail(ErrorCode::Invalid, QStringLiteral("“%1” is a folder, not a database").arg(path),
            {}, QStringLiteral("Name the database file inside it."));
    }
    if (!info.exists() && createIfMissing)
        return checkFolderOf(path);
    if (!info.exists()) {
        return base::fail(ErrorCode::NotFound, QStringLiteral("There is no database “%1”").arg(path),
            QFileInfo(info.absolutePath()).isDir() ? QStringLiteral("The file does not exist.")
                                                   : QStringLiteral("Its folder does not exist."),
            QStringLiteral("Check the path. Looking never creates a database; applying migrations does."));
    }
    if (!info.isFile()) {
        return base::fail(ErrorCode::Invalid, QStringLiteral("“%1” is not a regular file").arg(path));
    }
    if (!info.isReadable()) {
        return base::fail(ErrorCode::Io, QStringLiteral("Could not read “%1”").arg(path),
            QStringLiteral("Permission denied."), QStringLiteral("Check the rights on the file."));
    }
    return {};
}

QString uriOf(const QString& path, const char* parameters)
{
    // The URI form is what keeps SQLite from creating the file, and no character of the path can end it.
    return QStringLiteral("file:")
        + QString::fromLatin1(QUrl::toPercentEncoding(QFileInfo(path).absoluteFilePath(), "/"))
        + QLatin1Char('?') + QLatin1String(parameters);
}

/// Bytes 18 and 19 of the header are 2 in WAL mode. Read through SQLite, which keeps the file open until the
/// last lock of this process on it is gone; see checkFile().
bool isWalMode(const QString& path)
{
    sqlite3* handle = nullptr;
    const QByteArray uri = uriOf(path, "mode=ro&immutable=1").toUtf8();
    const int opened =
        sqlite3_open_v2(uri.constData(), &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
    std::array<char, 2> bytes {};
    sqlite3_file* file = nullptr;
    if (opened == SQLITE_OK
        && sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK && file
        && file->pMethods)
        file->pMethods->xRead(file, bytes.data(), int(bytes.size()), 18);
    sqlite3_close(handle);
    return bytes == std::array<char, 2> {2, 2};
}

struct OpenPlan
{
    const char* parameters = "mode=rw";
    bool readOnlyFile = false;
};

/// A read-only connection to a database in WAL mode has to create the -wal and -shm files when no one has it
/// open, and cannot remove them afterwards: they would stay behind. So such a file is opened for writing,
/// with all writing locked by the session, and SQLite removes them again at the end. Where the folder cannot
/// be written and nobody has the file open, it is read as it is.
OpenPlan planOpening(const QString& path, const OpenOptions& options)
{
    if (options.access == db::AccessMode::ReadWrite)
        return {options.createIfMissing ? "mode=rwc" : "mode=rw", false};
    const bool inUse = QFileInfo::exists(path + QStringLiteral("-wal"));
    if (!isWalMode(path) || inUse)
        return {"mode=ro", true};
    const QFileInfo file(path);
    const bool canWrite = file.isWritable() && QFileInfo(file.absolutePath()).isWritable();
    return canWrite ? OpenPlan {} : OpenPlan {"mode=ro&immutable=1", true};
}

int nativeNumber(const QSqlError& error)
{
    bool isNumber = false;
    const int code = error.nativeErrorCode().toInt(&isNumber);
    return isNumber ? code : SQLITE_ERROR;
}

class SqliteEngine final : public Engine
{
public:
    sql::Dialect dialect() const override { return sql::Dialect::Sqlite; }
    QString displayName() const override { return QStringLiteral("SQLite"); }
    const RunServices& runServices() const override { return m_runServices; }
    const Introspector* introspector() const override { return &m_introspector; }
    base::Result<std::unique_ptr<db::Connection>> open(const connection::ConnectionSettings& settings,
        const OpenOptions& options, const base::JobContext& context) const override;

private:
    SqliteRunServices m_runServices;
    SqliteIntrospector m_introspector;
};

base::Result<sqlite3*> nativeHandle(const db::SqlDatabase& database)
{
    auto* handle = static_cast<sqlite3*>(database.nativeHandle());
    QString driverSource;
    if (handle) {
        QSqlQuery query(database.get());
        if (query.exec(QStringLiteral("SELECT sqlite_source_id()")) && query.next())
            driverSource = query.value(0).toString();
    }
    // Calls into a handle of another library would be undefined behaviour, not an error.
    if (driverSource != QString::fromLatin1(sqlite3_sourceid())) {
        return base::fail(ErrorCode::Unsupported,
            QStringLiteral("Qt's SQLite driver carries another SQLite than Strandline"),
            QStringLiteral("Driver: %1. Program: %2.")
                .arg(driverSource, QString::fromLatin1(sqlite3_sourceid())),
            QStringLiteral("Build both against the system's SQLite."));
    }
    return handle;
}

base::Result<db::ServerInfo> readInfo(db::Connection& connection, const QString& path, db::AccessMode access)
{
    // The first real read: damage, foreign files, journals and locks show up here, not while opening.
    const auto rows =
        connection.query(QStringLiteral("SELECT sqlite_version(), (SELECT encoding FROM pragma_encoding), "
                                        "(SELECT count(*) FROM sqlite_master)"));
    if (!rows)
        return base::forward(rows);
    const int number = sqlite3_libversion_number();
    db::ServerInfo info;
    info.dialect = sql::Dialect::Sqlite;
    info.product = QStringLiteral("SQLite");
    info.versionText = rows->rows.first().at(0).toString();
    info.versionNumber = number / 1000000 * 10000 + number / 1000 % 1000 * 100 + number % 1000;
    info.database = QFileInfo(path).absoluteFilePath();
    info.schema = QStringLiteral("main");
    info.encoding = rows->rows.first().at(1).toString();
    info.timeZone = QStringLiteral("UTC");
    info.writeLock = access == db::AccessMode::ReadOnly ? db::WriteLock::Engine : db::WriteLock::None;
    return info;
}

base::Result<std::unique_ptr<db::Connection>> SqliteEngine::open(
    const connection::ConnectionSettings& settings, const OpenOptions& options,
    const base::JobContext& context) const
{
    const QString path = settings.database.value;
    const bool mayCreate = options.createIfMissing && options.access == db::AccessMode::ReadWrite;
    if (const auto usable = checkFile(path, mayCreate); !usable)
        return base::forward(usable);
    auto created = db::SqlDatabase::create(QStringLiteral("QSQLITE"));
    if (!created)
        return base::forward(created);
    auto database = std::make_unique<db::SqlDatabase>(std::move(*created));
    const OpenPlan plan = planOpening(path, options);
    {
        QSqlDatabase db = database->get();
        db.setDatabaseName(uriOf(path, plan.parameters));
        db.setConnectOptions(plan.readOnlyFile ? QStringLiteral("QSQLITE_OPEN_URI;QSQLITE_OPEN_READONLY")
                                               : QStringLiteral("QSQLITE_OPEN_URI"));
        if (!db.open())
            return base::fail(openError(nativeNumber(db.lastError()), db.lastError().databaseText(), path));
    }
    const auto handle = nativeHandle(*database);
    if (!handle)
        return base::forward(handle);
    if (options.access == db::AccessMode::ReadOnly)
        sqlite3_exec(*handle, "PRAGMA query_only = ON", nullptr, nullptr, nullptr);

    db::ConnectionParts parts;
    const db::StatementLimits limits {
        options.lockTimeoutMs.value_or(defaultLockTimeoutMs), options.statementTimeoutMs};
    auto session = std::make_unique<SqliteSession>(*handle, options.access, limits);
    SqliteSession& opened = *session;
    parts.session = std::move(session);
    parts.database = std::move(database);
    parts.accessMode = options.access;
    parts.cancel = context.cancel;
    auto connection = std::make_unique<db::Connection>(std::move(parts));
    auto info = readInfo(*connection, path, options.access);
    if (!info) {
        if (info.error().code == ErrorCode::Cancelled)
            return base::forward(info);
        return base::fail(openError(sqlite3_extended_errcode(*handle), info.error().detail, path));
    }
    connection->setInfo(std::move(*info));
    if (options.access == db::AccessMode::ReadWrite)
        opened.keepJournal();
    return connection;
}

} // namespace

std::unique_ptr<Engine> makeSqliteEngine()
{
    return std::make_unique<SqliteEngine>();
}

} // namespace strandline::engine::sqlite

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/sqlite/sqlite_run_services.h"

#include "core/engine/sqlite/lock_file.h"
#include "core/engine/sqlite/schema_reader.h"

#include <QFileInfo>
#include <QStorageInfo>

#include <sys/stat.h>

namespace strandline::engine::sqlite {

using base::ErrorCode;

namespace {

base::Error finding(ErrorCode code, const QString& summary, const char* detail, const char* hint)
{
    return {code, summary, QString::fromUtf8(detail), QString::fromUtf8(hint), {}, {}};
}

void findRights(const QFileInfo& file, QList<base::Error>& findings)
{
    if (!file.isWritable()) {
        findings << finding(ErrorCode::Precondition,
            QStringLiteral("“%1” cannot be written").arg(file.filePath()), "The file is read-only for you.",
            "Change the rights on the file, or run as its owner.");
    }
    const QFileInfo folder(file.absolutePath());
    if (!folder.isWritable()) {
        findings << finding(ErrorCode::Precondition,
            QStringLiteral("The folder “%1” cannot be written").arg(folder.filePath()),
            "SQLite keeps its journal beside the database while it writes, and a run its lock file.",
            "Change the rights on the folder.");
    }
    const QFileInfo lock(lockFileOf(file.filePath()));
    if (lock.exists() && !lock.isWritable()) {
        findings << finding(ErrorCode::Precondition,
            QStringLiteral("The lock file “%1” cannot be written").arg(lock.filePath()),
            "A run of somebody else has left it, or is under way.",
            "When no run is under way, have it removed or its rights changed.");
    }
}

void findDisk(const QFileInfo& file, QList<base::Error>& findings)
{
    constexpr qint64 little = 1024 * 1024;
    const QStorageInfo disk(file.absolutePath());
    if (!disk.isValid())
        return;
    if (disk.isReadOnly()) {
        findings << finding(ErrorCode::Precondition,
            QStringLiteral("The file system at “%1” is read-only").arg(disk.rootPath()), "",
            "Mount it for writing, or move the database.");
    } else if (disk.bytesAvailable() < little) {
        findings << finding(ErrorCode::Io,
            QStringLiteral("The disk that holds “%1” is full").arg(file.filePath()),
            "Less than 1 MiB is left; the journal alone can need as much as the database.",
            "Free space before the run.");
    }
}

void findOddities(const QFileInfo& file, QList<base::Error>& findings)
{
    struct stat facts = {};
    if (::stat(QFile::encodeName(file.filePath()).constData(), &facts) == 0 && facts.st_nlink > 1) {
        findings << finding(ErrorCode::Conflict, QStringLiteral("“%1” has other names").arg(file.filePath()),
            "It is hard-linked. SQLite keeps a journal per name, so programs that use different names do not "
            "see each other, and neither do runs.",
            "Make sure that nobody uses another name, or replace the links by copies or symbolic links.");
    }
}

} // namespace

base::Result<LockAttempt> SqliteRunServices::tryLock(
    std::unique_ptr<db::Connection> connection, db::Connection&, const LockRequest& request) const
{
    // The lock is a file. The connection is not needed for it and closes here, so that no reader of ours
    // keeps a write-ahead log from being emptied.
    return tryLockFile(connection->info().database, request);
}

base::Result<std::optional<LockHolder>> SqliteRunServices::lockHolder(
    db::Connection& connection, const QString&) const
{
    return holderOfLockFile(connection.info().database);
}

base::Result<QByteArray> SqliteRunServices::schemaFingerprint(
    db::Connection& connection, const QString&) const
{
    return schemaDigest(connection);
}

base::Result<QList<LockWait>> SqliteRunServices::lockWaits(db::Connection&, qint64) const
{
    return QList<LockWait> {}; // file locks have no owner that another process could ask for
}

base::Result<QList<TableUser>> SqliteRunServices::tableUsers(db::Connection&, const QStringList&) const
{
    return QList<TableUser> {};
}

base::Result<bool> SqliteRunServices::sessionIsAlive(db::Connection&, qint64) const
{
    return false; // a statement of SQLite ends with the connection that ran it
}

base::Result<SessionEnd> SqliteRunServices::endSession(db::Connection&, const LockWait&) const
{
    return base::fail(base::ErrorCode::Unsupported,
        QStringLiteral("SQLite has no sessions that could be ended"),
        QStringLiteral("Each program has the file open by itself."),
        QStringLiteral("Close the program that uses the file."));
}

bool SqliteRunServices::isLockTimeout(const base::Error& error) const
{
    // SQLITE_LOCKED alone is a conflict within one connection: waiting does not end it.
    return error.nativeCode.startsWith(QLatin1String("SQLITE_BUSY"))
        || error.nativeCode == QLatin1String("SQLITE_LOCKED_SHAREDCACHE");
}

base::Result<QList<base::Error>> SqliteRunServices::missingRights(
    db::Connection& connection, const QString&) const
{
    const QFileInfo file(connection.info().database);
    QList<base::Error> findings;
    findRights(file, findings);
    findDisk(file, findings);
    findOddities(file, findings);
    return findings;
}

base::Result<QList<QByteArray>> SqliteRunServices::dropEverything(db::Connection& connection) const
{
    return dropStatements(connection);
}

} // namespace strandline::engine::sqlite

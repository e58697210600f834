// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/sqlite/lock_file.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QThread>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace strandline::engine::sqlite {

using base::ErrorCode;

namespace {

constexpr int kLooksAtHolder = 40;
constexpr int kPauseMs = 5;

/// A file descriptor that no child process inherits and that is closed with its owner.
class Descriptor
{
public:
    explicit Descriptor(int number = -1)
        : m_number(number)
    { }
    Descriptor(Descriptor&& other) noexcept
        : m_number(std::exchange(other.m_number, -1))
    { }
    Descriptor& operator=(Descriptor&& other) noexcept
    {
        std::swap(m_number, other.m_number);
        return *this;
    }
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    int number() const { return m_number; }
    bool isOpen() const { return m_number >= 0; }

private:
    int m_number;
};

struct FileId
{
    dev_t device = 0;
    ino_t inode = 0;
    bool operator==(const FileId&) const = default;
};

std::optional<FileId> idOf(const QByteArray& path)
{
    struct stat facts = {};
    if (::stat(path.constData(), &facts) != 0)
        return {};
    return FileId {facts.st_dev, facts.st_ino};
}

std::optional<FileId> idOf(const Descriptor& file)
{
    struct stat facts = {};
    if (::fstat(file.number(), &facts) != 0)
        return {};
    return FileId {facts.st_dev, facts.st_ino};
}

/// Belongs to the open file, not to the process: a second attempt of the same program is refused as well,
/// and closing another descriptor of the file does not lose it.
bool setLock(const Descriptor& file, int command, struct flock& lock)
{
    lock = {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_len = 1;
    return ::fcntl(file.number(), command, &lock) == 0;
}

base::Error systemError(const QString& path, int number)
{
    base::Error error {ErrorCode::Io, QStringLiteral("Could not lock the database by “%1”").arg(path),
        QString::fromLocal8Bit(std::strerror(number)), {}, {}, {}};
    switch (number) {
    case EACCES:
    case EPERM:
    case EROFS:
        error.code = ErrorCode::Precondition;
        error.hint =
            QStringLiteral("A run needs the right to write into the folder of the database, as SQLite "
                           "itself does, and into a lock file that somebody else has left there.");
        break;
    case ENOLCK:
    case EINVAL:
    case EOPNOTSUPP:
        error.code = ErrorCode::Unsupported;
        error.hint =
            QStringLiteral("This file system has no locks, so two runs could meet there, and SQLite's "
                           "own locks do not hold either. Put the database on a local disk.");
        break;
    case ELOOP:
        error.hint = QStringLiteral("Something else has the name of the lock file; move it away.");
        break;
    case ENOSPC:
    case EDQUOT:
        error.hint = QStringLiteral("Free space on the disk that holds the database.");
        break;
    default:
        error.hint = QStringLiteral("Check the folder of the database.");
        break;
    }
    return error;
}

base::Result<Descriptor> openOrCreate(const QString& path, const QString& database)
{
    const QByteArray name = QFile::encodeName(path);
    constexpr int flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW;
    for (int attempt = 0; attempt < 100; ++attempt) {
        // First without creating: in a folder that all may write to, systems refuse O_CREAT on the files of
        // others even where they may be opened.
        if (Descriptor file {::open(name.constData(), flags)}; file.isOpen())
            return file;
        if (errno != ENOENT)
            return base::fail(systemError(path, errno));
        if (Descriptor file {::open(name.constData(), flags | O_CREAT | O_EXCL, 0600)}; file.isOpen()) {
            // Whoever may write the database may take the lock.
            struct stat facts = {};
            if (::stat(QFile::encodeName(database).constData(), &facts) == 0)
                static_cast<void>(::fchmod(file.number(), facts.st_mode & 0666));
            return file;
        }
        if (errno != EEXIST)
            return base::fail(systemError(path, errno));
    }
    return base::fail(systemError(path, EEXIST));
}

LockHolder readHolderOnce(const Descriptor& file)
{
    QByteArray text(4096, '\0');
    const ssize_t length = ::pread(file.number(), text.data(), size_t(text.size()), 0);
    text.truncate(qMax<qsizetype>(0, length));
    // Locked and not written yet, or by a program that writes something else: then nothing is known.
    const QJsonObject object = QJsonDocument::fromJson(text).object();
    LockHolder holder;
    holder.who = object.value(QLatin1String("who")).toString();
    holder.runId = object.value(QLatin1String("run_id")).toString();
    holder.since = QDateTime::fromString(object.value(QLatin1String("since")).toString(), Qt::ISODateWithMs);
    holder.sessionId = object.value(QLatin1String("pid")).toInteger();
    if (holder.sessionId > 0)
        holder.session = QStringLiteral("pid %1").arg(holder.sessionId);
    return holder;
}

/// Who has just got the lock has not said yet who that is.
LockHolder readHolder(const Descriptor& file)
{
    LockHolder holder = readHolderOnce(file);
    for (int looks = 1; holder.sessionId == 0 && looks < kLooksAtHolder; ++looks) {
        QThread::msleep(kPauseMs);
        holder = readHolderOnce(file);
    }
    return holder;
}

bool writeHolder(const Descriptor& file, const LockRequest& request)
{
    const QJsonObject object {{QStringLiteral("who"), request.who},
        {QStringLiteral("pid"), qint64(::getpid())}, {QStringLiteral("run_id"), request.runId},
        {QStringLiteral("since"), request.now.toUTC().toString(Qt::ISODateWithMs)}};
    const QByteArray text = QJsonDocument(object).toJson();
    return ::ftruncate(file.number(), 0) == 0
        && ::pwrite(file.number(), text.constData(), size_t(text.size()), 0) == text.size();
}

class FileLock final : public RunnerLock
{
public:
    FileLock(Descriptor file, QString lockPath, QString database)
        : m_file(std::move(file))
        , m_lockPath(std::move(lockPath))
        , m_database(std::move(database))
        , m_databaseId(idOf(QFile::encodeName(m_database)))
    { }

    /// The file is removed while the lock is still held. Who has opened it and is about to lock it finds,
    /// in tryLockFile(), that it is not the file of that name any more.
    ~FileLock() override
    {
        const QByteArray name = QFile::encodeName(m_lockPath);
        if (idOf(name) == idOf(m_file))
            ::unlink(name.constData());
    }

    base::Result<void> check() override
    {
        if (idOf(QFile::encodeName(m_lockPath)) != idOf(m_file)) {
            return base::fail(ErrorCode::Conflict,
                QStringLiteral("The lock file “%1” was removed or replaced").arg(m_lockPath),
                QStringLiteral("Another run can begin while this one goes on."),
                QStringLiteral("Leave the file alone while Strandline runs; it goes by itself."));
        }
        if (idOf(QFile::encodeName(m_database)) != m_databaseId) {
            return base::fail(ErrorCode::Conflict,
                QStringLiteral("Another file has taken the place of “%1”").arg(m_database),
                QStringLiteral("It was moved, removed or replaced since the run began."),
                QStringLiteral("What this run does from now on would be in neither; begin a new run."));
        }
        return {};
    }

private:
    Descriptor m_file;
    QString m_lockPath;
    QString m_database;
    std::optional<FileId> m_databaseId;
};

} // namespace

QString lockFileOf(const QString& database)
{
    const QFileInfo info(database);
    const QString real = info.canonicalFilePath();
    return (real.isEmpty() ? info.absoluteFilePath() : real) + QStringLiteral("-strandline-lock");
}

base::Result<LockAttempt> tryLockFile(const QString& database, const LockRequest& request)
{
    const QString path = lockFileOf(database);
    const QByteArray name = QFile::encodeName(path);
    for (int attempt = 0; attempt < 100; ++attempt) {
        auto file = openOrCreate(path, database);
        if (!file)
            return base::forward(file);
        struct flock lock;
        if (!setLock(*file, F_OFD_SETLK, lock)) {
            if (errno != EAGAIN && errno != EACCES)
                return base::fail(systemError(path, errno));
            LockAttempt attemptMade;
            attemptMade.holder = readHolder(*file);
            return attemptMade;
        }
        if (idOf(name) != idOf(*file))
            continue; // removed by the one who had it, between our opening and our locking
        if (!writeHolder(*file, request)) {
            const int number = errno;
            ::unlink(name.constData());
            return base::fail(systemError(path, number));
        }
        LockAttempt attemptMade;
        attemptMade.lock = std::make_unique<FileLock>(std::move(*file), path, database);
        return attemptMade;
    }
    return base::fail(ErrorCode::Conflict, QStringLiteral("Could not lock “%1”").arg(path),
        QStringLiteral("Other programs take and release the lock all the time."),
        QStringLiteral("Try again in a moment."));
}

base::Result<std::optional<LockHolder>> holderOfLockFile(const QString& database)
{
    const QString path = lockFileOf(database);
    const Descriptor file {::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    if (!file.isOpen()) {
        if (errno == ENOENT)
            return std::optional<LockHolder> {};
        return base::fail(systemError(path, errno));
    }
    struct flock lock;
    if (!setLock(file, F_OFD_GETLK, lock))
        return base::fail(systemError(path, errno));
    if (lock.l_type == F_UNLCK)
        return std::optional<LockHolder> {}; // left behind by a process that was killed
    return std::optional<LockHolder> {readHolder(file)};
}

} // namespace strandline::engine::sqlite

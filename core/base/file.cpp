// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"

#include "core/base/digest.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace strandline::base {

namespace {

QString hintFor(int code)
{
    switch (code) {
    case ENOSPC:
    case EDQUOT:
        return QStringLiteral("Free space on that disk, then try again.");
    case EACCES:
    case EPERM:
        return QStringLiteral("Check the permissions of the file and of its folder.");
    case EROFS:
        return QStringLiteral("That disk is mounted read-only; choose another place.");
    case ENOENT:
        return QStringLiteral("Check that the folder exists.");
    case EFBIG:
        return QStringLiteral("The file is larger than this account or disk allows.");
    default:
        return {};
    }
}

Error systemError(const QString& summary, int code)
{
    Error error;
    error.code = code == ENOENT ? ErrorCode::NotFound : ErrorCode::Io;
    error.summary = summary;
    error.detail = QString::fromLocal8Bit(std::strerror(code));
    error.hint = hintFor(code);
    error.nativeCode = QStringLiteral("errno %1").arg(code);
    return error;
}

Error writeError(const QString& path, int code)
{
    return systemError(QStringLiteral("Could not write “%1”").arg(path), code);
}

/// Closes and, unless kept, removes the temporary file.
class TemporaryFile
{
public:
    explicit TemporaryFile(const QByteArray& target)
        : m_path(target + '.' + QByteArray(6, 'X')) // mkostemp() puts letters for the six X
    {
        m_descriptor = ::mkostemp(m_path.data(), O_CLOEXEC);
    }
    ~TemporaryFile()
    {
        if (m_descriptor < 0)
            return;
        ::close(m_descriptor);
        if (!m_moved)
            ::unlink(m_path.constData());
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    int descriptor() const { return m_descriptor; }
    const char* path() const { return m_path.constData(); }
    void moved() { m_moved = true; }

private:
    QByteArray m_path;
    int m_descriptor = -1;
    bool m_moved = false;
};

bool writeAll(int descriptor, const QByteArray& bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t written = ::write(descriptor, bytes.constData() + done, size_t(bytes.size() - done));
        if (written < 0) {
            if (errno == EINTR)
                continue;
            return false;
        }
        done += written;
    }
    return true;
}

/// The rename itself is only safe from a power cut once the folder is on the disk.
void flushFolder(const QString& path)
{
    const QByteArray folder = QFile::encodeName(QFileInfo(path).absolutePath());
    const int descriptor = ::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    ::fsync(descriptor);
    ::close(descriptor);
}

mode_t modeFor(const QByteArray& target)
{
    struct stat existing = {};
    if (::stat(target.constData(), &existing) == 0)
        return existing.st_mode & 07777;
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return 0666 & ~mask;
}

Result<void> refuseIfChanged(const WriteRequest& request)
{
    if (!request.expectedSha256)
        return {};
    const auto now = readFile(request.path);
    if (!now)
        return forward(now);
    if (sha256Hex(*now) == *request.expectedSha256)
        return {};
    return fail(ErrorCode::Conflict, QStringLiteral("“%1” changed in the meantime").arg(request.path),
        QStringLiteral("Another program wrote the file after it was read."),
        QStringLiteral("Read it again, then repeat the change."));
}

} // namespace

Result<QByteArray> readFile(const QString& path, qint64 maxBytes)
{
    QFile file(path);
    const QString summary = QStringLiteral("Could not read “%1”").arg(path);
    if (QFileInfo(path).isDir())
        return fail(ErrorCode::Invalid, summary, QStringLiteral("It is a folder, not a file."));
    errno = 0;
    if (!file.open(QIODevice::ReadOnly)) {
        Error error = systemError(summary, errno ? errno : EIO);
        if (error.detail.isEmpty())
            error.detail = file.errorString();
        return fail(error);
    }
    if (file.size() > maxBytes)
        return fail(ErrorCode::Invalid, summary,
            QStringLiteral("It holds %1 bytes; the limit is %2.").arg(file.size()).arg(maxBytes));
    QByteArray bytes = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return fail(ErrorCode::Io, summary, file.errorString());
    return bytes;
}

Result<void> writeFileAtomically(const WriteRequest& request)
{
    // Through a symbolic link the file behind it is written; renaming over the link would cut it off.
    const QFileInfo link(request.path);
    const QString path = link.isSymLink() && link.exists() ? link.canonicalFilePath() : request.path;
    const QByteArray target = QFile::encodeName(path);
    TemporaryFile temporary(target);
    if (temporary.descriptor() < 0)
        return fail(writeError(request.path, errno));
    if (!writeAll(temporary.descriptor(), request.bytes)
        || ::fchmod(temporary.descriptor(), modeFor(target)) != 0 || ::fsync(temporary.descriptor()) != 0)
        return fail(writeError(request.path, errno));

    if (request.mode == WriteMode::CreateNew) {
        // link() fails when the name is taken, also by a process that was quicker; rename() would overwrite.
        if (::link(temporary.path(), target.constData()) != 0) {
            if (errno != EEXIST)
                return fail(writeError(request.path, errno));
            return fail(ErrorCode::Conflict, QStringLiteral("“%1” exists already").arg(request.path), {},
                QStringLiteral("Choose another name, or remove the file first."));
        }
    } else {
        if (const auto unchanged = refuseIfChanged(request); !unchanged)
            return unchanged;
        if (::rename(temporary.path(), target.constData()) != 0)
            return fail(writeError(request.path, errno));
        temporary.moved();
    }
    flushFolder(path);
    return {};
}

Result<void> makeFolder(const QString& path)
{
    errno = 0;
    if (QDir().mkpath(path))
        return {};
    return fail(systemError(QStringLiteral("Could not make the folder “%1”").arg(path), errno ? errno : EIO));
}

} // namespace strandline::base

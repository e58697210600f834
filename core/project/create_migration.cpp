// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/create_migration.h"

#include "core/base/file.h"
#include "core/migration/migration_set.h"
#include "core/project/folder_listing.h"
#include "core/project/migration_name.h"

#include <QFile>
#include <QSet>
#include <QThread>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace strandline::project {

namespace {

using base::ErrorCode;

constexpr int kLockWaitMs = 10000; // another creation holds it for milliseconds

struct Versions
{
    QString newest; ///< that is a time; "" when there is none
    QSet<QString> taken;
};

base::Result<Versions> versionsIn(const QString& folder)
{
    const auto entries = listFolder(folder);
    if (!entries)
        return base::forward(entries);
    Versions versions;
    for (const FolderEntry& entry : *entries) {
        const auto parsed = parseVersionedFileName(entry.name);
        if (!parsed)
            continue;
        versions.taken.insert(parsed->version);
        // A version that is no time has no second after it; it must not push the next one off the calendar.
        if (versionTime(parsed->version)
            && migration::versionLess(
                versions.newest.isEmpty() ? QStringLiteral("0") : versions.newest, parsed->version))
            versions.newest = parsed->version;
    }
    return versions;
}

base::Result<QString> nextVersion(const Versions& versions, const QDateTime& now, QString* note)
{
    QDateTime time = now.toUTC();
    if (const auto newest = versionTime(versions.newest); newest && versionAt(time) <= versions.newest) {
        time = newest->addSecs(1);
        constexpr qint64 kRemarkableSeconds = 60; // two creations within a second need no remark
        if (now.secsTo(time) > kRemarkableSeconds)
            *note = QStringLiteral(
                "The version is ahead of the clock, because “%1” is the newest one in the folder.")
                        .arg(versions.newest);
    }
    while (versions.taken.contains(versionAt(time)))
        time = time.addSecs(1);
    if (time.date().year() > 9999)
        return base::fail(ErrorCode::Precondition, QStringLiteral("There is no version left"),
            QStringLiteral("The newest version is %1, and years have four digits.").arg(versions.newest),
            QStringLiteral("Rename that migration if it has not run anywhere."));
    return versionAt(time);
}

base::Result<void> write(const QString& path, const QByteArray& bytes)
{
    return base::writeFileAtomically({path, bytes, base::WriteMode::CreateNew, std::nullopt});
}

/// Down before up: a program that dies in between leaves a down file alone, which is reported, and not
/// something that looks like a migration without a way back.
base::Result<void> writePair(const CreatedMigration& created, const ScriptPair& scripts)
{
    if (!created.downPath.isEmpty()) {
        if (const auto down = write(created.downPath, scripts.down); !down)
            return down;
    }
    const auto up = write(created.upPath, scripts.up);
    if (!up && !created.downPath.isEmpty() && !QFile::remove(created.downPath)) {
        base::Error error = up.error();
        error.hint += QStringLiteral(" Remove “%1”, which was written already.").arg(created.downPath);
        return base::fail(error);
    }
    return up;
}

/// The kernel's lock on the folder itself: it leaves no file behind, and dies with the process. Where a file
/// system has none (some network shares) creation goes on without: then only exclusive creation protects.
class FolderLock
{
public:
    explicit FolderLock(const QString& folder)
        : m_descriptor(::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))
    { }
    ~FolderLock()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

    base::Result<void> wait(const QString& folder, const base::JobContext& context) const
    {
        constexpr unsigned long kStepMs = 10;
        for (int waited = 0; m_descriptor >= 0 && ::flock(m_descriptor, LOCK_EX | LOCK_NB) != 0; ++waited) {
            if (errno != EWOULDBLOCK && errno != EINTR)
                return {};
            if (context.cancel.isCancelled())
                return base::fail(
                    ErrorCode::Cancelled, QStringLiteral("Creating the migration was cancelled"));
            if (waited * int(kStepMs) > kLockWaitMs)
                return base::fail(ErrorCode::Conflict,
                    QStringLiteral("Could not create a migration in “%1”").arg(folder),
                    QStringLiteral("Another program is creating one there and does not come to an end."),
                    QStringLiteral("Look for a stopped strandline-cli, then try again."));
            QThread::msleep(kStepMs);
        }
        return {};
    }

private:
    int m_descriptor;
};

} // namespace

base::Result<CreatedMigration> createMigration(const CreateRequest& request, const base::JobContext& context)
{
    const auto name = normaliseName(request.name);
    if (!name)
        return base::forward(name);
    if (const auto made = base::makeFolder(request.folder); !made)
        return base::forward(made);
    const FolderLock lock(request.folder);
    if (const auto locked = lock.wait(request.folder, context); !locked)
        return base::forward(locked);
    const auto versions = versionsIn(request.folder);
    if (!versions)
        return base::forward(versions);
    CreatedMigration created;
    created.name = *name;
    const base::SystemClock systemClock;
    const base::Clock& clock = context.clock ? *context.clock : static_cast<const base::Clock&>(systemClock);
    const auto version = nextVersion(*versions, clock.nowUtc(), &created.note);
    if (!version)
        return base::forward(version);
    created.version = *version;
    const QString stem = request.folder + QLatin1Char('/');
    created.upPath = stem + versionedFileName(created.version, created.name, Direction::Up);
    if (!request.scripts.down.isEmpty())
        created.downPath = stem + versionedFileName(created.version, created.name, Direction::Down);
    if (const auto written = writePair(created, request.scripts); !written)
        return base::forward(written);
    return created;
}

} // namespace strandline::project

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settings_file.h"

#include "core/base/digest.h"
#include "core/base/file.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QLockFile>

namespace strandline::settings {

namespace {

constexpr qint64 kMaxBytes = 4 << 20; // settings, not data: more than this is a mistake

constexpr int kLockTimeoutMs = 2000;

/// Against editors and programs that do not know our lock.
constexpr int kAttempts = 5;

base::Result<QJsonObject> parse(const QByteArray& bytes, const QString& path)
{
    if (bytes.trimmed().isEmpty())
        return QJsonObject();
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
    if (document.isObject())
        return document.object();
    return base::fail(base::ErrorCode::Invalid, QStringLiteral("Could not understand “%1”").arg(path),
        error.error == QJsonParseError::NoError ? QStringLiteral("It does not hold a JSON object.")
                                                : error.errorString(),
        QStringLiteral("Correct the file or delete it; it holds no data of projects."));
}

} // namespace

SettingsFile::SettingsFile(QString path)
    : m_path(std::move(path))
{ }

base::Result<QJsonObject> SettingsFile::read() const
{
    auto bytes = base::readFile(m_path, kMaxBytes);
    if (!bytes) {
        if (bytes.error().code == base::ErrorCode::NotFound)
            return QJsonObject();
        return base::forward(bytes);
    }
    return parse(*bytes, m_path);
}

base::Result<void> SettingsFile::update(const std::function<void(QJsonObject&)>& change) const
{
    if (auto made = base::makeFolder(QFileInfo(m_path).absolutePath()); !made)
        return made;
    // Comparing and renaming are two steps; only a lock makes them one. Not a reason to lose the change when
    // the lock cannot be had: then the comparison still finds all but the closest race.
    QLockFile lock(m_path + QStringLiteral(".lock"));
    lock.tryLock(kLockTimeoutMs);
    base::Result<void> written;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        auto bytes = base::readFile(m_path, kMaxBytes);
        const bool absent = !bytes && bytes.error().code == base::ErrorCode::NotFound;
        if (!bytes && !absent)
            return base::forward(bytes);
        QJsonObject object;
        if (bytes) {
            if (auto parsed = parse(*bytes, m_path))
                object = *parsed;
            else
                (void)base::writeFileAtomically(
                    {m_path + QStringLiteral(".broken"), *bytes, base::WriteMode::Replace, std::nullopt});
        }
        change(object);
        base::WriteRequest request;
        request.path = m_path;
        request.bytes = QJsonDocument(object).toJson();
        request.mode = absent ? base::WriteMode::CreateNew : base::WriteMode::Replace;
        if (bytes)
            request.expectedSha256 = base::sha256Hex(*bytes);
        written = base::writeFileAtomically(request);
        if (written || written.error().code != base::ErrorCode::Conflict)
            return written;
    }
    return written;
}

} // namespace strandline::settings

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace strandline::base {

/// Reads a whole file; refuses one above the limit instead of filling memory with it.
Result<QByteArray> readFile(const QString& path, qint64 maxBytes = qint64(1) << 31);

enum class WriteMode {
    CreateNew, ///< fails with Conflict when the file exists, also when it appears meanwhile
    Replace, ///< the reader sees the old or the new content, never a mixture
};

struct WriteRequest
{
    QString path;
    QByteArray bytes;
    WriteMode mode = WriteMode::CreateNew;
    /// With Replace: SHA-256 of the content the caller saw. The write is refused with Conflict when the file
    /// holds something else by now.
    std::optional<QByteArray> expectedSha256;
};

/// Temporary file beside the target, written, flushed to the disk, then linked or renamed into place, and the
/// folder flushed. On any failure the target is untouched and the temporary file is gone. Folders are not
/// made.
Result<void> writeFileAtomically(const WriteRequest& request);

Result<void> makeFolder(const QString& path);

} // namespace strandline::base

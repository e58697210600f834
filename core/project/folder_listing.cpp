// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/folder_listing.h"

#include <QFile>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace strandline::project {

namespace {

EntryType typeOf(const std::filesystem::directory_entry& entry)
{
    std::error_code code;
    const auto status = entry.status(code);
    // A loop of links has an error, a link to nothing has the type "not found".
    if (code || status.type() == std::filesystem::file_type::not_found)
        return EntryType::DanglingLink;
    if (status.type() == std::filesystem::file_type::regular)
        return EntryType::File;
    return status.type() == std::filesystem::file_type::directory ? EntryType::Folder : EntryType::Special;
}

base::Failure refused(const QString& path, const std::error_code& code)
{
    base::Error error;
    const bool absent = code == std::errc::no_such_file_or_directory;
    error.code = absent ? base::ErrorCode::NotFound : base::ErrorCode::Io;
    error.summary = absent ? QStringLiteral("The folder “%1” does not exist").arg(path)
                           : QStringLiteral("Could not read the folder “%1”").arg(path);
    if (!absent)
        error.detail = QString::fromStdString(code.message());
    if (code == std::errc::permission_denied)
        error.hint = QStringLiteral("Check the permissions of the folder and of those above it.");
    else if (code == std::errc::not_a_directory)
        error.hint = QStringLiteral("Name the folder that holds the file.");
    error.nativeCode = QStringLiteral("errno %1").arg(code.value());
    return base::fail(error);
}

} // namespace

base::Result<QList<FolderEntry>> listFolder(const QString& path)
{
    std::error_code code;
    std::filesystem::directory_iterator entry(QFile::encodeName(path).constData(), code);
    if (code)
        return refused(path, code);
    QList<FolderEntry> entries;
    const std::filesystem::directory_iterator end;
    while (entry != end) {
        const std::string name = entry->path().filename().string();
        entries.append({QFile::decodeName(QByteArray::fromStdString(name)), typeOf(*entry)});
        entry.increment(code);
        if (code)
            return refused(path, code);
    }
    std::sort(entries.begin(), entries.end(),
        [](const FolderEntry& a, const FolderEntry& b) { return a.name < b.name; });
    return entries;
}

} // namespace strandline::project

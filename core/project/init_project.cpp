// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/init_project.h"

#include "core/base/digest.h"
#include "core/base/file.h"
#include "core/connection/connection_url.h"
#include "core/migration/script_text.h"
#include "core/project/project_file.h"

#include <QDir>
#include <QFileInfo>

namespace strandline::project {

namespace {

using base::ErrorCode;

/// A basic string of TOML with its quotes.
QString tomlText(const QString& text)
{
    QString quoted = QStringLiteral("\"");
    for (const QChar c : text) {
        if (c == QLatin1Char('"') || c == QLatin1Char('\\'))
            quoted += QLatin1Char('\\') + QString(c);
        else if (c.unicode() < 0x20 || c.unicode() == 0x7F)
            quoted += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
        else
            quoted += c;
    }
    return quoted + QLatin1Char('"');
}

QString exampleUrl(const InitRequest& request)
{
    const sql::Dialect dialect = request.dialect.value_or(sql::Dialect::PostgreSql);
    switch (dialect) {
    case sql::Dialect::PostgreSql:
        return QStringLiteral("postgres://${DB_USER}@localhost:5432/app");
    case sql::Dialect::MySql:
        return QStringLiteral("mariadb://${DB_USER}@localhost:3306/app");
    case sql::Dialect::Sqlite:
        break;
    }
    return QStringLiteral("sqlite:app.db");
}

QString sections(const QString& name, const QString& migrations, const QString& urlLine)
{
    // Lines that are comments show a key with its default; docs/formats/project-file.md has them all.
    return QStringLiteral(
        "# A project of Strandline. Every key has a default; unknown keys are errors.\n"
        "\n"
        "[project]\n"
        "name = %1\n"
        "migrations = %2\n"
        "# per_table = true                 # generate writes one migration per changed table\n"
        "# backups = \".strandline/backups\"\n"
        "# keep_backups = 5                 # automatic ones; named snapshots always stay\n"
        "\n"
        "# What generate compares with, one of:\n"
        "# [desired]\n"
        "# sql = \"schema\"                   # file or folder of CREATE statements\n"
        "# environment = \"dev\"              # another database\n"
        "# command = [\"npx\", \"typeorm\", \"schema:sync\"]   # builds it in an empty scratch database\n"
        "\n"
        "[environments.dev]\n"
        "%3\n"
        "tier = \"development\"\n"
        "\n"
        "# [environments.production]\n"
        "# url_env = \"DATABASE_URL\"         # passwords never belong into this file\n"
        "# tier = \"production\"              # opens locked, backs up, wants a review\n"
        "# lock_timeout = \"5s\"\n"
        "# statement_timeout = \"10min\"\n")
        .arg(tomlText(name), tomlText(migrations), urlLine);
}

bool ignoresOurFolder(QByteArrayView line)
{
    const QByteArray text = line.toByteArray().trimmed();
    for (const char* pattern : {".strandline", ".strandline/", "/.strandline", "/.strandline/",
             "**/.strandline", "**/.strandline/", ".strandline/*", "/.strandline/*", ".strandline/**"}) {
        if (text == pattern)
            return true;
    }
    return false;
}

/// Appends, keeping the line ends that the file uses. Nothing is written when it is ignored already.
base::Result<bool> extendGitignore(const QString& folder)
{
    const QString path = folder + QStringLiteral("/.gitignore");
    const QFileInfo info(path);
    if (!info.exists() && !info.isSymLink()) {
        const auto written =
            base::writeFileAtomically({path, ".strandline/\n", base::WriteMode::CreateNew, std::nullopt});
        return written ? base::Result<bool>(true) : base::forward(written);
    }
    constexpr qint64 kMaxBytes = 1 << 20;
    const auto before = base::readFile(path, kMaxBytes);
    if (!before)
        return base::forward(before);
    migration::LineReader lines(*before);
    migration::TextLine line;
    while (lines.next(&line)) {
        if (ignoresOurFolder(line.text))
            return false;
    }
    const QByteArray lineEnd = before->contains("\r\n") ? "\r\n" : "\n";
    QByteArray after = *before;
    if (!after.isEmpty() && !after.endsWith('\n'))
        after += lineEnd;
    after += ".strandline/" + lineEnd;
    // Through a link: replacing by renaming would put a file in the place of the link.
    const auto written = base::writeFileAtomically(
        {info.canonicalFilePath(), after, base::WriteMode::Replace, base::sha256Hex(*before)});
    return written ? base::Result<bool>(true) : base::forward(written);
}

} // namespace

base::Result<QByteArray> projectFileText(const InitRequest& request, QStringList* notes)
{
    const QString name =
        request.name.isEmpty() ? QFileInfo(QDir::cleanPath(request.folder)).fileName() : request.name;
    QString urlLine = QStringLiteral("# url = ") + tomlText(exampleUrl(request));
    if (!request.url.isEmpty()) {
        const auto split = connection::splitPassword(request.url);
        if (!split)
            return base::forward(split);
        urlLine = QStringLiteral("url = ") + tomlText(split->url);
        if (split->hadPassword())
            notes->append(
                QStringLiteral("The password of the URL was not written; keep it in .pgpass, an option "
                               "file, a variable, or the key ring."));
    }
    return sections(name.isEmpty() ? QStringLiteral("project") : name, request.migrations, urlLine).toUtf8();
}

base::Result<InitializedProject> initProject(const InitRequest& request)
{
    InitializedProject result;
    const QString folder = QDir::cleanPath(QDir(request.folder).absolutePath());
    result.configPath = folder + QLatin1Char('/') + QString(kProjectFileName);
    const QFileInfo existing(result.configPath);
    if (existing.exists() || existing.isSymLink())
        return base::fail(ErrorCode::Conflict, QStringLiteral("“%1” is a project already").arg(folder),
            QStringLiteral("It holds a strandline.toml, which is never overwritten."),
            QStringLiteral("Open it, or edit the file."));
    const auto text = projectFileText(request, &result.notes);
    if (!text)
        return base::forward(text);
    result.migrationFolder = QDir::cleanPath(QDir(folder).absoluteFilePath(request.migrations));
    const bool isNew = !QFileInfo::exists(result.migrationFolder);
    if (const auto made = base::makeFolder(result.migrationFolder); !made)
        return base::forward(made);
    if (isNew)
        result.written.append(result.migrationFolder);
    const auto ignored = extendGitignore(folder);
    if (!ignored)
        return base::forward(ignored);
    if (*ignored)
        result.written.append(folder + QStringLiteral("/.gitignore"));
    const auto written =
        base::writeFileAtomically({result.configPath, *text, base::WriteMode::CreateNew, std::nullopt});
    if (!written)
        return base::forward(written);
    result.written.append(result.configPath);
    return result;
}

} // namespace strandline::project

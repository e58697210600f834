// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/native_format.h"

#include "core/base/digest.h"
#include "core/base/file.h"
#include "core/migration/directives.h"
#include "core/migration/script_text.h"
#include "core/project/folder_listing.h"
#include "core/project/large_script.h"
#include "core/project/migration_name.h"
#include "core/sql/meaning_digest.h"
#include "core/sql/statement_kind.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QHash>
#include <QSet>

#include <algorithm>

namespace strandline::project {

namespace {

using base::Error;
using base::ErrorCode;
using migration::Kind;
using migration::Migration;
using migration::MigrationSet;
using migration::Script;
using migration::ScriptRole;

/// A file whose name is that of a migration; not opened yet.
struct Candidate
{
    MigrationFileName parsed;
    QString absolutePath;
    QString path; ///< relative to the project
    EntryType type = EntryType::File;
};

Error makeProblem(
    ErrorCode code, const QString& summary, const QString& path, const QString& detail, const QString& hint)
{
    Error error;
    error.code = code;
    error.summary = summary;
    error.detail = detail;
    error.hint = hint;
    error.position.file = path;
    return error;
}

bool isIgnored(const QString& name)
{
    return name.startsWith(QLatin1Char('.')) || name.startsWith(QLatin1Char('#'))
        || !name.endsWith(QLatin1String(".sql"), Qt::CaseInsensitive);
}

/// In the root of a project other SQL files are normal; these look like migrations gone wrong.
bool nearlyMigration(const QString& name)
{
    const QChar first = name.front();
    return (first >= QLatin1Char('0') && first <= QLatin1Char('9'))
        || name.contains(QLatin1String(".up."), Qt::CaseInsensitive)
        || name.contains(QLatin1String(".down."), Qt::CaseInsensitive);
}

bool hasTwin(const QString& name, const QSet<QString>& names)
{
    const QString lower = name.toLower();
    return lower != name && names.contains(lower);
}

class FolderReader
{
public:
    FolderReader(const QString& root, sql::Dialect dialect, const base::JobContext& context)
        : m_root(root)
        , m_dialect(dialect)
        , m_context(context)
    { }

    void list(const QString& folder);
    /// False: cancelled.
    bool readScripts();
    MigrationSet take(const QStringList& folders);

private:
    void listVersioned(const QString& folder, const QList<FolderEntry>& entries);
    void listRepeatable(const QString& folder);
    void reportName(const QString& path, const NameProblem& problem, bool otherwiseTaken);
    Migration& migrationFor(const MigrationFileName& parsed);
    void read(const Candidate& candidate);
    std::optional<Script> load(const Candidate& candidate, QList<Error>* problems) const;
    std::optional<Script> loadLarge(const Candidate& candidate, ScriptRole role, QList<Error>* problems);
    void understand(Script* script, ScriptRole role, QList<Error>* problems) const;
    void findMissingParts();
    void findDuplicateVersions();
    QString relative(const QString& absolute) const { return QDir(m_root).relativeFilePath(absolute); }

    QString m_root;
    sql::Dialect m_dialect;
    const base::JobContext& m_context;
    QList<Candidate> m_candidates;
    QList<Error> m_problems;
    QStringList m_notes;
    QHash<QString, qsizetype> m_index; ///< id with its kind to the place in m_migrations
    QList<Migration> m_migrations;
};

void FolderReader::list(const QString& folder)
{
    const auto entries = listFolder(folder);
    if (!entries) {
        Error error = entries.error();
        error.position.file = relative(folder);
        m_problems.append(error);
        return;
    }
    listVersioned(folder, *entries);
    const bool hasRepeatable = std::any_of(entries->cbegin(), entries->cend(), [](const FolderEntry& entry) {
        return entry.name == QLatin1String("repeatable") && entry.type == EntryType::Folder;
    });
    if (hasRepeatable)
        listRepeatable(folder + QStringLiteral("/repeatable"));
}

void FolderReader::listVersioned(const QString& folder, const QList<FolderEntry>& entries)
{
    const bool isRoot = QDir(folder) == QDir(m_root);
    QSet<QString> names;
    for (const FolderEntry& entry : entries)
        names.insert(entry.name);
    for (const FolderEntry& entry : entries) {
        if (isIgnored(entry.name))
            continue;
        const QString absolute = folder + QLatin1Char('/') + entry.name;
        if (const auto parsed = parseVersionedFileName(entry.name))
            m_candidates.append({*parsed, absolute, relative(absolute), entry.type});
        else if (entry.type != EntryType::Folder && (!isRoot || nearlyMigration(entry.name)))
            reportName(relative(absolute), explainVersionedFileName(entry.name), hasTwin(entry.name, names));
    }
}

void FolderReader::listRepeatable(const QString& folder)
{
    const auto entries = listFolder(folder);
    if (!entries) {
        Error error = entries.error();
        error.position.file = relative(folder);
        m_problems.append(error);
        return;
    }
    QSet<QString> names;
    for (const FolderEntry& entry : *entries)
        names.insert(entry.name);
    for (const FolderEntry& entry : *entries) {
        if (isIgnored(entry.name))
            continue;
        const QString absolute = folder + QLatin1Char('/') + entry.name;
        if (const auto parsed = parseRepeatableFileName(entry.name))
            m_candidates.append({*parsed, absolute, relative(absolute), entry.type});
        else if (entry.type != EntryType::Folder)
            reportName(relative(absolute), explainRepeatableFileName(entry.name), hasTwin(entry.name, names));
    }
}

void FolderReader::reportName(const QString& path, const NameProblem& problem, bool otherwiseTaken)
{
    QString hint = problem.suggestion.isEmpty()
        ? QStringLiteral("Names look like 20260101120000_add_points.up.sql; move other files elsewhere.")
        : QStringLiteral("Rename it to “%1”, or move it elsewhere.").arg(problem.suggestion);
    QString reason = problem.reason;
    if (otherwiseTaken) {
        reason += QStringLiteral(" Another file here differs only in the case of letters.");
        hint =
            QStringLiteral("Keep one of the two: on a file system that ignores case one replaces the other.");
    }
    m_problems.append(makeProblem(ErrorCode::Invalid,
        QStringLiteral("“%1” is not named like a migration and is left out").arg(path), path, reason, hint));
}

Migration& FolderReader::migrationFor(const MigrationFileName& parsed)
{
    // The slash keeps a repeatable "20260101120000_x" apart from the versioned migration of that id.
    const QString key = parsed.version + QLatin1Char('/') + parsed.name;
    const auto found = m_index.constFind(key);
    if (found != m_index.constEnd())
        return m_migrations[*found];
    Migration fresh;
    fresh.kind = parsed.version.isEmpty() ? Kind::Repeatable : Kind::Versioned;
    fresh.version = parsed.version;
    fresh.name = parsed.name;
    if (fresh.kind == Kind::Versioned && !versionTime(fresh.version)) {
        const QString digits = fresh.version;
        fresh.problems.append(makeProblem(ErrorCode::Invalid,
            QStringLiteral("The version %1 is not a time that exists").arg(digits), {},
            QStringLiteral("It reads as %1-%2-%3 %4:%5:%6.")
                .arg(digits.first(4), digits.sliced(4, 2), digits.sliced(6, 2), digits.sliced(8, 2),
                    digits.sliced(10, 2), digits.sliced(12, 2)),
            QStringLiteral("Rename the files; a version is YYYYMMDDhhmmss in UTC.")));
    }
    m_index.insert(key, m_migrations.size());
    m_migrations.append(fresh);
    return m_migrations.last();
}

std::optional<Script> FolderReader::load(const Candidate& candidate, QList<Error>* problems) const
{
    if (candidate.type != EntryType::File) {
        const QString detail = candidate.type == EntryType::Folder ? QStringLiteral("It is a folder.")
            : candidate.type == EntryType::DanglingLink
            ? QStringLiteral("It is a link to something that does not exist.")
            : QStringLiteral("It is not a regular file.");
        problems->append(makeProblem(ErrorCode::Io, QStringLiteral("Could not read “%1”").arg(candidate.path),
            candidate.path, detail, QStringLiteral("Put the script itself there, or remove the entry.")));
        return std::nullopt;
    }
    auto bytes = base::readFile(candidate.absolutePath, migration::kLargeScriptBytes);
    if (!bytes) {
        Error error = bytes.error();
        error.summary = QStringLiteral("Could not read “%1”").arg(candidate.path);
        error.position.file = candidate.path;
        problems->append(error);
        return std::nullopt;
    }
    if (const auto problem = migration::textProblem(*bytes, candidate.path)) {
        problems->append(*problem);
        return std::nullopt;
    }
    Script script;
    script.path = candidate.path;
    script.absolutePath = candidate.absolutePath;
    script.sha256 = base::sha256Hex(*bytes);
    script.size = bytes->size();
    script.bytes = std::move(*bytes);
    return script;
}

void FolderReader::understand(Script* script, ScriptRole role, QList<Error>* problems) const
{
    if (migration::isBlank(script->bytes))
        problems->append(migration::blankScript(script->path, role));
    const sql::SplitResult split = sql::split(script->bytes, m_dialect);
    migration::ScriptHead head = migration::readComments(script->bytes, split, role, script->path);
    script->description = std::move(head.description);
    script->directives = std::move(head.directives);
    script->cannotRunInTransaction = script->directives.noTransaction
        || std::any_of(
            split.statements.begin(), split.statements.end(), [&](const sql::Statement& statement) {
                return sql::cannotRunInTransaction(statement.textIn(script->bytes), m_dialect);
            });
    script->meaning = sql::meaningDigest(script->bytes, m_dialect);
    problems->append(head.problems);
    for (Error error : split.problems) {
        error.position.file = script->path;
        problems->append(error);
    }
}

void FolderReader::read(const Candidate& candidate)
{
    Migration& migration = migrationFor(candidate.parsed);
    const bool isUp = candidate.parsed.direction == Direction::Up;
    std::optional<Script>& target = isUp ? migration.up : migration.down;
    if (target) {
        m_problems.append(
            makeProblem(ErrorCode::Conflict, QStringLiteral("“%1” exists in two folders").arg(migration.id()),
                candidate.path, QStringLiteral("The other file is “%1”; that one is used.").arg(target->path),
                QStringLiteral("Remove or rename one of them.")));
        migration.problems.append(m_problems.constLast());
        return;
    }
    const ScriptRole role = migration.kind == Kind::Repeatable ? ScriptRole::Repeatable
        : isUp                                                 ? ScriptRole::Up
                                                               : ScriptRole::Down;
    if (candidate.type == EntryType::File
        && QFileInfo(candidate.absolutePath).size() > migration::kLargeScriptBytes) {
        target = loadLarge(candidate, role, &migration.problems);
        return;
    }
    target = load(candidate, &migration.problems);
    if (target)
        understand(&*target, role, &migration.problems);
}

/// Too large to be held: read once, piece by piece.
std::optional<Script> FolderReader::loadLarge(
    const Candidate& candidate, ScriptRole role, QList<Error>* problems)
{
    QElapsedTimer timer;
    timer.start();
    auto script =
        readLargeScript({candidate.absolutePath, candidate.path, role, m_dialect}, problems, m_context);
    if (!script) {
        problems->append(script.error());
        return std::nullopt;
    }
    m_notes.append(QStringLiteral("“%1” is large (%2 MiB): reading it took %3 s")
                       .arg(candidate.path, QString::number(script->size >> 20),
                           QString::number(double(timer.elapsed()) / 1000, 'f', 1)));
    return *script;
}

bool FolderReader::readScripts()
{
    // Sorted first, so that problems come in the order of the files whatever the file system does.
    std::stable_sort(m_candidates.begin(), m_candidates.end(), [](const Candidate& a, const Candidate& b) {
        return std::tie(a.parsed.version, a.parsed.name) < std::tie(b.parsed.version, b.parsed.name);
    });
    qint64 done = 0;
    for (const Candidate& candidate : std::as_const(m_candidates)) {
        if (m_context.cancel.isCancelled())
            return false;
        read(candidate);
        m_context.report({QStringLiteral("Reading migrations"), ++done, m_candidates.size(), candidate.path});
    }
    findMissingParts();
    findDuplicateVersions();
    return true;
}

void FolderReader::findMissingParts()
{
    QSet<QString> withUpFile;
    for (const Candidate& candidate : std::as_const(m_candidates)) {
        if (candidate.parsed.direction == Direction::Up)
            withUpFile.insert(candidate.parsed.version + QLatin1Char('/') + candidate.parsed.name);
    }
    for (Migration& migration : m_migrations) {
        if (migration.kind == Kind::Repeatable
            || withUpFile.contains(migration.version + QLatin1Char('/') + migration.name))
            continue;
        migration.problems.append(makeProblem(ErrorCode::NotFound,
            QStringLiteral("“%1” has a down script but no up script").arg(migration.id()),
            migration.down ? migration.down->path : QString(), {},
            QStringLiteral("Add “%1”, or remove the down script.")
                .arg(versionedFileName(migration.version, migration.name, Direction::Up))));
    }
}

void FolderReader::findDuplicateVersions()
{
    QHash<QString, QList<qsizetype>> users;
    for (qsizetype i = 0; i < m_migrations.size(); ++i) {
        if (m_migrations[i].kind == Kind::Versioned)
            users[m_migrations[i].version].append(i);
    }
    for (qsizetype i = 0; i < m_migrations.size(); ++i) {
        const QList<qsizetype> same = users.value(m_migrations[i].version);
        if (m_migrations[i].kind != Kind::Versioned || same.size() < 2)
            continue;
        QStringList others;
        for (const qsizetype other : same) {
            if (other != i)
                others.append(QStringLiteral("“%1”").arg(m_migrations[other].id()));
        }
        const QString summary = QStringLiteral("The version %1 is used twice").arg(m_migrations[i].version);
        const QString hint =
            QStringLiteral("Give the younger one a new version; never rename one that has run.");
        m_migrations[i].problems.append(makeProblem(ErrorCode::Conflict, summary, {},
            QStringLiteral("Also by %1.").arg(others.join(QStringLiteral(", "))), hint));
        if (same.constFirst() == i) {
            others.prepend(QStringLiteral("“%1”").arg(m_migrations[i].id()));
            m_problems.append(makeProblem(ErrorCode::Conflict, summary, {},
                QStringLiteral("By %1.").arg(others.join(QStringLiteral(", "))), hint));
        }
    }
}

MigrationSet FolderReader::take(const QStringList& folders)
{
    std::sort(m_migrations.begin(), m_migrations.end(), [](const Migration& a, const Migration& b) {
        if (a.kind != b.kind)
            return a.kind == Kind::Versioned;
        if (a.version != b.version)
            return migration::versionLess(a.version, b.version);
        return a.name < b.name;
    });
    MigrationSet set;
    set.folder = folders.value(0);
    set.migrations = std::move(m_migrations);
    set.problems = std::move(m_problems);
    set.notes = std::move(m_notes);
    return set;
}

} // namespace

base::Result<MigrationSet> readNativeFolder(
    const QStringList& folders, const QString& root, sql::Dialect dialect, const base::JobContext& context)
{
    FolderReader reader(root, dialect, context);
    QSet<QString> seen; // the same folder twice, also through a link, would make every migration a duplicate
    for (const QString& folder : folders) {
        const QString canonical = QFileInfo(folder).canonicalFilePath();
        if (!canonical.isEmpty() && seen.contains(canonical))
            continue;
        seen.insert(canonical);
        reader.list(folder);
    }
    if (!reader.readScripts())
        return base::fail(ErrorCode::Cancelled, QStringLiteral("Reading the migrations was cancelled"));
    return reader.take(folders);
}

bool holdsNativeMigrations(const QString& folder)
{
    const auto entries = listFolder(folder);
    return entries && std::any_of(entries->cbegin(), entries->cend(), [](const FolderEntry& entry) {
        return parseVersionedFileName(entry.name).has_value();
    });
}

} // namespace strandline::project

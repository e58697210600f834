// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/foreign_layouts.h"

#include "core/project/folder_listing.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

namespace strandline::project {

namespace {

/// A file or folder that only one tool has. In this order: a tool's own settings say more than a folder's
/// name.
struct FixedSign
{
    const char* path;
    const char* tool;
};

constexpr FixedSign kFixedSigns[] = {
    {"prisma/migrations/migration_lock.toml", "Prisma"},
    {"prisma/schema.prisma", "Prisma"},
    {"sqitch.plan", "Sqitch"},
    {"sqitch.conf", "Sqitch"},
    {"alembic.ini", "Alembic"},
    {"diesel.toml", "Diesel"},
    {"atlas.hcl", "Atlas"},
    {"migrations/atlas.sum", "Atlas"},
    {"atlas.sum", "Atlas"},
    {".gmrc", "graphile-migrate"},
    {"migrations/committed", "graphile-migrate"},
    {"flyway.conf", "Flyway"},
    {"flyway.toml", "Flyway"},
    {"liquibase.properties", "Liquibase"},
    {".sequelizerc", "Sequelize"},
    {"knexfile.js", "Knex"},
    {"knexfile.ts", "Knex"},
    {"knexfile.cjs", "Knex"},
    {"knexfile.mjs", "Knex"},
    {"migration_lock.toml", "Prisma"},
};

/// Names that only one tool gives its files; looked for in every likely folder.
struct NameSign
{
    const char* pattern;
    EntryType type;
    const char* tool;
};

constexpr NameSign kNameSigns[] = {
    {"^[VU][0-9][0-9._]*__.*\\.sql$", EntryType::File, "Flyway"},
    {"^[RB][0-9._]*__.*\\.sql$", EntryType::File, "Flyway"},
    {"^[0-9]{13}-[A-Za-z0-9_-]+\\.(ts|js)$", EntryType::File, "TypeORM"},
    {"^[0-9]{14}-.+\\.(js|cjs|ts|cts)$", EntryType::File, "Sequelize"},
    {"^[0-9]{14}_.+\\.(js|mjs|cjs|ts)$", EntryType::File, "Knex"},
    {"^[0-9]{14}_.+\\.rb$", EntryType::File, "Rails"},
    {"^[0-9]{4}_[0-9]{2}_[0-9]{2}_[0-9]{6}_.+\\.php$", EntryType::File, "Laravel"},
    {"^[0-9]{4}_.+\\.py$", EntryType::File, "Django"},
    {"^(db\\.)?changelog.*\\.(xml|ya?ml|json)$", EntryType::File, "Liquibase"},
    {"^[0-9]+_.*\\.(up|down)\\.sql$", EntryType::File, "golang-migrate"},
};

constexpr const char* kLikelyFolders[] = {
    "migrations",
    "db/migrations",
    "db/migration",
    "db/migrate",
    "database/migrations",
    "sql/migrations",
    "src/migrations",
    "src/migration",
    "src/main/resources/db/migration",
    "src/main/resources/db/changelog",
    "alembic/versions",
    "migrations/app",
    "prisma/migrations",
    "sql",
    "",
};

/// The tools that share the name <number>_<name>.sql mark their files inside.
QString toolByContent(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    constexpr qint64 kHead = 4096; // every mark stands in the first lines, behind comments at most
    const QString head = QString::fromUtf8(file.read(kHead));
    static const QRegularExpression kDbmate(
        QStringLiteral("^--\\s*migrate:up"), QRegularExpression::MultilineOption);
    static const QRegularExpression kGoose(QStringLiteral("^-- \\+goose\\s+up"),
        QRegularExpression::MultilineOption | QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression kLiquibase(
        QStringLiteral("^\\s*--\\s*liquibase\\s*formatted"), QRegularExpression::CaseInsensitiveOption);
    if (kDbmate.match(head).hasMatch())
        return QStringLiteral("dbmate");
    if (kGoose.match(head).hasMatch())
        return QStringLiteral("goose");
    if (kLiquibase.match(head).hasMatch())
        return QStringLiteral("Liquibase");
    return {};
}

QString joined(const QString& folder, const QString& name)
{
    return folder.isEmpty() ? name : folder + QLatin1Char('/') + name;
}

std::optional<ForeignLayout> byFolderInside(const QString& root, const QString& relative, const QString& name)
{
    const QDir inside(root + QLatin1Char('/') + joined(relative, name));
    if (inside.exists(QStringLiteral("migration.sql")))
        return ForeignLayout {
            QStringLiteral("Prisma"), joined(relative, name) + QStringLiteral("/migration.sql")};
    if (inside.exists(QStringLiteral("up.sql")))
        return ForeignLayout {QStringLiteral("Diesel"), joined(relative, name) + QStringLiteral("/up.sql")};
    return std::nullopt;
}

std::optional<ForeignLayout> lookInto(const QString& root, const QString& relative)
{
    const auto entries = listFolder(relative.isEmpty() ? root : root + QLatin1Char('/') + relative);
    if (!entries)
        return std::nullopt;
    for (const NameSign& sign : kNameSigns) {
        const QRegularExpression pattern(QString::fromLatin1(sign.pattern));
        for (const FolderEntry& entry : *entries) {
            if (entry.type == sign.type && pattern.match(entry.name).hasMatch())
                return ForeignLayout {QString::fromLatin1(sign.tool), joined(relative, entry.name)};
        }
    }
    static const QRegularExpression kStamped(QStringLiteral("^[0-9][0-9-]*_"));
    int scripts = 0;
    for (const FolderEntry& entry : *entries) {
        if (entry.type == EntryType::Folder && kStamped.match(entry.name).hasMatch()) {
            if (const auto found = byFolderInside(root, relative, entry.name))
                return found;
        }
        // A handful tells; a folder of thousands of scripts is not read for a friendly word.
        if (entry.type != EntryType::File || !entry.name.endsWith(QLatin1String(".sql")) || ++scripts > 20)
            continue;
        const QString path = joined(relative, entry.name);
        if (const QString tool = toolByContent(root + QLatin1Char('/') + path); !tool.isEmpty())
            return ForeignLayout {tool, path};
    }
    return std::nullopt;
}

} // namespace

std::optional<ForeignLayout> recogniseForeignLayout(const QString& folder)
{
    const QDir root(folder);
    for (const FixedSign& sign : kFixedSigns) {
        const QString path = QString::fromLatin1(sign.path);
        if (root.exists(path))
            return ForeignLayout {QString::fromLatin1(sign.tool), path};
    }
    for (const char* relative : kLikelyFolders) {
        if (const auto found = lookInto(root.absolutePath(), QString::fromLatin1(relative)))
            return found;
    }
    return std::nullopt;
}

} // namespace strandline::project

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/bookkeeping_scripts.h"

#include <QFile>

// Outside of any namespace, as the macro demands. A static library's resources register themselves only when
// somebody asks for them.
static void registerResources()
{
    Q_INIT_RESOURCE(bookkeeping);
}

namespace strandline::history {

namespace {

struct Known
{
    const char* version;
    const char* name;
    bool optional;
};

constexpr Known kMigrations[] = {
    {"20261120100000", "bookkeeping", false},
    {"20261120100100", "log_append_only", true},
};
static_assert(std::size(kMigrations) == kBookkeepingFormat, "one format per migration");

QByteArray text(const QString& path)
{
    QFile file(path);
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(opened, "bookkeepingMigrations", "the script is compiled in");
    return opened ? file.readAll() : QByteArray();
}

} // namespace

QList<BookkeepingMigration> bookkeepingMigrations(sql::Dialect dialect)
{
    registerResources();
    QList<BookkeepingMigration> migrations;
    for (const Known& known : kMigrations) {
        BookkeepingMigration migration;
        migration.format = static_cast<int>(migrations.size()) + 1;
        migration.version = QString::fromLatin1(known.version);
        migration.name = QString::fromLatin1(known.name);
        migration.isOptional = known.optional;
        const QString path = QStringLiteral(":/strandline/migrations/%1/%2_%3.%4.sql")
                                 .arg(sql::dialectName(dialect), migration.version, migration.name);
        migration.up = text(path.arg(QStringLiteral("up")));
        migration.down = text(path.arg(QStringLiteral("down")));
        migrations.append(migration);
    }
    return migrations;
}

} // namespace strandline::history

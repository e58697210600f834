// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/bookkeeping/shop_story.h"

#include "core/base/digest.h"
#include "core/history/history_writer.h"
#include "core/sql/meaning_digest.h"

namespace strandline::test {

namespace {

const QByteArray createUsers("CREATE TABLE users (id int PRIMARY KEY, name varchar(40));\n");
const QByteArray addMail("ALTER TABLE users ADD COLUMN mail varchar(80);\n");

base::Result<void> recordFirstApplied(db::Connection& connection)
{
    history::HistoryWriter writer(connection);
    migration::HistoryRow row;
    row.version = QStringLiteral("20250101000000");
    row.name = QStringLiteral("create_users");
    row.meaning = sql::meaningDigest(createUsers, connection.info().dialect);
    row.upSha256 = base::sha256Hex(createUsers);
    row.appliedAt = QDateTime(QDate(2025, 1, 2), QTime(3, 4, 5, 678), Qt::UTC);
    row.appliedBy = QStringLiteral("Zoë@db;1");
    row.durationMs = 250;
    row.runId = QStringLiteral("run-1");
    return writer.add(row);
}

base::Result<void> recordSecondFailed(db::Connection& connection)
{
    history::HistoryWriter writer(connection);
    migration::LogEvent event;
    event.kind = migration::EventKind::Failed;
    event.at = QDateTime(QDate(2025, 1, 3), QTime(0, 0), Qt::UTC);
    event.runId = QStringLiteral("run-2");
    event.version = QStringLiteral("20250102000000");
    event.name = QStringLiteral("add_mail");
    event.direction = QStringLiteral("up");
    event.statement = 1;
    event.statementCount = 1;
    event.error = QStringLiteral("column “mail” exists; 'x'");
    return writer.append(event);
}

} // namespace

void writeShopProject(const TempProject& project)
{
    project.write(QStringLiteral("strandline.toml"),
        "[environments.live]\nurl_env = \"SHOP_URL\"\ntier = \"staging\"\n");
    project.write(QStringLiteral("migrations/20250101000000_create_users.up.sql"), createUsers);
    project.write(QStringLiteral("migrations/20250101000000_create_users.down.sql"), "DROP TABLE users;\n");
    project.write(QStringLiteral("migrations/20250102000000_add_mail.up.sql"), addMail);
    project.write(QStringLiteral("migrations/20250102000000_add_mail.down.sql"),
        "ALTER TABLE users DROP COLUMN mail;\n");
    project.write(
        QStringLiteral("migrations/20250103000000_cleanup.up.sql"), "DELETE FROM users WHERE name = '';\n");
}

base::Result<void> recordShopHistory(db::Connection& connection)
{
    if (const auto recorded = recordFirstApplied(connection); !recorded)
        return recorded;
    return recordSecondFailed(connection);
}

} // namespace strandline::test

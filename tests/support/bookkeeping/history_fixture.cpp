// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/bookkeeping/history_fixture.h"

#include "core/base/digest.h"
#include "core/db/transaction.h"
#include "core/history/bookkeeping_scripts.h"
#include "core/history/history_writer.h"
#include "core/sql/statement_splitter.h"

namespace strandline::test {

base::Result<void> runScript(db::Connection& connection, const QByteArray& script)
{
    const sql::SplitResult split = sql::split(script, connection.info().dialect);
    if (!split.problems.isEmpty())
        return base::fail(split.problems.first());
    for (const sql::Statement& statement : split.statements) {
        if (auto done = connection.execute(QString::fromUtf8(statement.textIn(script))); !done)
            return base::forward(done);
    }
    return {};
}

base::Result<void> createBookkeeping(db::Connection& connection)
{
    history::HistoryWriter writer(connection);
    for (const history::BookkeepingMigration& script :
        history::bookkeepingMigrations(connection.info().dialect)) {
        if (auto made = runScript(connection, script.up); !made)
            return made;
        migration::HistoryRow row;
        row.version = script.version;
        row.name = script.name;
        row.upSha256 = base::sha256Hex(script.up);
        row.downSha256 = base::sha256Hex(script.down);
        row.programVersion = QStringLiteral("0.1.0");
        row.appliedAt = QDateTime::fromMSecsSinceEpoch(1767225600000, Qt::UTC);
        if (auto added = writer.addBookkeepingRow(row); !added)
            return added;
    }
    return {};
}

base::Result<void> dropBookkeeping(db::Connection& connection)
{
    QList<history::BookkeepingMigration> scripts = history::bookkeepingMigrations(connection.info().dialect);
    while (!scripts.isEmpty()) {
        if (auto gone = runScript(connection, scripts.takeLast().down); !gone)
            return gone;
    }
    return {};
}

base::Result<void> writeStory(db::Connection& connection, const TimelineCase& story)
{
    auto transaction = db::Transaction::begin(connection);
    if (!transaction)
        return base::forward(transaction);
    history::HistoryWriter writer(connection);
    for (const migration::HistoryRow& row : story.history.rows) {
        if (auto added = writer.add(row); !added)
            return added;
    }
    for (const migration::LogEvent& event : story.history.events) {
        if (auto added = writer.append(event); !added)
            return added;
    }
    return transaction->commit();
}

} // namespace strandline::test

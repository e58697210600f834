// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/bookkeeping_scripts.h"
#include "core/history/bookkeeping_tables.h"
#include "core/history/history_reader.h"
#include "core/history/history_writer.h"
#include "core/project/migration_name.h"
#include "core/sql/identifier.h"
#include "tests/support/bookkeeping/history_fixture.h"
#include "tests/support/live_database.h"

#include <QDirIterator>
#include <QtTest>

using namespace strandline;

#define VERIFY_RESULT(result)                                                                                \
    do {                                                                                                     \
        const auto& outcome_ = (result);                                                                     \
        QVERIFY2(outcome_, outcome_ ? "" : qPrintable(outcome_.error().toText()));                           \
    } while (false)

/// The scripts of migrations/<engine>/ against real engines.
class TestBookkeepingTables : public QObject
{
    Q_OBJECT

private slots:
    void scriptsAreCompiledInUnchanged()
    {
        for (const auto dialect : {sql::Dialect::Sqlite, sql::Dialect::PostgreSql, sql::Dialect::MySql}) {
            QStringList files;
            const QString folder =
                QStringLiteral(STRANDLINE_SOURCE_DIR "/migrations/") + sql::dialectName(dialect);
            const auto scripts = history::bookkeepingMigrations(dialect);
            QCOMPARE(scripts.size(), qsizetype(history::kBookkeepingFormat));
            for (const auto& script : scripts) {
                for (const auto& [bytes, direction] : {std::pair {script.up, project::Direction::Up},
                         std::pair {script.down, project::Direction::Down}}) {
                    const QString name = project::versionedFileName(script.version, script.name, direction);
                    QFile file(folder + QLatin1Char('/') + name);
                    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(name));
                    QVERIFY(!bytes.isEmpty());
                    QCOMPARE(bytes, file.readAll());
                    files.append(name);
                }
            }
            files.sort();
            QCOMPARE(QDir(folder).entryList(QDir::Files, QDir::Name), files); // none is forgotten
        }
    }

    void downScriptsLeaveNothingBehind_data() { test::addEngineRows(); }
    void downScriptsLeaveNothingBehind()
    {
        QFETCH(sql::Dialect, dialect);
        STRANDLINE_NEEDS_ENGINE(dialect);
        const test::LiveDatabase live(dialect);
        auto owner = live.open();
        VERIFY_RESULT(owner);
        const QStringList before = objects(**owner);
        VERIFY_RESULT(test::createBookkeeping(**owner));
        QVERIFY(objects(**owner) != before);
        VERIFY_RESULT(test::dropBookkeeping(**owner));
        QCOMPARE(objects(**owner), before);
        VERIFY_RESULT(test::createBookkeeping(**owner));
    }

    void logRefusesEveryChange_data()
    {
        QTest::addColumn<sql::Dialect>("dialect");
        QTest::addColumn<QString>("statement");
        for (const auto dialect : {sql::Dialect::Sqlite, sql::Dialect::PostgreSql, sql::Dialect::MySql}) {
            const auto row = [dialect](const char* name, const char* statement) {
                QTest::addRow("%s: %s", qPrintable(sql::dialectName(dialect)), name)
                    << dialect << QString::fromLatin1(statement);
            };
            row("update", "UPDATE strandline_log SET detail = 'x'");
            row("delete", "DELETE FROM strandline_log");
            row("delete one", "DELETE FROM strandline_log WHERE id = 1");
            if (dialect == sql::Dialect::PostgreSql) {
                row("truncate", "TRUNCATE strandline_log");
                row("upsert",
                    "INSERT INTO strandline_log (id, happened_at, kind) VALUES (1, now(), 'x') "
                    "ON CONFLICT (id) DO UPDATE SET kind = 'y'");
                row("update that meets nothing", "UPDATE strandline_log SET detail = 'x' WHERE false");
            } else if (dialect == sql::Dialect::Sqlite) {
                row("replace", "REPLACE INTO strandline_log (id, happened_at, kind) VALUES (1, 'now', 'x')");
                row("upsert",
                    "INSERT INTO strandline_log (id, happened_at, kind) VALUES (1, 'now', 'x') "
                    "ON CONFLICT (id) DO UPDATE SET kind = 'y'");
            } else {
                row("replace",
                    "REPLACE INTO strandline_log (id, happened_at, kind, error, detail) "
                    "VALUES (1, now(), 'x', '', '')");
            }
        }
    }
    void logRefusesEveryChange()
    {
        QFETCH(sql::Dialect, dialect);
        QFETCH(QString, statement);
        STRANDLINE_NEEDS_ENGINE(dialect);
        const test::LiveDatabase live(dialect);
        auto owner = live.open();
        VERIFY_RESULT(owner);
        VERIFY_RESULT(test::createBookkeeping(**owner));
        history::HistoryWriter writer(**owner);
        migration::LogEvent event;
        event.at = QDateTime::currentDateTimeUtc();
        VERIFY_RESULT(writer.append(event));
        const auto before = (*owner)->query(QStringLiteral("SELECT * FROM strandline_log"));
        VERIFY_RESULT(before);
        QCOMPARE(before->size(), 1);
        const auto done = (*owner)->execute(statement);
        QVERIFY2(!done, "the log let itself be changed");
        QVERIFY2(
            done.error().toText().contains(QLatin1String("append-only")), qPrintable(done.error().toText()));
        const auto after = (*owner)->query(QStringLiteral("SELECT * FROM strandline_log"));
        VERIFY_RESULT(after);
        QCOMPARE(after->rows, before->rows);
        VERIFY_RESULT(writer.append(event)); // growing is what it is for
    }

    void creationCanGoOnWhereDdlCommits()
    {
        STRANDLINE_NEEDS_ENGINE(sql::Dialect::MySql);
        const test::LiveDatabase live(sql::Dialect::MySql);
        auto owner = live.open();
        VERIFY_RESULT(owner);
        const auto scripts = history::bookkeepingMigrations(sql::Dialect::MySql);
        VERIFY_RESULT(test::runScript(**owner, scripts.first().up));
        VERIFY_RESULT((*owner)->execute(QStringLiteral("DROP TABLE strandline_script")));
        VERIFY_RESULT(test::runScript(**owner, scripts.first().up));
        VERIFY_RESULT(test::runScript(**owner, scripts.last().up));
        VERIFY_RESULT(test::runScript(**owner, scripts.last().up));
        const auto tables = history::findTables(**owner, {});
        VERIFY_RESULT(tables);
        QVERIFY(tables->hasHistory && tables->hasLog && tables->hasScript);
    }

    void historyKnowsAVersionOnce_data() { test::addEngineRows(); }
    void historyKnowsAVersionOnce()
    {
        QFETCH(sql::Dialect, dialect);
        STRANDLINE_NEEDS_ENGINE(dialect);
        const test::LiveDatabase live(dialect);
        auto owner = live.open();
        VERIFY_RESULT(owner);
        VERIFY_RESULT(test::createBookkeeping(**owner));
        history::HistoryWriter writer(**owner);
        migration::HistoryRow row;
        row.appliedAt = QDateTime::currentDateTimeUtc();
        row.version = QStringLiteral("1");
        row.name = QStringLiteral("a");
        VERIFY_RESULT(writer.add(row));
        row.name = QStringLiteral("b");
        QVERIFY(!writer.add(row));
        row.kind = migration::Kind::Repeatable;
        row.version.clear();
        VERIFY_RESULT(writer.add(row));
        QVERIFY(!writer.add(row));
        row.name = QStringLiteral("B"); // names differ by case, whatever the database's collation
        VERIFY_RESULT(writer.add(row));
        VERIFY_RESULT(writer.remove(row.kind, {}, QStringLiteral("b")));
        const auto history = history::readHistory(**owner);
        VERIFY_RESULT(history);
        QCOMPARE(history->rows.size(), 2);
        QCOMPARE(history->rows.at(1).name, QStringLiteral("B"));
    }

private:
    static QStringList objects(db::Connection& connection)
    {
        QString sql;
        switch (connection.info().dialect) {
        case sql::Dialect::PostgreSql:
            sql = QStringLiteral(
                "SELECT CAST(relname AS text) FROM pg_class WHERE relnamespace = 'public'::regnamespace "
                "UNION ALL SELECT CAST(proname AS text) FROM pg_proc WHERE pronamespace = "
                "'public'::regnamespace "
                "UNION ALL SELECT CAST(typname AS text) FROM pg_type WHERE typnamespace = "
                "'public'::regnamespace "
                "UNION ALL SELECT CAST(tgname AS text) FROM pg_trigger ORDER BY 1");
            break;
        case sql::Dialect::MySql:
            sql = QStringLiteral(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = database() "
                "UNION ALL SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = "
                "database()");
            break;
        case sql::Dialect::Sqlite:
            sql = QStringLiteral("SELECT name FROM sqlite_master ORDER BY 1");
            break;
        }
        const auto rows = connection.query(sql);
        if (!rows)
            qFatal("%s", qPrintable(rows.error().toText()));
        QStringList names;
        for (const QVariantList& row : rows->rows)
            names.append(row.first().toString());
        return names;
    }
};

QTEST_GUILESS_MAIN(TestBookkeepingTables)
#include "tst_bookkeeping_tables.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"
#include "core/db/transaction.h"
#include "core/history/bookkeeping_scripts.h"
#include "core/history/history_reader.h"
#include "core/history/history_writer.h"
#include "core/history/log_reader.h"
#include "core/history/script_reader.h"
#include "core/runner/bookkeeping_setup.h"
#include "core/sql/identifier.h"
#include "tests/contract/contract.h"
#include "tests/support/bookkeeping/history_fixture.h"
#include "tests/support/runner/fail_at.h"
#include "tests/support/server_facts.h"

#include <QDateTime>

using namespace strandline;
using base::ErrorCode;
using migration::EventKind;
using sql::Dialect;
using test::LiveDatabase;
using test::Opened;

namespace {

const QDateTime kNow = QDateTime::fromMSecsSinceEpoch(1771234567890, Qt::UTC);

runner::RunIdentity identity()
{
    return {QStringLiteral("11111111-2222-3333-4444-555555555555"), QStringLiteral("anna"),
        QStringLiteral("build7"), QStringLiteral("0.9.1")};
}

base::Result<history::BookkeepingTables> ensure(db::Connection& connection, const QString& schema = {})
{
    const base::FixedClock clock(kNow);
    return runner::ensureBookkeeping(connection, schema, identity(), clock);
}

QVariantList column(db::Connection& connection, const QString& sql)
{
    const auto rows = connection.query(sql);
    if (!rows)
        return {rows.error().toText()};
    QVariantList values;
    for (const QVariantList& row : rows->rows)
        values.append(row.first().toString());
    return values;
}

QString bookkeepingRows(db::Connection& connection, const QString& schema = {})
{
    const QString table = schema.isEmpty() ? QStringLiteral("strandline_history")
                                           : history::historyTable(connection.info(), schema);
    const auto rows = connection.query(QStringLiteral(
        "SELECT version, status, up_sha256, run_id FROM %1 WHERE kind = 'bookkeeping' ORDER BY "
        "sequence")
                                           .arg(table));
    if (!rows)
        return rows.error().toText();
    QStringList list;
    for (const QVariantList& row : rows->rows) {
        list.append(row.at(0).toString() + QLatin1Char(' ') + row.at(1).toString()
            + (row.at(2).toString().isEmpty() ? QStringLiteral(" -") : QString()));
    }
    return list.join(QStringLiteral(", "));
}

const QString kBothRows = QStringLiteral("20261120100000 applied, 20261120100100 applied");

/// Tables of format 1, as an older Strandline left them.
base::Result<void> makeFormat1(db::Connection& connection)
{
    const history::BookkeepingMigration first =
        history::bookkeepingMigrations(connection.info().dialect).first();
    if (auto made = test::runScript(connection, first.up); !made)
        return made;
    history::HistoryWriter writer(connection);
    migration::HistoryRow row;
    row.version = first.version;
    row.name = first.name;
    row.appliedAt = kNow.addYears(-1);
    row.programVersion = QStringLiteral("0.1.0");
    return writer.addBookkeepingRow(row);
}

bool logRefusesChanges(db::Connection& connection, const QString& table)
{
    history::HistoryWriter writer(connection);
    const auto changed = connection.execute(QStringLiteral("UPDATE %1 SET detail = 'x'").arg(table));
    return !changed && changed.error().toText().contains(QStringLiteral("append-only"));
}

} // namespace

class BookkeepingSetup : public QObject
{
    Q_OBJECT

private slots:
    void makesThemFresh_data() { test::addEngineRows(); }
    void makesThemFresh();
    void isQuietWhenCurrent_data() { test::addEngineRows(); }
    void isQuietWhenCurrent();
    void upgradesFormat1_data() { test::addEngineRows(); }
    void upgradesFormat1();
    void completesTablesMadeByHand_data();
    void completesTablesMadeByHand();
    void makesADroppedTableAgain_data();
    void makesADroppedTableAgain();
    void leavesForeignTablesAlone_data();
    void leavesForeignTablesAlone();
    void leavesNothingBehindWhenItFails_data() { test::addEngineRows(); }
    void leavesNothingBehindWhenItFails();
    void refusesATransactionOfOthers_data() { test::addEngineRows(); }
    void refusesATransactionOfOthers();
    void usesTheSchemaThatWasNamed_data();
    void usesTheSchemaThatWasNamed();
    void usesTheDatabaseThatWasNamed();
    void keepsTheSearchPath();
    void schemaThatDoesNotExist_data();
    void schemaThatDoesNotExist();
    void schemaThatCannotBeTheCurrentOne();
    void missingRight_data();
    void missingRight();
    void optionalTriggersAreSkipped_data();
    void optionalTriggersAreSkipped();
    void sqliteKnowsNoSchemas();
};

void BookkeepingSetup::makesThemFresh()
{
    QFETCH(Dialect, dialect);
    OPENED(db, dialect);
    VERIFY_OK(db->execute(QStringLiteral("CREATE TABLE mine (a int)")));
    const auto tables = ensure(*db);
    VERIFY_OK(tables);
    QVERIFY(tables->hasHistory && tables->hasLog && tables->hasScript);
    QCOMPARE(tables->format, history::kBookkeepingFormat);
    QVERIFY(tables->logIsProtected);
    QCOMPARE(tables->userTables, 1);
    QVERIFY(tables->problems.isEmpty());
    QVERIFY(!db->isInTransaction());
    QCOMPARE(bookkeepingRows(*db), kBothRows);

    const auto rows = db->query(QStringLiteral(
        "SELECT meaning, up_sha256, down_sha256, applied_by, run_id, program_version FROM strandline_history "
        "ORDER BY sequence"));
    VERIFY_OK(rows);
    const auto scripts = history::bookkeepingMigrations(dialect);
    for (qsizetype i = 0; i < scripts.size(); ++i) {
        const QVariantList& row = rows->rows.at(i);
        QCOMPARE(row.at(0).toString().size(), 64);
        QCOMPARE(row.at(1).toByteArray(), base::sha256Hex(scripts.at(i).up));
        QCOMPARE(row.at(2).toByteArray(), base::sha256Hex(scripts.at(i).down));
        QCOMPARE(row.at(3).toString(), QStringLiteral("anna@build7"));
        QCOMPARE(row.at(4).toString(), identity().runId);
        QCOMPARE(row.at(5).toString(), QStringLiteral("0.9.1"));
        const auto texts = history::readScripts(
            *db, {}, {base::sha256Hex(scripts.at(i).up), base::sha256Hex(scripts.at(i).down)});
        VERIFY_OK(texts);
        QCOMPARE(texts->bytes.value(base::sha256Hex(scripts.at(i).up)), scripts.at(i).up);
        QCOMPARE(texts->bytes.value(base::sha256Hex(scripts.at(i).down)), scripts.at(i).down);
    }
    const auto history = history::readHistory(*db, {{}, true});
    VERIFY_OK(history);
    QCOMPARE(history->events.size(), 2);
    for (qsizetype i = 0; i < 2; ++i) {
        const migration::LogEvent& event = history->events.at(i);
        QCOMPARE(event.kind, EventKind::BookkeepingChanged);
        QCOMPARE(event.detail, QString::number(i + 1));
        QCOMPARE(event.at, kNow);
        QCOMPARE(event.actor, QStringLiteral("anna"));
        QCOMPARE(event.host, QStringLiteral("build7"));
        QCOMPARE(event.runId, identity().runId);
    }
    QVERIFY(logRefusesChanges(*db, QStringLiteral("strandline_log")));
}

void BookkeepingSetup::isQuietWhenCurrent()
{
    QFETCH(Dialect, dialect);
    OPENED(db, dialect);
    VERIFY_OK(ensure(*db));
    // Read-only, so that any write would be refused.
    const auto reader = db.live.open(db::AccessMode::ReadOnly);
    VERIFY_OK(reader);
    const auto again = ensure(**reader);
    VERIFY_OK(again);
    QCOMPARE(again->format, history::kBookkeepingFormat);
    QCOMPARE(column(*db, QStringLiteral("SELECT count(*) FROM strandline_log")).first().toInt(), 2);
}

void BookkeepingSetup::upgradesFormat1()
{
    QFETCH(Dialect, dialect);
    OPENED(db, dialect);
    VERIFY_OK(makeFormat1(*db));
    const auto before = history::findTables(*db, {});
    VERIFY_OK(before);
    QCOMPARE(before->format, 1);
    const auto tables = ensure(*db);
    VERIFY_OK(tables);
    QCOMPARE(tables->format, 2);
    QVERIFY(tables->logIsProtected);
    QCOMPARE(bookkeepingRows(*db), QStringLiteral("20261120100000 applied -, 20261120100100 applied"));
    QCOMPARE(
        column(*db, QStringLiteral("SELECT detail FROM strandline_log")), QVariantList {QStringLiteral("2")});
    QVERIFY(logRefusesChanges(*db, QStringLiteral("strandline_log")));
}

void BookkeepingSetup::completesTablesMadeByHand_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<int>("scripts");
    QTest::addColumn<QString>("dropped");
    const std::pair<const char*, Dialect> engines[] = {
        {"sqlite", Dialect::Sqlite}, {"postgresql", Dialect::PostgreSql}, {"mariadb", Dialect::MySql}};
    for (const auto& [name, dialect] : engines) {
        QTest::addRow("%s: tables only", name) << dialect << 1 << QString();
        QTest::addRow("%s: with triggers", name) << dialect << 2 << QString();
        QTest::addRow("%s: stopped before the texts", name)
            << dialect << 1 << QStringLiteral("strandline_script");
    }
}

void BookkeepingSetup::completesTablesMadeByHand()
{
    QFETCH(Dialect, dialect);
    QFETCH(int, scripts);
    QFETCH(QString, dropped);
    OPENED(db, dialect);
    for (const auto& script : history::bookkeepingMigrations(dialect).mid(0, scripts))
        VERIFY_OK(test::runScript(*db, script.up));
    if (!dropped.isEmpty())
        VERIFY_OK(db->execute(QStringLiteral("DROP TABLE ") + dropped));
    // A row that must survive.
    history::HistoryWriter writer(*db);
    migration::HistoryRow row;
    row.version = QStringLiteral("1");
    row.appliedAt = kNow;
    VERIFY_OK(writer.add(row));
    const auto tables = ensure(*db);
    VERIFY_OK(tables);
    QCOMPARE(tables->format, 2);
    QVERIFY(tables->hasScript && tables->logIsProtected);
    QVERIFY(tables->problems.isEmpty());
    QCOMPARE(bookkeepingRows(*db), kBothRows);
    const auto history = history::readHistory(*db);
    VERIFY_OK(history);
    QCOMPARE(history->rows.size(), 1);
}

void BookkeepingSetup::makesADroppedTableAgain_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("table");
    for (const char* table : {"strandline_log", "strandline_script"}) {
        QTest::addRow("sqlite: %s", table) << Dialect::Sqlite << QString::fromLatin1(table);
        QTest::addRow("postgresql: %s", table) << Dialect::PostgreSql << QString::fromLatin1(table);
        QTest::addRow("mariadb: %s", table) << Dialect::MySql << QString::fromLatin1(table);
    }
}

void BookkeepingSetup::makesADroppedTableAgain()
{
    QFETCH(Dialect, dialect);
    QFETCH(QString, table);
    OPENED(db, dialect);
    VERIFY_OK(ensure(*db));
    VERIFY_OK(db->execute(QStringLiteral("DROP TABLE ") + table));
    const auto tables = ensure(*db);
    VERIFY_OK(tables);
    QVERIFY(tables->hasLog && tables->hasScript && tables->logIsProtected);
    QCOMPARE(tables->format, 2);
    QVERIFY(logRefusesChanges(*db, QStringLiteral("strandline_log")));
    VERIFY_OK(ensure(*db));
}

void BookkeepingSetup::leavesForeignTablesAlone_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("table");
    for (const char* table : {"strandline_history", "strandline_log", "strandline_script"}) {
        QTest::addRow("sqlite: %s", table) << Dialect::Sqlite << QString::fromLatin1(table);
        QTest::addRow("postgresql: %s", table) << Dialect::PostgreSql << QString::fromLatin1(table);
        QTest::addRow("mariadb: %s", table) << Dialect::MySql << QString::fromLatin1(table);
    }
}

void BookkeepingSetup::leavesForeignTablesAlone()
{
    QFETCH(Dialect, dialect);
    QFETCH(QString, table);
    OPENED(db, dialect);
    VERIFY_OK(db->execute(QStringLiteral("CREATE TABLE %1 (version varchar(20), done int)").arg(table)));
    VERIFY_OK(db->execute(QStringLiteral("INSERT INTO %1 VALUES ('1', 1)").arg(table)));
    const auto refused = ensure(*db);
    QVERIFY(!refused);
    QVERIFY2(refused.error().code == ErrorCode::Invalid || refused.error().code == ErrorCode::Precondition,
        qPrintable(refused.error().toText()));
    QVERIFY(!refused.error().hint.isEmpty());
    QVERIFY(!db->isInTransaction());
    QCOMPARE(column(*db, QStringLiteral("SELECT version FROM ") + table), QVariantList {QStringLiteral("1")});
    for (const char* name : {"strandline_history", "strandline_log", "strandline_script"}) {
        if (table != QLatin1String(name))
            QVERIFY2(!db->query(QStringLiteral("SELECT 1 FROM ") + QLatin1String(name)), name);
    }
}

/// The connection breaks at each of its statements in turn: all or nothing, or, where DDL commits, a state
/// that the next call completes.
void BookkeepingSetup::leavesNothingBehindWhenItFails()
{
    QFETCH(Dialect, dialect);
    OPENED(db, dialect);
    int failures = 0;
    for (int number = 0; number < 200; ++number) {
        const auto tap = std::make_shared<test::FailAt>(number);
        db->setTap(tap);
        const auto made = ensure(*db);
        db->setTap({});
        QVERIFY2(!db->isInTransaction(), qPrintable(QString::number(number)));
        if (!tap->hasFired()) {
            VERIFY_OK(made);
            break;
        }
        QVERIFY2(!made, qPrintable(QString::number(number)));
        QCOMPARE(made.error().summary, QStringLiteral("made to fail"));
        ++failures;
        if (dialect == Dialect::MySql)
            continue; // goes on where it stopped
        const auto left = history::findTables(*db, {});
        VERIFY_OK(left);
        if (left->hasHistory) {
            QCOMPARE(left->format, history::kBookkeepingFormat); // only the last look failed
            VERIFY_OK(test::dropBookkeeping(*db));
        }
        QVERIFY(!left->hasLog || left->hasHistory);
    }
    QVERIFY2(failures > 15, qPrintable(QString::number(failures)));
    QCOMPARE(bookkeepingRows(*db), kBothRows);
    const auto tables = history::findTables(*db, {});
    VERIFY_OK(tables);
    QVERIFY(tables->hasLog && tables->hasScript && tables->logIsProtected && tables->problems.isEmpty());
}

void BookkeepingSetup::refusesATransactionOfOthers()
{
    QFETCH(Dialect, dialect);
    OPENED(db, dialect);
    auto transaction = db::Transaction::begin(*db);
    VERIFY_OK(transaction);
    const auto refused = ensure(*db);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Internal);
}

void BookkeepingSetup::usesTheSchemaThatWasNamed_data()
{
    QTest::addColumn<QString>("schema");
    QTest::newRow("plain") << QStringLiteral("ops");
    QTest::newRow("odd") << QStringLiteral("we;ird\"");
    QTest::newRow("reserved") << QStringLiteral("select");
    QTest::newRow("Unicode and space") << QStringLiteral("Änderungen 1");
    QTest::newRow("dollar") << QStringLiteral("$us");
    QTest::newRow("comma and quotes") << QStringLiteral("a, 'b', \"c\"");
}

void BookkeepingSetup::usesTheSchemaThatWasNamed()
{
    QFETCH(QString, schema);
    OPENED(db, Dialect::PostgreSql);
    const QString quoted = sql::quoteIdentifier(schema, Dialect::PostgreSql);
    VERIFY_OK(db->execute(QStringLiteral("CREATE SCHEMA ") + quoted));
    const auto tables = ensure(*db, schema);
    VERIFY_OK(tables);
    QCOMPARE(tables->schema, schema);
    QVERIFY(tables->logIsProtected);
    QCOMPARE(bookkeepingRows(*db, schema), kBothRows);
    QVERIFY(logRefusesChanges(*db, history::logTable(db->info(), schema)));
    QVERIFY(!db->query(QStringLiteral("SELECT 1 FROM public.strandline_history")));
    VERIFY_OK(ensure(*db, schema));
    QCOMPARE(column(*db, QStringLiteral("SELECT current_schema()")), QVariantList {QStringLiteral("public")});
    // Two projects in one database have two places.
    VERIFY_OK(ensure(*db));
    QCOMPARE(bookkeepingRows(*db, QStringLiteral("public")), kBothRows);
}

void BookkeepingSetup::usesTheDatabaseThatWasNamed()
{
    OPENED(db, Dialect::MySql);
    const LiveDatabase other(Dialect::MySql);
    const QString name = other.settings().database.value;
    engine::OpenOptions options;
    options.access = db::AccessMode::ReadWrite;
    options.writeToken = test::writeToken();
    const auto root = db.live.engines().open(test::serverFacts(Dialect::MySql).admin, options, {});
    VERIFY_OK(root);
    VERIFY_OK((*root)->execute(QStringLiteral("GRANT ALL ON %1.* TO %2@`127.0.0.1`")
                                   .arg(sql::quoteIdentifier(name, Dialect::MySql),
                                       sql::quoteIdentifier(db.live.settings().user.value, Dialect::MySql))));
    const auto tables = ensure(*db, name);
    VERIFY_OK(tables);
    QCOMPARE(tables->schema, name);
    QVERIFY(tables->logIsProtected);
    QCOMPARE(bookkeepingRows(*db, name), kBothRows);
    QVERIFY(logRefusesChanges(*db, history::logTable(db->info(), name)));
    QCOMPARE(
        column(*db, QStringLiteral("SELECT DATABASE()")), QVariantList {db.live.settings().database.value});
    QVERIFY(!db->query(QStringLiteral("SELECT 1 FROM strandline_history")));
}

void BookkeepingSetup::keepsTheSearchPath()
{
    OPENED(db, Dialect::PostgreSql);
    VERIFY_OK(db->execute(QStringLiteral("CREATE SCHEMA \"we;ird\"\"\"")));
    VERIFY_OK(db->execute(QStringLiteral("CREATE SCHEMA other")));
    VERIFY_OK(db->execute(QStringLiteral("SET search_path TO \"we;ird\"\"\", other, public")));
    const QVariantList path = column(*db, QStringLiteral("SHOW search_path"));
    VERIFY_OK(ensure(*db));
    QCOMPARE(column(*db, QStringLiteral("SHOW search_path")), path);
    QCOMPARE(bookkeepingRows(*db, QStringLiteral("we;ird\"")), kBothRows);
    // Tables in a later schema of the path are found, and no second ones made.
    VERIFY_OK(db->execute(QStringLiteral("SET search_path TO other, \"we;ird\"\"\"")));
    const auto tables = ensure(*db);
    VERIFY_OK(tables);
    QCOMPARE(tables->schema, QStringLiteral("we;ird\""));
    QVERIFY(!db->query(QStringLiteral("SELECT 1 FROM other.strandline_history")));
    // A temporary table of that name is in nobody's way.
    OPENED(second, Dialect::PostgreSql);
    VERIFY_OK(second->execute(QStringLiteral("CREATE TEMP TABLE strandline_history (a int)")));
    const auto beside = ensure(*second, QStringLiteral("public"));
    VERIFY_OK(beside);
    QCOMPARE(bookkeepingRows(*second, QStringLiteral("public")), kBothRows);
}

void BookkeepingSetup::schemaThatDoesNotExist_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::newRow("postgresql") << Dialect::PostgreSql;
    QTest::newRow("mariadb") << Dialect::MySql;
}

void BookkeepingSetup::schemaThatDoesNotExist()
{
    QFETCH(Dialect, dialect);
    OPENED(db, dialect);
    const auto refused = ensure(*db, QStringLiteral("no such place"));
    QVERIFY(!refused);
    QVERIFY2(refused.error().code == ErrorCode::Precondition, qPrintable(refused.error().toText()));
    QVERIFY(refused.error().summary.contains(QStringLiteral("no such place")));
    QVERIFY2(refused.error().hint.contains(QStringLiteral("history_schema")),
        qPrintable(refused.error().toText()));
    if (dialect == Dialect::PostgreSql) {
        VERIFY_OK(db->execute(QStringLiteral("SET search_path TO nowhere")));
        const auto nowhere = ensure(*db);
        QVERIFY(!nowhere);
        QCOMPARE(nowhere.error().code, ErrorCode::Precondition);
        QVERIFY(nowhere.error().hint.contains(QStringLiteral("history_schema")));
    }
}

/// Names that PostgreSQL takes for something else, and a schema that the login may not enter: the server then
/// silently makes tables in the next schema of the path.
void BookkeepingSetup::schemaThatCannotBeTheCurrentOne()
{
    OPENED(db, Dialect::PostgreSql);
    VERIFY_OK(db->execute(QStringLiteral("CREATE SCHEMA \"$user\"")));
    const auto refused = ensure(*db, QStringLiteral("$user"));
    QVERIFY(!refused);
    QVERIFY2(refused.error().code == ErrorCode::Precondition, qPrintable(refused.error().toText()));
    QVERIFY(refused.error().hint.contains(QStringLiteral("history_schema")));
    VERIFY_OK(db->execute(QStringLiteral("CREATE SCHEMA closed")));
    engine::OpenOptions options;
    options.access = db::AccessMode::ReadWrite;
    options.writeToken = test::writeToken();
    const auto reader = db.live.engines().open(db.live.readerSettings(), options, {});
    VERIFY_OK(reader);
    const auto closed = ensure(**reader, QStringLiteral("closed"));
    QVERIFY(!closed);
    QVERIFY2(closed.error().hint.contains(QStringLiteral("USAGE")), qPrintable(closed.error().toText()));
    QVERIFY(column(*db, QStringLiteral("SELECT relname FROM pg_class WHERE relname = 'strandline_history'"))
                .isEmpty());
}

void BookkeepingSetup::missingRight_data()
{
    schemaThatDoesNotExist_data();
}

void BookkeepingSetup::missingRight()
{
    QFETCH(Dialect, dialect);
    STRANDLINE_NEEDS_ENGINE(dialect);
    const LiveDatabase live(dialect);
    engine::OpenOptions options;
    options.access = db::AccessMode::ReadWrite;
    options.writeToken = test::writeToken();
    const auto reader = live.engines().open(live.readerSettings(), options, {});
    VERIFY_OK(reader);
    const auto refused = ensure(**reader);
    QVERIFY(!refused);
    QVERIFY2(refused.error().code == ErrorCode::Precondition, qPrintable(refused.error().toText()));
    QVERIFY2(refused.error().hint.contains(QStringLiteral("CREATE")), qPrintable(refused.error().toText()));
    QVERIFY(!refused.error().detail.isEmpty());
    const auto tables = history::findTables(**reader, {});
    VERIFY_OK(tables);
    QVERIFY(!tables->hasHistory && !tables->hasLog && !tables->hasScript);
}

void BookkeepingSetup::optionalTriggersAreSkipped_data()
{
    schemaThatDoesNotExist_data();
}

/// A login that may make tables but no triggers.
void BookkeepingSetup::optionalTriggersAreSkipped()
{
    QFETCH(Dialect, dialect);
    STRANDLINE_NEEDS_ENGINE(dialect);
    const LiveDatabase live(dialect);
    const connection::ConnectionSettings& who = live.readerSettings();
    engine::OpenOptions options;
    options.access = db::AccessMode::ReadWrite;
    options.writeToken = test::writeToken();
    connection::ConnectionSettings admin = test::serverFacts(dialect).admin;
    if (dialect == Dialect::PostgreSql) {
        admin.database = live.settings().database;
        const auto root = live.engines().open(admin, options, {});
        VERIFY_OK(root);
        const QString reader = sql::quoteIdentifier(who.user.value, dialect);
        VERIFY_OK((*root)->execute(QStringLiteral("GRANT CREATE ON SCHEMA public TO ") + reader));
        VERIFY_OK((*root)->execute(QStringLiteral("REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC")));
    } else {
        const auto root = live.engines().open(admin, options, {});
        VERIFY_OK(root);
        QString pattern = sql::quoteIdentifier(live.settings().database.value, dialect);
        pattern.replace(QLatin1Char('_'), QStringLiteral("\\_"));
        VERIFY_OK((*root)->execute(
            QStringLiteral("GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON %1.* TO %2@`127.0.0.1`")
                .arg(pattern, sql::quoteIdentifier(who.user.value, dialect))));
    }
    const auto made = live.engines().open(who, options, {});
    VERIFY_OK(made);
    const auto tables = ensure(**made);
    VERIFY_OK(tables);
    QCOMPARE(tables->format, 2);
    QVERIFY(!tables->logIsProtected);
    QCOMPARE(bookkeepingRows(**made), QStringLiteral("20261120100000 applied, 20261120100100 skipped -"));
    const auto events = history::readLog(**made, {}, {});
    VERIFY_OK(events);
    QCOMPARE(events->events.size(), 2);
    const migration::LogEvent& last = events->events.first();
    QCOMPARE(last.detail, QStringLiteral("2"));
    QVERIFY(!last.errorCode.isEmpty());
    QVERIFY(!last.error.isEmpty());
    VERIFY_OK(ensure(**made)); // and it is not tried again
    QCOMPARE(column(**made, QStringLiteral("SELECT count(*) FROM strandline_log")).first().toInt(), 2);
    VERIFY_OK((*made)->execute(QStringLiteral("UPDATE strandline_log SET detail = 'nothing refuses it'")));
}

void BookkeepingSetup::sqliteKnowsNoSchemas()
{
    OPENED(db, Dialect::Sqlite);
    const auto refused = ensure(*db, QStringLiteral("ops"));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Invalid);
    VERIFY_OK(ensure(*db, QStringLiteral("main")));
}

QTEST_GUILESS_MAIN(BookkeepingSetup)
#include "tst_bookkeeping_setup.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"
#include "core/connection/connection_url.h"
#include "core/sql/identifier.h"
#include "core/usecase/environment_session.h"
#include "core/usecase/open_project.h"
#include "core/usecase/read_log.h"
#include "core/usecase/refresh_timeline.h"
#include "core/usecase/show_migration.h"
#include "tests/support/bookkeeping/history_fixture.h"
#include "tests/support/live_database.h"
#include "tests/support/temp_project.h"

#include <QDir>
#include <QtTest>

using namespace strandline;

#define VERIFY_RESULT(result)                                                                                \
    do {                                                                                                     \
        const auto& outcome_ = (result);                                                                     \
        QVERIFY2(outcome_, outcome_ ? "" : qPrintable(outcome_.error().toText()));                           \
    } while (false)

namespace {

const QByteArray kUp = "CREATE TABLE bonus (id integer);\n";

QStringList cells(db::Connection& connection, const QString& sql)
{
    const auto rows = connection.query(sql);
    if (!rows)
        qFatal("%s", qPrintable(rows.error().toText()));
    QStringList lines;
    for (const QVariantList& row : rows->rows) {
        QStringList texts;
        for (const QVariant& value : row)
            texts.append(value.isNull() ? QStringLiteral("NULL") : value.toString());
        lines.append(texts.join(QLatin1Char('|')));
    }
    return lines;
}

/// Everything of a PostgreSQL database that a write could move: the catalogue with file numbers and rights,
/// the state of sequences, and each row with its place and the transaction that wrote it.
QStringList postgresPicture(db::Connection& connection)
{
    const QString ours = QStringLiteral(
        "FROM pg_namespace n WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'");
    QStringList lines = cells(connection,
        QStringLiteral("SELECT n.nspname, n.nspacl::text, c.oid, c.relname, c.relkind::text, c.relowner, "
                       "c.relacl::text, "
                       "c.relfilenode, c.relrowsecurity, a.attname, a.atttypid, a.attnotnull, a.attacl::text "
                       "FROM pg_namespace n LEFT JOIN pg_class c ON c.relnamespace = n.oid "
                       "LEFT JOIN pg_attribute a ON a.attrelid = c.oid "
                       "WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' ORDER BY "
                       "c.oid, a.attnum"));
    lines += cells(connection,
        QStringLiteral("SELECT oid, proname, prosrc, proacl::text FROM pg_proc WHERE pronamespace IN (SELECT "
                       "n.oid %1) ORDER BY oid")
            .arg(ours));
    lines += cells(connection,
        QStringLiteral("SELECT oid, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace "
                       "IN (SELECT n.oid %1) ORDER BY oid")
            .arg(ours));
    lines +=
        cells(connection, QStringLiteral("SELECT oid, tgname, tgenabled::text FROM pg_trigger ORDER BY oid"));
    lines += cells(connection, QStringLiteral("SELECT * FROM pg_db_role_setting ORDER BY 1, 2"));
    lines +=
        cells(connection, QStringLiteral("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1"));
    const QStringList tables = cells(connection,
        QStringLiteral("SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace IN "
                       "(SELECT n.oid %1) ORDER BY oid")
            .arg(ours));
    for (const QString& table : tables) {
        lines.append(table);
        lines += cells(connection,
            QStringLiteral("SELECT t.ctid::text, t.xmin::text, t.xmax::text, CAST(t.* AS text) FROM %1 t "
                           "ORDER BY t.ctid")
                .arg(table));
    }
    return lines;
}

/// Without the times of information_schema: the server forgets them when it closes a table.
QStringList mysqlPicture(db::Connection& connection)
{
    QStringList lines = cells(connection,
        QStringLiteral("SELECT table_name, table_type, engine, auto_increment, table_comment "
                       "FROM information_schema.tables WHERE table_schema = database() ORDER BY 1"));
    lines += cells(connection,
        QStringLiteral(
            "SELECT table_name, column_name, ordinal_position, column_type, is_nullable, column_default FROM "
            "information_schema.columns WHERE table_schema = database() ORDER BY 1, 3"));
    lines += cells(connection,
        QStringLiteral("SELECT trigger_name, action_statement, created FROM information_schema.triggers "
                       "WHERE trigger_schema = database() ORDER BY 1"));
    lines += cells(connection,
        QStringLiteral("SELECT routine_name, routine_definition FROM information_schema.routines WHERE "
                       "routine_schema = database() ORDER BY 1"));
    const QStringList tables = cells(connection,
        QStringLiteral("SELECT table_name FROM information_schema.tables WHERE table_schema = database() AND "
                       "table_type = 'BASE TABLE' ORDER BY 1"));
    for (const QString& table : tables) {
        const QString name = sql::quoteIdentifier(table, sql::Dialect::MySql);
        lines += cells(connection, QStringLiteral("SHOW CREATE TABLE %1").arg(name));
        lines += cells(connection, QStringLiteral("SELECT * FROM %1 ORDER BY 1").arg(name));
    }
    return lines;
}

/// The bytes of the file, and the names beside it: no journal, no lock file may stay.
QStringList sqlitePicture(const QString& path)
{
    QStringList lines;
    const QFileInfo info(path);
    const QStringList names =
        info.dir().entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
    for (const QString& name : names) {
        QFile file(info.dir().filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("cannot read %s", qPrintable(name));
        lines.append(name + QLatin1Char(' ') + QString::fromLatin1(base::sha256Hex(file.readAll()))
            + QLatin1Char(' ') + QFileInfo(file).lastModified().toString(Qt::ISODateWithMs));
    }
    return lines;
}

QStringList picture(const test::LiveDatabase& live)
{
    if (live.dialect() == sql::Dialect::Sqlite)
        return sqlitePicture(live.settings().database.value);
    const auto owner = live.open();
    if (!owner)
        qFatal("%s", qPrintable(owner.error().toText()));
    return live.dialect() == sql::Dialect::PostgreSql ? postgresPicture(**owner) : mysqlPicture(**owner);
}

} // namespace

/// Promise 1: opening, listing, status, show and log never write to a database, not even a history table.
class TestNeverWrites : public QObject
{
    Q_OBJECT

private slots:
    void lookingLeavesNoTrace_data()
    {
        QTest::addColumn<sql::Dialect>("dialect");
        QTest::addColumn<bool>("withTables");
        QTest::addColumn<bool>("asReader");
        QTest::addColumn<bool>("walMode");
        for (const auto dialect : {sql::Dialect::Sqlite, sql::Dialect::PostgreSql, sql::Dialect::MySql}) {
            for (const bool withTables : {true, false}) {
                for (const bool asReader : {false, true}) {
                    QTest::addRow("%s, %s, %s", qPrintable(sql::dialectName(dialect)),
                        withTables ? "with history" : "never migrated",
                        asReader ? "login without rights" : "owner")
                        << dialect << withTables << asReader << false;
                }
            }
        }
        QTest::newRow("sqlite with a write-ahead log, with history")
            << sql::Dialect::Sqlite << true << false << true;
        QTest::newRow("sqlite with a write-ahead log, read-only")
            << sql::Dialect::Sqlite << true << true << true;
    }

    void lookingLeavesNoTrace()
    {
        QFETCH(sql::Dialect, dialect);
        QFETCH(bool, withTables);
        QFETCH(bool, asReader);
        QFETCH(bool, walMode);
        STRANDLINE_NEEDS_ENGINE(dialect);
        const test::LiveDatabase live(dialect);
        QVERIFY2(live.problem().isEmpty(), qPrintable(live.problem()));
        fill(live, withTables);
        if (QTest::currentTestFailed())
            return;
        if (walMode)
            VERIFY_RESULT(live.run({QStringLiteral("PRAGMA journal_mode = WAL")}));
        const connection::ConnectionSettings& login = asReader ? live.readerSettings() : live.settings();
        makeReadOnly(live, asReader);
        const QStringList before = picture(live);
        QVERIFY(before.size() > (dialect == sql::Dialect::Sqlite ? 0 : 3));

        lookAtEverything(live, login, withTables);
        makeReadOnly(live, false);

        const QStringList after = picture(live);
        for (qsizetype i = 0; i < qMin(before.size(), after.size()); ++i)
            QCOMPARE(after.at(i), before.at(i));
        QCOMPARE(after.size(), before.size());
    }

    /// A test of the test: the picture does notice a write.
    void aWriteShowsInThePicture_data() { test::addEngineRows(); }
    void aWriteShowsInThePicture()
    {
        QFETCH(sql::Dialect, dialect);
        STRANDLINE_NEEDS_ENGINE(dialect);
        const test::LiveDatabase live(dialect);
        fill(live, true);
        const QStringList statements {QStringLiteral("UPDATE users SET name = 'anne' WHERE id = 1"),
            QStringLiteral("CREATE TABLE extra (id integer)"), QStringLiteral("DROP VIEW names")};
        QStringList before = picture(live);
        QCOMPARE(picture(live), before);
        for (const QString& statement : statements) {
            VERIFY_RESULT(live.run({statement}));
            const QStringList after = picture(live);
            QVERIFY2(after != before, qPrintable(statement));
            before = after;
        }
    }

private:
    static void fill(const test::LiveDatabase& live, bool withTables)
    {
        VERIFY_RESULT(
            live.run({QStringLiteral("CREATE TABLE users (id integer PRIMARY KEY, name varchar(40))"),
                QStringLiteral("INSERT INTO users VALUES (1, 'anna'), (2, 'ben'), (3, NULL)"),
                QStringLiteral("CREATE INDEX users_name ON users (name)"),
                QStringLiteral("CREATE VIEW names AS SELECT name FROM users")}));
        if (!withTables)
            return;
        auto owner = live.open();
        VERIFY_RESULT(owner);
        VERIFY_RESULT(test::createBookkeeping(**owner));
        test::TimelineCase story;
        migration::HistoryRow row;
        row.appliedAt = QDateTime::fromMSecsSinceEpoch(1767225600000, Qt::UTC);
        for (const char* version : {"20260101000000", "20260103000000", "20260104000000"}) {
            row.version = QString::fromLatin1(version);
            row.name = QStringLiteral("a");
            row.upSha256 = base::sha256Hex(version);
            row.runId = row.version;
            story.history.rows.append(row);
        }
        migration::LogEvent event;
        event.at = row.appliedAt;
        event.version = QStringLiteral("20260102000000");
        event.name = QStringLiteral("b");
        event.direction = QStringLiteral("up");
        event.runId = QStringLiteral("r");
        event.kind =
            migration::EventKind::Started; // without an end: the second question to the log is asked too
        story.history.events.append(event);
        VERIFY_RESULT(test::writeStory(**owner, story));
    }

    /// What a login without rights is for SQLite. Root is not stopped by it, which CI's ordinary user is.
    static void makeReadOnly(const test::LiveDatabase& live, bool readOnly)
    {
        if (live.dialect() != sql::Dialect::Sqlite)
            return;
        const QFileInfo file(live.settings().database.value);
        const auto look = QFile::ReadOwner | QFile::ReadUser;
        const auto write = QFile::WriteOwner | QFile::WriteUser;
        const auto enter = QFile::ExeOwner | QFile::ExeUser;
        QVERIFY(QFile::setPermissions(file.absoluteFilePath(), readOnly ? look : look | write));
        QVERIFY(QFile::setPermissions(file.absolutePath(), readOnly ? look | enter : look | enter | write));
    }

    static void lookAtEverything(
        const test::LiveDatabase& live, const connection::ConnectionSettings& login, bool withTables)
    {
        const test::TempProject folder;
        folder.write(QStringLiteral("strandline.toml"),
            "[project]\nname = \"looking\"\n[environments.live]\nurl_env = \"STRANDLINE_TEST_URL\"\n");
        folder.write(QStringLiteral("migrations/20260101000000_a.up.sql"), kUp);
        folder.write(QStringLiteral("migrations/20260102000000_b.up.sql"),
            "ALTER TABLE bonus ADD COLUMN x integer;\n");
        folder.write(QStringLiteral("migrations/20260105000000_c.up.sql"), "DROP TABLE users;\n");
        folder.write(QStringLiteral("migrations/20260105000000_c.down.sql"), kUp);
        qputenv("STRANDLINE_TEST_URL", connection::toDisplayUrl(login).toUtf8());

        const base::SystemClock clock;
        const base::JobContext context {{}, nullptr, &clock};
        auto opened = usecase::openProject(folder.path(), context);
        VERIFY_RESULT(opened);
        QCOMPARE(usecase::filesOnlyTimeline(*opened).entries.size(), 3);

        usecase::RefreshRequest request {*opened, QStringLiteral("live"), login.password, false};
        const auto view = usecase::refreshTimeline(request, live.engines(), context);
        VERIFY_RESULT(view);
        QCOMPARE(view->history.present, withTables);
        QCOMPARE(view->history.userTables, 1);
        QCOMPARE(view->timeline.entries.size(), withTables ? 5 : 3);
        request.fullLog = true;
        VERIFY_RESULT(usecase::refreshTimeline(request, live.engines(), context));
        for (const auto& entry : view->timeline.entries)
            VERIFY_RESULT(usecase::showMigration({request, entry.id()}, live.engines(), context));
        usecase::LogRequest log {opened->project, QStringLiteral("live"), login.password, {}};
        const auto page = usecase::readLog(log, live.engines(), context);
        VERIFY_RESULT(page);
        QCOMPARE(page->events.isEmpty(), !withTables);

        usecase::EnvironmentSession session(QStringLiteral("live"), live.engines(), clock);
        for (int look = 0; look < 2; ++look)
            VERIFY_RESULT(session.refresh(request).result());
        VERIFY_RESULT(session.details(request, view->timeline.entries.first()).result());
        VERIFY_RESULT(session.log(request, {}).result());
    }
};

QTEST_GUILESS_MAIN(TestNeverWrites)
#include "tst_never_writes.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/transaction.h"
#include "core/schema/fingerprint.h"
#include "core/schema/schema_json.h"
#include "core/sql/statement_splitter.h"
#include "tests/contract/contract.h"
#include "tests/support/server_facts.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QStandardPaths>

using namespace strandline;
using db::AccessMode;
using sql::Dialect;
using test::Opened;

namespace {

const QByteArray kSeparator = "\n---- what is read of it\n";

base::Result<schema::Database> readSchema(Opened& db, const engine::ReadScope& scope = {})
{
    return db.live.engines().find(Dialect::PostgreSql)->introspector()->read(*db, scope, {});
}

/// The administrator's login for the database of a test.
connection::ConnectionSettings adminSettings(const test::LiveDatabase& live)
{
    connection::ConnectionSettings settings = test::serverFacts(Dialect::PostgreSql).admin;
    settings.database = live.settings().database;
    return settings;
}

base::Result<std::unique_ptr<db::Connection>> openAs(
    const test::LiveDatabase& live, const connection::ConnectionSettings& settings, AccessMode access)
{
    engine::OpenOptions options;
    options.access = access;
    if (access == AccessMode::ReadWrite)
        options.writeToken = test::writeToken();
    return live.engines().open(settings, options, {});
}

/// A script whose first line says so runs as the administrator, who may create what others may not.
base::Result<void> runScript(Opened& db, const QByteArray& script)
{
    const bool asAdmin = script.startsWith("-- as administrator");
    const auto connection =
        openAs(db.live, asAdmin ? adminSettings(db.live) : db.live.settings(), AccessMode::ReadWrite);
    if (!connection)
        return base::forward(connection);
    for (const sql::Statement& statement : sql::split(script, Dialect::PostgreSql).statements) {
        if (const auto done = (*connection)->execute(QString::fromUtf8(statement.textIn(script))); !done)
            return base::forward(done);
    }
    return {};
}

/// The script of a case.
QByteArray scriptOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray text = file.readAll();
    return text.left(text.indexOf(kSeparator));
}

QString casePath(const char* name)
{
    return QStringLiteral(STRANDLINE_SOURCE_DIR "/tests/cases/introspect/postgresql/%1.case")
        .arg(QLatin1String(name));
}

struct ToolRun
{
    bool succeeded = false;
    QByteArray output;
    QByteArray complaints;
};

/// One of the server's own programs as the administrator, on the database of a test.
ToolRun runTool(const test::LiveDatabase& live, const QString& program, const QStringList& arguments,
    const QByteArray& input)
{
    const connection::ConnectionSettings admin = adminSettings(live);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("PGHOST"), admin.host.value);
    environment.insert(QStringLiteral("PGPORT"), admin.port.value);
    environment.insert(QStringLiteral("PGUSER"), admin.user.value);
    environment.insert(QStringLiteral("PGPASSWORD"), admin.password.reveal());
    environment.insert(QStringLiteral("PGDATABASE"), admin.database.value);
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    const bool ended = process.waitForFinished(120000);
    return {
        ended && process.exitCode() == 0, process.readAllStandardOutput(), process.readAllStandardError()};
}

struct CountingTap : db::StatementTap
{
    int count = 0;
    std::optional<base::Error> before(QByteArrayView) override
    {
        ++count;
        return std::nullopt;
    }
    std::optional<base::Error> after(QByteArrayView, const std::optional<base::Error>&) override
    {
        return std::nullopt;
    }
};

/// The text with what is different on each server and in each run taken out.
QByteArray written(const schema::Database& database, const test::LiveDatabase& live)
{
    QJsonObject json = schema::toJson(database);
    for (const char* field : {"name", "serverVersion"})
        json.remove(QLatin1String(field));
    QByteArray text = QJsonDocument(json).toJson();
    text.replace(live.settings().user.value.toUtf8(), "the owner");
    text.replace(live.readerSettings().user.value.toUtf8(), "the reader");
    text.replace("\"" + adminSettings(live).user.value.toUtf8() + "\"", "\"the administrator\"");
    return text;
}

} // namespace

/// Every tests/cases/introspect/postgresql/*.case is a script and what is read of the database that it makes.
/// STRANDLINE_UPDATE_CASES=1 writes the latter; read the difference before committing it.
class PostgresqlIntrospector : public QObject
{
    Q_OBJECT

private slots:
    void cases_data();
    void cases();
    void aDumpRestoredReadsTheSame_data() { cases_data(); }
    void aDumpRestoredReadsTheSame();
    void printsPlainIndexesAsTheServerDoes();
    void asksAsOftenForAThousandTablesAsForOne();
    void needsNoRightsOnTheObjects();
    void readsOnlyTheWantedSchemas();
    void leavesRightsOut();
    void seesTheOpenTransactionAndLeavesTheSessionAsItWas();
    void stopsWhenCancelled();
};

void PostgresqlIntrospector::cases_data()
{
    QTest::addColumn<QString>("path");
    const QDir folder(QStringLiteral(STRANDLINE_SOURCE_DIR "/tests/cases/introspect/postgresql"));
    const QStringList names = folder.entryList({QStringLiteral("*.case")}, QDir::Files, QDir::Name);
    QVERIFY2(names.size() >= 10, "the case files are not there");
    for (const QString& name : names)
        QTest::addRow("%s", qPrintable(name)) << folder.filePath(name);
}

void PostgresqlIntrospector::cases()
{
    QFETCH(QString, path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    file.close();
    const qsizetype split = text.indexOf(kSeparator);
    const QByteArray script = split < 0 ? text.trimmed() : text.left(split);

    OPENED(db, Dialect::PostgreSql);
    VERIFY_OK(runScript(db, script));
    const auto database = readSchema(db);
    VERIFY_OK(database);
    const QByteArray actual = written(*database, db.live);
    const auto again = schema::databaseFromJson(schema::toJson(*database));
    VERIFY_OK(again);
    QCOMPARE(written(*again, db.live), actual);

    if (qEnvironmentVariableIntValue("STRANDLINE_UPDATE_CASES") == 1) {
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.write(script + kSeparator + actual) > 0);
        return;
    }
    const QByteArrayList expectedLines = text.mid(split + kSeparator.size()).split('\n');
    const QByteArrayList actualLines = actual.split('\n');
    for (qsizetype i = 0; i < qMax(actualLines.size(), expectedLines.size()); ++i) {
        const QByteArray where = "line " + QByteArray::number(i + 1) + " of the expectation\n  expected: "
            + expectedLines.value(i) + "\n  actual:   " + actualLines.value(i);
        QVERIFY2(actualLines.value(i) == expectedLines.value(i), where.constData());
    }
}

/// Dumped by the server's own tool and restored into an empty database, a schema has the same fingerprint.
void PostgresqlIntrospector::aDumpRestoredReadsTheSame()
{
    QFETCH(QString, path);
    if (QStandardPaths::findExecutable(QStringLiteral("pg_dump")).isEmpty())
        QSKIP("pg_dump and psql are not installed");
    OPENED(db, Dialect::PostgreSql);
    VERIFY_OK(runScript(db, scriptOf(path)));
    const auto before = readSchema(db);
    VERIFY_OK(before);

    const ToolRun dumped = runTool(db.live, QStringLiteral("pg_dump"), {QStringLiteral("--schema-only")}, {});
    QVERIFY2(dumped.succeeded, dumped.complaints.constData());
    Opened other(Dialect::PostgreSql);
    VERIFY_OK(other.connection);
    const ToolRun restored = runTool(other.live, QStringLiteral("psql"),
        {QStringLiteral("-X"), QStringLiteral("-q"), QStringLiteral("-v"), QStringLiteral("ON_ERROR_STOP=1")},
        dumped.output);
    QVERIFY2(restored.succeeded, restored.complaints.constData());
    const auto after = readSchema(other);
    VERIFY_OK(after);
    // Each test database gives default rights to logins of its own.
    schema::Database was = *before;
    schema::Database is = *after;
    const auto ofOther = [&](const schema::DefaultPrivileges& defaults) {
        return defaults.role == other.live.settings().user.value;
    };
    is.defaultPrivileges.removeIf(ofOther);
    if (schema::fingerprint(was) != schema::fingerprint(is))
        QCOMPARE(written(is, db.live), written(was, db.live));
}

void PostgresqlIntrospector::printsPlainIndexesAsTheServerDoes()
{
    OPENED(db, Dialect::PostgreSql);
    for (const char* name : {"indexes", "constraints", "partitions", "odd-names"})
        VERIFY_OK(runScript(db, scriptOf(casePath(name))));
    VERIFY_OK(runScript(db,
        "CREATE TABLE kinds (e text[], i inet, v varchar, c char(3), n name, r int4range, u uuid, b bit(3));"
        "CREATE INDEX k1 ON kinds (e); CREATE INDEX k2 ON kinds (i); CREATE INDEX k3 ON kinds (v, c);"
        "CREATE INDEX k4 ON kinds (n DESC NULLS LAST, r NULLS FIRST); CREATE INDEX k5 ON kinds (u, b);"
        "CREATE INDEX k6 ON kinds (v varchar_ops); CREATE INDEX k7 ON kinds (v COLLATE \"C\");"));
    const auto database = readSchema(db);
    VERIFY_OK(database);
    VERIFY_OK(db->execute(QStringLiteral("SET search_path = ''")));
    int compared = 0;
    const auto compare = [&](const schema::ObjectName& home, const QList<schema::Index>& indexes) {
        for (const schema::Index& index : indexes) {
            const auto printed = db->query(QStringLiteral("SELECT pg_get_indexdef(c.oid) FROM pg_class c"
                                                          " JOIN pg_namespace n ON n.oid = c.relnamespace"
                                                          " WHERE c.relname = ? AND n.nspname = ?"),
                {index.name, home.schema});
            VERIFY_OK(printed);
            QCOMPARE(index.definition, printed->rows.value(0).value(0).toString());
            ++compared;
        }
    };
    for (const schema::Table& table : database->tables)
        compare(table.name, table.indexes);
    for (const schema::View& view : database->views)
        compare(view.name, view.indexes);
    QVERIFY(compared > 25);
}

void PostgresqlIntrospector::asksAsOftenForAThousandTablesAsForOne()
{
    OPENED(db, Dialect::PostgreSql);
    const auto statements = [&] {
        const auto tap = std::make_shared<CountingTap>();
        db->setTap(tap);
        const auto database = readSchema(db);
        db->setTap(nullptr);
        return std::make_pair(tap->count, database ? database->tables.size() : -1);
    };
    VERIFY_OK(
        runScript(db, "CREATE TABLE one (id int PRIMARY KEY, c varchar COLLATE \"C\" CHECK (c <> ''))"));
    const auto few = statements();
    VERIFY_OK(runScript(db, R"(
        DO $$ BEGIN FOR i IN 1..1000 LOOP
            EXECUTE format('CREATE TABLE t%s (id serial PRIMARY KEY, c char(5) CHECK (c > ''a''), one int REFERENCES one)', i);
            EXECUTE format('CREATE INDEX ON t%s (lower(c), one DESC)', i);
            EXECUTE format('CREATE VIEW v%s AS SELECT * FROM t%s', i, i);
        END LOOP; END $$)"));
    const auto many = statements();
    QCOMPARE(few.second, 1);
    QCOMPARE(many.second, 1001);
    QVERIFY2(many.first <= few.first + 1, qPrintable(QString::number(many.first)));
    QVERIFY2(many.first < 45, qPrintable(QString::number(many.first))); // a dozen of them settings
}

void PostgresqlIntrospector::needsNoRightsOnTheObjects()
{
    OPENED(db, Dialect::PostgreSql);
    VERIFY_OK(runScript(db, scriptOf(casePath("others"))));
    VERIFY_OK(runScript(db,
        "-- as administrator\nREVOKE ALL ON SCHEMA public FROM PUBLIC; CREATE SCHEMA closed;"
        "CREATE TABLE closed.secret (a app.pair PRIMARY KEY, b int GENERATED ALWAYS AS IDENTITY,"
        "  CHECK (b > 0));"
        "CREATE VIEW closed.v AS SELECT * FROM closed.secret;"
        "CREATE FUNCTION closed.f() RETURNS int LANGUAGE sql AS 'SELECT 1';"
        "REVOKE ALL ON ALL TABLES IN SCHEMA closed FROM PUBLIC;"));
    const auto all = readSchema(db);
    VERIFY_OK(all);
    auto reader = openAs(db.live, db.live.readerSettings(), AccessMode::ReadOnly);
    VERIFY_OK(reader);
    engine::ReadScope scope;
    const auto seen = db.live.engines().find(Dialect::PostgreSql)->introspector()->read(**reader, scope, {});
    VERIFY_OK(seen);
    schema::Database expected = *all;
    expected.defaultSchema = seen->defaultSchema; // a login that may not use public has none
    QCOMPARE(written(*seen, db.live), written(expected, db.live));
}

void PostgresqlIntrospector::readsOnlyTheWantedSchemas()
{
    OPENED(db, Dialect::PostgreSql);
    VERIFY_OK(runScript(db,
        "CREATE SCHEMA app; CREATE SCHEMA other; CREATE TYPE other.mood AS ENUM ('a');"
        "CREATE TABLE other.parent (a int, b int, PRIMARY KEY (b, a));"
        "CREATE TABLE app.child (b int, a int, m other.mood,"
        "  FOREIGN KEY (b, a) REFERENCES other.parent);"
        "CREATE FUNCTION other.f() RETURNS int LANGUAGE sql AS 'SELECT 1';"));
    engine::ReadScope scope;
    scope.schemas = QStringList {QStringLiteral("app")};
    const auto database = readSchema(db, scope);
    VERIFY_OK(database);
    QCOMPARE(database->schemas.size(), 1);
    QCOMPARE(database->tables.size(), 1);
    QVERIFY(database->types.isEmpty());
    QVERIFY(database->routines.isEmpty());
    const schema::Table& child = database->tables.first();
    QCOMPARE(child.columns.at(2).typeName.display(), QStringLiteral("other.mood"));
    QCOMPARE(child.constraints.first().referencedTable.display(), QStringLiteral("other.parent"));
    QCOMPARE(child.constraints.first().referencedColumns,
        (QStringList {QStringLiteral("b"), QStringLiteral("a")}));
}

void PostgresqlIntrospector::leavesRightsOut()
{
    OPENED(db, Dialect::PostgreSql);
    VERIFY_OK(runScript(db, scriptOf(casePath("access"))));
    engine::ReadScope scope;
    scope.withAccess = false;
    const auto database = readSchema(db, scope);
    VERIFY_OK(database);
    const QByteArray text = written(*database, db.live);
    QVERIFY(!text.contains("owner\""));
    QVERIFY(!text.contains("grant"));
    QVERIFY(text.contains("owner_may_less"));
}

void PostgresqlIntrospector::seesTheOpenTransactionAndLeavesTheSessionAsItWas()
{
    OPENED(db, Dialect::PostgreSql);
    VERIFY_OK(runScript(db, "CREATE SCHEMA app"));
    VERIFY_OK(db->execute(QStringLiteral("SET search_path = app, public")));
    VERIFY_OK(db->execute(QStringLiteral("SET DateStyle = 'German'")));
    auto transaction = db::Transaction::begin(*db);
    VERIFY_OK(transaction);
    VERIFY_OK(db->execute(QStringLiteral("CREATE TABLE inside (d date DEFAULT '2025-12-31')")));
    const auto database = readSchema(db);
    VERIFY_OK(database);
    const schema::Table* table = database->table({QStringLiteral("app"), QStringLiteral("inside")});
    QVERIFY(table);
    QCOMPARE(*table->columns.first().defaultValue, QStringLiteral("'2025-12-31'::date"));
    const auto settings = [&] {
        return db
            ->query(QStringLiteral("SELECT current_setting('search_path'), current_setting('DateStyle')"))
            ->rows.value(0);
    };
    const QVariantList asBefore {QStringLiteral("app, public"), QStringLiteral("German, DMY")};
    QCOMPARE(settings(), asBefore);
    VERIFY_OK(db->execute(QStringLiteral("INSERT INTO inside DEFAULT VALUES")));
    VERIFY_OK(transaction->commit());
    VERIFY_OK(readSchema(db));
    QCOMPARE(settings(), asBefore);
    QVERIFY(!db->isInTransaction());
}

void PostgresqlIntrospector::stopsWhenCancelled()
{
    OPENED(db, Dialect::PostgreSql);
    base::CancelToken token;
    db->setCancelToken(token);
    token.cancel();
    const auto database = readSchema(db);
    QVERIFY(!database);
    QCOMPARE(database.error().code, base::ErrorCode::Cancelled);
    QVERIFY(!db->isInTransaction());
}

QTEST_GUILESS_MAIN(PostgresqlIntrospector)
#include "tst_postgresql_introspector.moc"

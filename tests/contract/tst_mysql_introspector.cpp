// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/fingerprint.h"
#include "core/schema/schema_json.h"
#include "core/sql/statement_splitter.h"
#include "tests/contract/contract.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>

using namespace strandline;
using db::AccessMode;
using sql::Dialect;
using test::Opened;

namespace {

const QString folder = QStringLiteral(STRANDLINE_SOURCE_DIR "/tests/cases/introspect/mysql/");

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList statementsOf(const QByteArray& script)
{
    QStringList statements;
    for (const sql::Statement& statement : sql::split(script, Dialect::MySql).statements)
        statements << QString::fromUtf8(statement.textIn(script));
    return statements;
}

base::Result<schema::Database> readSchema(Opened& db, const engine::ReadScope& scope = {})
{
    const auto connection = db.live.open(AccessMode::ReadOnly);
    if (!connection)
        return base::forward(connection);
    return db.live.engines().find(Dialect::MySql)->introspector()->read(**connection, scope, {});
}

/// Without what is not of the case: the name of the database and the server's version.
QByteArray jsonOf(schema::Database database)
{
    database.name.clear();
    database.serverVersion = 0;
    return QJsonDocument(schema::toJson(database)).toJson();
}

} // namespace

/// Every tests/cases/introspect/mysql/NAME.sql and what is read from it, NAME.json.
class MysqlIntrospector : public QObject
{
    Q_OBJECT

private slots:
    void cases_data();
    void cases();
    void leavesOurTablesOut();
    void readsTheSameAsAnotherLogin();
    void anEmptyDatabaseIsEmpty();
    void isCancelled();
};

void MysqlIntrospector::cases_data()
{
    QTest::addColumn<QString>("name");
    const QStringList files = QDir(folder).entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name);
    QVERIFY(!files.isEmpty());
    for (const QString& file : files)
        QTest::newRow(qPrintable(file)) << file.chopped(4);
}

void MysqlIntrospector::cases()
{
    QFETCH(QString, name);
    OPENED(db, Dialect::MySql);
    VERIFY_OK(db.live.run(statementsOf(contentOf(folder + name + QStringLiteral(".sql")))));
    const auto read = readSchema(db);
    VERIFY_OK(read);
    const QByteArray found = jsonOf(*read);
    const QString expected = folder + name + QStringLiteral(".json");
    if (qEnvironmentVariableIsSet("STRANDLINE_RENEW_CASES")) {
        QFile file(expected);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(found);
    }
    QCOMPARE(QString::fromUtf8(found), QString::fromUtf8(contentOf(expected)));
}

void MysqlIntrospector::leavesOurTablesOut()
{
    OPENED(db, Dialect::MySql);
    VERIFY_OK(db.live.run({QStringLiteral("CREATE TABLE strandline_history (id int PRIMARY KEY)"),
        QStringLiteral("CREATE TRIGGER strandline_t BEFORE INSERT ON strandline_history FOR EACH ROW SET NEW.id = 1"),
        QStringLiteral("CREATE TABLE mine (id int PRIMARY KEY)")}));
    const auto read = readSchema(db);
    VERIFY_OK(read);
    QCOMPARE(read->tables.size(), 1);
    QCOMPARE(read->tables.first().name.name, QStringLiteral("mine"));
    engine::ReadScope elsewhere;
    elsewhere.historySchema = QStringLiteral("books");
    const auto all = readSchema(db, elsewhere);
    VERIFY_OK(all);
    QCOMPARE(all->tables.size(), 2);
}

/// Who made an object and who looks does not count, as long as the login may look.
void MysqlIntrospector::readsTheSameAsAnotherLogin()
{
    OPENED(db, Dialect::MySql);
    VERIFY_OK(db.live.run({QStringLiteral("CREATE TABLE t (id int PRIMARY KEY, v varchar(9) DEFAULT 'a')")}));
    const auto owner = readSchema(db);
    VERIFY_OK(owner);
    const auto connection
        = db.live.engines().find(Dialect::MySql)->open(db.live.readerSettings(), {}, {});
    VERIFY_OK(connection);
    const auto reader = db.live.engines().find(Dialect::MySql)->introspector()->read(**connection, {}, {});
    VERIFY_OK(reader);
    QCOMPARE(schema::fingerprint(*reader), schema::fingerprint(*owner));
}

void MysqlIntrospector::anEmptyDatabaseIsEmpty()
{
    OPENED(db, Dialect::MySql);
    const auto read = readSchema(db);
    VERIFY_OK(read);
    QVERIFY(read->tables.isEmpty() && read->views.isEmpty() && read->routines.isEmpty() && read->others.isEmpty());
    QVERIFY(read->options.contains(QStringLiteral("collation")));
}

void MysqlIntrospector::isCancelled()
{
    OPENED(db, Dialect::MySql);
    const auto connection = db.live.open(AccessMode::ReadOnly);
    VERIFY_OK(connection);
    const base::CancelToken token;
    (*connection)->setCancelToken(token);
    token.cancel();
    const auto read = db.live.engines().find(Dialect::MySql)->introspector()->read(**connection, {}, {});
    QVERIFY(!read);
    QCOMPARE(read.error().code, base::ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(MysqlIntrospector)
#include "tst_mysql_introspector.moc"

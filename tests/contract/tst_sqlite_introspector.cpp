// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/schema_json.h"
#include "core/sql/statement_splitter.h"
#include "tests/contract/contract.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace strandline;
using sql::Dialect;
using test::Opened;

/// Every tests/cases/schema/sqlite/NAME.sql is read as NAME.json says.
class SqliteIntrospectorCases : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cases_data();
    void cases();
    void attachedDatabasesAreNamed();
    void cancelledReadingSaysSo();
    void writesNothing();

private:
    static base::Result<schema::Database> read(test::LiveDatabase& live, db::Connection& connection)
    {
        return live.engines().find(Dialect::Sqlite)->introspector()->read(connection, {}, {});
    }
};

void SqliteIntrospectorCases::cases_data()
{
    QTest::addColumn<QString>("path");
    const QDir folder(QStringLiteral(STRANDLINE_SOURCE_DIR "/tests/cases/schema/sqlite"));
    const QStringList names = folder.entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name);
    QVERIFY(!names.isEmpty());
    for (const QString& name : names)
        QTest::newRow(qPrintable(name)) << folder.filePath(name);
}

void SqliteIntrospectorCases::cases()
{
    QFETCH(QString, path);
    OPENED(opened, Dialect::Sqlite);
    QFile script(path);
    QVERIFY(script.open(QIODevice::ReadOnly));
    const QByteArray text = script.readAll();
    for (const sql::Statement& statement : sql::split(text, Dialect::Sqlite).statements)
        VERIFY_OK(opened->executeScript({statement.textIn(text), {}}));
    auto database = read(opened.live, *opened);
    VERIFY_OK(database);
    database->name.clear();
    database->serverVersion = 0;
    QFile expected(path.chopped(4) + QStringLiteral(".json"));
    QVERIFY(expected.open(QIODevice::ReadOnly));
    const auto wanted = schema::databaseFromJson(QJsonDocument::fromJson(expected.readAll()).object());
    VERIFY_OK(wanted);
    const QByteArray found = QJsonDocument(schema::toJson(*database)).toJson();
    QVERIFY2(
        found == QJsonDocument(schema::toJson(*wanted)).toJson(), QByteArray("found:\n" + found).constData());
}

void SqliteIntrospectorCases::attachedDatabasesAreNamed()
{
    OPENED(opened, Dialect::Sqlite);
    VERIFY_OK(opened->execute(QStringLiteral("ATTACH ':memory:' AS side")));
    VERIFY_OK(opened->execute(QStringLiteral("CREATE TABLE side.t (a)")));
    const auto database = read(opened.live, *opened);
    VERIFY_OK(database);
    QVERIFY(database->tables.isEmpty());
    QCOMPARE(database->unread.size(), 1);
    QVERIFY2(database->unread.first().contains(QLatin1String("side")), qPrintable(database->unread.first()));
}

void SqliteIntrospectorCases::cancelledReadingSaysSo()
{
    OPENED(opened, Dialect::Sqlite);
    const base::CancelToken token;
    opened->setCancelToken(token);
    token.cancel();
    const auto database = read(opened.live, *opened);
    QVERIFY(!database);
    QCOMPARE(database.error().code, base::ErrorCode::Cancelled);
}

void SqliteIntrospectorCases::writesNothing()
{
    const test::LiveDatabase live(Dialect::Sqlite);
    VERIFY_OK(live.run({QStringLiteral("CREATE TABLE t (a)")}));
    QFile file(live.settings().database.value);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray before = file.readAll();
    const auto connection = live.open(db::AccessMode::ReadOnly);
    VERIFY_OK(connection);
    VERIFY_OK(live.engines().find(Dialect::Sqlite)->introspector()->read(**connection, {}, {}));
    QVERIFY(file.seek(0));
    QCOMPARE(file.readAll(), before);
}

QTEST_GUILESS_MAIN(SqliteIntrospectorCases)
#include "tst_sqlite_introspector.moc"

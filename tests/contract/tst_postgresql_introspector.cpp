// SPDX-License-Identifier: GPL-3.0-or-later
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

const QByteArray kSeparator = "\n---- what is read of it\n";

base::Result<schema::Database> readSchema(Opened& db, const engine::ReadScope& scope = {})
{
    return db.live.engines().find(Dialect::PostgreSql)->introspector()->read(*db, scope, {});
}

base::Result<void> runScript(Opened& db, const QByteArray& script)
{
    QStringList statements;
    for (const sql::Statement& statement : sql::split(script, Dialect::PostgreSql).statements)
        statements << QString::fromUtf8(statement.textIn(script));
    return db.live.run(statements);
}

/// The text with what is different on each server and in each run taken out.
QByteArray written(const schema::Database& database, const test::LiveDatabase& live)
{
    QJsonObject json = schema::toJson(database);
    for (const char* field : {"name", "serverVersion"})
        json.remove(QLatin1String(field));
    QByteArray text = QJsonDocument(json).toJson();
    text.replace(live.settings().user.value.toUtf8(), "the owner");
    text.replace(live.readerSettings().user.value.toUtf8(), "the reader");
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

QTEST_GUILESS_MAIN(PostgresqlIntrospector)
#include "tst_postgresql_introspector.moc"

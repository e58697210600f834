// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/object_definition.h"

#include <QTest>

using namespace strandline;
using schema::ObjectId;
using schema::ObjectKind;

class ObjectDefinitionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sqliteKeepsItsStatements();
    void theRendererWritesTheRest_data();
    void theRendererWritesTheRest();
    void whatIsNotThereHasNone();
};

namespace {

schema::Database database(sql::Dialect dialect)
{
    schema::Database one;
    one.dialect = dialect;
    one.serverVersion = dialect == sql::Dialect::MySql ? 101100 : 150000;
    const QString schemaName = dialect == sql::Dialect::PostgreSql ? QStringLiteral("public") : QString();
    one.defaultSchema = schemaName;
    for (const char* name : {"orders", "we;ird\" näme"}) {
        schema::Table table;
        table.name = {schemaName, QString::fromUtf8(name)};
        schema::Column id;
        id.name = QStringLiteral("id");
        id.type = dialect == sql::Dialect::MySql ? QStringLiteral("int(11)") : QStringLiteral("integer");
        id.notNull = true;
        table.columns << id;
        one.tables << table;
    }
    return one;
}

ObjectId table(const schema::Database& database, int number)
{
    return {ObjectKind::Table, database.tables.at(number).name, {}};
}

} // namespace

void ObjectDefinitionTest::sqliteKeepsItsStatements()
{
    schema::Database one = database(sql::Dialect::Sqlite);
    schema::Table& orders = one.tables.first();
    orders.definition = QStringLiteral("CREATE TABLE orders (id integer NOT NULL) -- as typed");
    schema::Index index;
    index.definition = QStringLiteral("CREATE INDEX i ON orders (id);");
    schema::Index made;
    made.constraintName = QStringLiteral("u");
    made.definition = QStringLiteral("not written");
    orders.indexes << index << made;
    schema::Trigger trigger;
    trigger.name = QStringLiteral("t");
    trigger.definition = QStringLiteral("CREATE TRIGGER t AFTER INSERT ON orders BEGIN SELECT 1; END");
    orders.triggers << trigger;
    QCOMPARE(usecase::objectDefinition(one, table(one, 0)),
        QStringLiteral("CREATE TABLE orders (id integer NOT NULL) -- as typed\n;\n\n"
                       "CREATE INDEX i ON orders (id);\n\n"
                       "CREATE TRIGGER t AFTER INSERT ON orders BEGIN SELECT 1; END;"));
    QCOMPARE(usecase::objectDefinition(one, {ObjectKind::Trigger, orders.name, QStringLiteral("t")}),
        QStringLiteral("CREATE TRIGGER t AFTER INSERT ON orders BEGIN SELECT 1; END;"));
}

void ObjectDefinitionTest::theRendererWritesTheRest_data()
{
    QTest::addColumn<sql::Dialect>("dialect");
    QTest::newRow("PostgreSQL") << sql::Dialect::PostgreSql;
    QTest::newRow("MariaDB") << sql::Dialect::MySql;
}

/// The object alone, whatever else the database holds.
void ObjectDefinitionTest::theRendererWritesTheRest()
{
    QFETCH(sql::Dialect, dialect);
    const schema::Database one = database(dialect);
    const QString orders = usecase::objectDefinition(one, table(one, 0));
    QVERIFY2(orders.startsWith(QStringLiteral("CREATE TABLE ")), qPrintable(orders));
    QVERIFY2(orders.endsWith(QLatin1Char(';')), qPrintable(orders));
    QVERIFY2(!orders.contains(QStringLiteral("näme")), qPrintable(orders));
    const QString odd = usecase::objectDefinition(one, table(one, 1));
    QVERIFY2(odd.contains(QStringLiteral("näme")), qPrintable(odd));
}

void ObjectDefinitionTest::whatIsNotThereHasNone()
{
    const schema::Database one = database(sql::Dialect::PostgreSql);
    QCOMPARE(
        usecase::objectDefinition(one, {ObjectKind::Table, {{}, QStringLiteral("nowhere")}, {}}), QString());
    QCOMPARE(
        usecase::objectDefinition(one, {ObjectKind::Schema, {{}, QStringLiteral("public")}, {}}), QString());
}

QTEST_APPLESS_MAIN(ObjectDefinitionTest)
#include "tst_object_definition.moc"

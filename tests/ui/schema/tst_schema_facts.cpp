// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ui/fake_schema.h"
#include "ui/models/schema_facts.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace strandline;
using schema::ObjectId;
using schema::ObjectKind;

class SchemaFactsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void facts_data();
    void facts();
    void everyObjectHasProperties();
    void rowsSayTheirSentence();
    void rowsLeadToOtherObjects();
};

namespace {

ObjectId id(ObjectKind kind, const char* name, const char* part = "", const char* schemaName = "public")
{
    return {kind, {QString::fromUtf8(schemaName), QString::fromUtf8(name)}, QString::fromUtf8(part)};
}

QString text(const ui::FactTable& facts)
{
    QString all;
    for (const ui::FactRow& row : facts.rows)
        all += (row.isProblem ? QStringLiteral("! ") : QString()) + row.cells.join(QStringLiteral(" | "))
            + QLatin1Char('\n');
    return all;
}

const schema::Database& shop()
{
    static const schema::Database database = test::shopSchema();
    return database;
}

const schema::Table& table(const char* name)
{
    return *shop().table(id(ObjectKind::Table, name).name);
}

} // namespace

void SchemaFactsTest::facts_data()
{
    QTest::addColumn<QString>("actual");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const ui::FactTable& facts, const char* expected) {
        QTest::newRow(name) << text(facts) << QString::fromUtf8(expected);
    };
    row("columns", ui::columnFacts(table("orders").columns, &table("orders")),
        "id | bigint | not null | identity, always | primary |  | \n"
        "customer_id | bigint | not null |  | → public.customer |  | \n"
        "status | order_status | not null | 'new'::order_status |  |  | \n"
        "placed_at | timestamp with time zone | not null | now() |  |  | \n"
        "total | numeric(12,2) | not null | 0 |  |  | \n"
        "note | text | null |  |  |  | What the customer typed\n");
    row("indexes", ui::indexFacts(table("orders").indexes),
        "orders_customer_idx | customer_id |  | btree |  | yes | \n"
        "orders_placed_idx | placed_at, status |  | btree | status <> 'done' | yes | \n"
        "! orders_total_idx | total |  | btree |  | not valid | \n");
    row("constraints", ui::constraintFacts(table("orders")),
        "orders_customer_fk | foreign key | (customer_id) → public.customer (id) | yes\n"
        "orders_pkey | primary key | (id) | yes\n"
        "! orders_total_check | check | total >= 0 | not validated\n");
    row("foreign keys both ways", ui::foreignKeyFacts(shop(), table("orders")),
        "out | public.customer | customer_id → id | NO ACTION | NO ACTION | yes | orders_customer_fk\n"
        "in | public.order_line | order_id → id | CASCADE | NO ACTION | yes | order_line_order_fk\n");
    row("to itself", ui::foreignKeyFacts(shop(), table("product")),
        "! out | public.product | parent_id → id | SET NULL | NO ACTION | none | product_parent_fk\n"
        "! in | public.order_line | product_id → id | RESTRICT | NO ACTION | none | order_line_product_fk\n"
        "! in | public.product | parent_id → id | SET NULL | NO ACTION | none | product_parent_fk\n");
    row("triggers", ui::triggerFacts(table("orders").triggers),
        "! orders_touch | BEFORE | UPDATE | public.touch | disabled\n");
    row("dependencies of a table", ui::dependencyFacts(shop(), id(ObjectKind::Table, "orders")),
        "needed by | view public.open_orders | definition\n"
        "needs | table public.customer | foreign key orders_customer_fk\n"
        "needed by | table public.order_line | foreign key order_line_order_fk\n");
    row("dependencies of a function", ui::dependencyFacts(shop(), id(ObjectKind::Routine, "touch")),
        "needed by | trigger public.orders.orders_touch | definition\n");
    row("type", ui::propertyFacts(shop(), id(ObjectKind::Type, "order_status")),
        "Kind | enum\nValue | new\nValue | paid\nValue | done\n");
    row("sequence", ui::propertyFacts(shop(), id(ObjectKind::Sequence, "invoice_number")),
        "Start | 1000\nIncrement | 1\nCycle | no\n");
    row("partitioned", ui::propertyFacts(shop(), id(ObjectKind::Table, "event", "", "audit")),
        "Kind | partitioned\nPartition key | RANGE (id)\nOwner | shop_owner\n");
    row("overload", ui::propertyFacts(shop(), id(ObjectKind::Routine, "add", "text, text")),
        "Kind | function\nReturns | text\nLanguage | plpgsql\n");
}

void SchemaFactsTest::facts()
{
    QFETCH(QString, actual);
    QFETCH(QString, expected);
    QCOMPARE(actual, expected);
}

void SchemaFactsTest::everyObjectHasProperties()
{
    schema::Extension extension = shop().extensions.first();
    const auto facts = ui::propertyFacts(shop(), {ObjectKind::Extension, {{}, extension.name}, {}});
    QCOMPARE(text(facts), QStringLiteral("Version | 1.3\nSchema | public\n"));
    QCOMPARE(text(ui::propertyFacts(shop(), schema::identityOf(shop().others.first()))),
        QStringLiteral("Kind | publication\n"));
    QVERIFY(!ui::propertyFacts(shop(), id(ObjectKind::Table, "no such")).whyEmpty.isEmpty());
}

void SchemaFactsTest::rowsSayTheirSentence()
{
    ui::FactTableModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setTable(ui::indexFacts(table("orders").indexes));
    QCOMPARE(model.index(2, 0).data(Qt::AccessibleTextRole).toString(),
        QStringLiteral("orders_total_idx, columns total, method btree, valid not valid"));
    QCOMPARE(model.index(1, 1).data(Qt::AccessibleTextRole).toString(),
        QStringLiteral("placed_at, status, columns"));
    QCOMPARE(model.index(0, 2).data(Qt::AccessibleTextRole).toString(), QStringLiteral("none, unique"));
    QCOMPARE(model.rowAsText(0), QStringLiteral("orders_customer_idx\tcustomer_id\t\tbtree\t\tyes\t"));
}

void SchemaFactsTest::rowsLeadToOtherObjects()
{
    const ui::FactTable keys = ui::foreignKeyFacts(shop(), table("orders"));
    QCOMPARE(keys.rows.first().target->display(), QStringLiteral("table public.customer"));
    const ui::FactTable triggers = ui::triggerFacts(table("orders").triggers);
    QCOMPARE(triggers.rows.first().target->display(), QStringLiteral("routine public.touch()"));
}

QTEST_MAIN(SchemaFactsTest)
#include "tst_schema_facts.moc"

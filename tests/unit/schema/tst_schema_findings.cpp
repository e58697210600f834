// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/findings.h"

#include <QTest>

using namespace strandline::schema;
using strandline::sql::Dialect;

class SchemaFindingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void table_data();
    void table();
    void wholeDatabaseNamesItsTables();
};

namespace {

Constraint constraint(ConstraintKind kind, const QString& name, const QStringList& columns)
{
    Constraint one;
    one.kind = kind;
    one.name = name;
    one.columns = columns;
    if (kind == ConstraintKind::ForeignKey)
        one.referencedTable = {{}, QStringLiteral("parent")};
    return one;
}

Index index(const QString& name, const QStringList& columns, const QString& method = QStringLiteral("btree"))
{
    Index one;
    one.name = name;
    one.method = method;
    for (const QString& column : columns) {
        IndexElement element;
        element.column = column;
        one.elements << element;
    }
    return one;
}

Table keyed()
{
    Table table;
    table.name = {{}, QStringLiteral("child")};
    table.constraints << constraint(
        ConstraintKind::PrimaryKey, QStringLiteral("child_pkey"), {QStringLiteral("id")});
    return table;
}

QString told(const QList<Finding>& found)
{
    static const char* const words[] = {
        "no key", "invalid", "unvalidated", "no index", "redundant", "disabled"};
    QStringList all;
    for (const Finding& one : found)
        all << QStringLiteral("%1 %2").arg(QLatin1String(words[int(one.kind)]), one.object.part).trimmed();
    return all.join(QStringLiteral("; "));
}

} // namespace

void SchemaFindingsTest::table_data()
{
    QTest::addColumn<Table>("table");
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const Table& table, const char* expected,
                         Dialect dialect = Dialect::PostgreSql) {
        QTest::newRow(name) << table << dialect << QString::fromUtf8(expected);
    };
    const auto with = [](auto change) {
        Table table = keyed();
        change(table);
        return table;
    };
    const QString a = QStringLiteral("a");
    const QString b = QStringLiteral("b");
    const auto fk = [](const QStringList& columns) {
        return constraint(ConstraintKind::ForeignKey, QStringLiteral("fk"), columns);
    };

    row("nothing to say", keyed(), "");
    row("no primary key", with([](Table& t) { t.constraints.clear(); }), "no key");
    row("a partition has its parent's key", with([](Table& t) {
        t.constraints.clear();
        t.partitionOf = {{}, QStringLiteral("parent")};
    }),
        "");
    row("a foreign table is not ours to key", with([](Table& t) {
        t.constraints.clear();
        t.kind = TableKind::Foreign;
    }),
        "");
    row("left-over index", with([&](Table& t) {
        t.indexes << index(QStringLiteral("i"), {a});
        t.indexes.last().isValid = false;
    }),
        "invalid i");
    row("not validated", with([&](Table& t) {
        t.constraints << constraint(ConstraintKind::Check, QStringLiteral("c"), {a});
        t.constraints.last().isValidated = false;
    }),
        "unvalidated c");
    row("foreign key without index", with([&](Table& t) { t.constraints << fk({a}); }), "no index fk");
    row("without a name the table is named", with([&](Table& t) {
        t.constraints << fk({a});
        t.constraints.last().name.clear();
    }),
        "no index");
    row("MariaDB makes the index", with([&](Table& t) { t.constraints << fk({a}); }), "", Dialect::MySql);
    row("index begins with it", with([&](Table& t) {
        t.constraints << fk({a});
        t.indexes << index(QStringLiteral("i"), {a, b});
    }),
        "");
    row("index has it second", with([&](Table& t) {
        t.constraints << fk({a});
        t.indexes << index(QStringLiteral("i"), {b, a});
    }),
        "no index fk");
    row("order of two columns does not matter", with([&](Table& t) {
        t.constraints << fk({a, b});
        t.indexes << index(QStringLiteral("i"), {b, a});
    }),
        "");
    row("partial index does not serve", with([&](Table& t) {
        t.constraints << fk({a});
        t.indexes << index(QStringLiteral("i"), {a});
        t.indexes.last().predicate = QStringLiteral("a > 0");
    }),
        "no index fk");
    row("primary key serves", with([&](Table& t) { t.constraints << fk({QStringLiteral("id")}); }), "");
    row("same index twice", with([&](Table& t) {
        t.indexes << index(QStringLiteral("i1"), {a}) << index(QStringLiteral("i2"), {a});
    }),
        "redundant i2");
    row("beginning of a longer one", with([&](Table& t) {
        t.indexes << index(QStringLiteral("i1"), {a}) << index(QStringLiteral("i2"), {a, b});
    }),
        "redundant i1");
    row("unique beside longer", with([&](Table& t) {
        t.indexes << index(QStringLiteral("i1"), {a}) << index(QStringLiteral("i2"), {a, b});
        t.indexes.first().isUnique = true;
    }),
        "");
    row("unique makes the plain one redundant", with([&](Table& t) {
        t.indexes << index(QStringLiteral("i1"), {a}) << index(QStringLiteral("i2"), {a});
        t.indexes.last().isUnique = true;
    }),
        "redundant i1");
    row("a hash has no beginning", with([&](Table& t) {
        t.indexes << index(QStringLiteral("i1"), {a}, QStringLiteral("hash"))
                  << index(QStringLiteral("i2"), {a, b}, QStringLiteral("hash"));
    }),
        "");
    row("descending is another order", with([&](Table& t) {
        t.indexes << index(QStringLiteral("i1"), {a}) << index(QStringLiteral("i2"), {a, b});
        t.indexes.last().elements.first().isDescending = true;
    }),
        "");
    row("another predicate", with([&](Table& t) {
        t.indexes << index(QStringLiteral("i1"), {a}) << index(QStringLiteral("i2"), {a});
        t.indexes.last().predicate = QStringLiteral("a > 0");
    }),
        "");
    row("index of a constraint stays", with([&](Table& t) {
        t.indexes << index(QStringLiteral("u"), {a}) << index(QStringLiteral("z"), {a});
        t.indexes.first().constraintName = QStringLiteral("u");
        t.indexes.first().isUnique = true;
    }),
        "redundant z");
    row("disabled trigger", with([](Table& t) {
        Trigger trigger;
        trigger.name = QStringLiteral("t");
        trigger.enabled = QStringLiteral("disabled");
        t.triggers << trigger;
    }),
        "disabled t");
}

void SchemaFindingsTest::table()
{
    QFETCH(Table, table);
    QFETCH(Dialect, dialect);
    QFETCH(QString, expected);
    QCOMPARE(told(findings(table, dialect)), expected);
}

void SchemaFindingsTest::wholeDatabaseNamesItsTables()
{
    Database database;
    database.tables << keyed() << keyed();
    database.tables.last().name.name = QStringLiteral("we;ird\" tabelle ü");
    database.tables.last().constraints.clear();
    const QList<Finding> found = findings(database);
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.first().object.name.name, QStringLiteral("we;ird\" tabelle ü"));
    QCOMPARE(found.first().sentence, QStringLiteral("Table we;ird\" tabelle ü has no primary key."));
}

QTEST_APPLESS_MAIN(SchemaFindingsTest)
#include "tst_schema_findings.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/changed_fields.h"
#include "core/schema/fingerprint.h"
#include "core/schema/schema_json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace strandline;
using namespace strandline::schema;

namespace {

Database sample()
{
    Database database;
    database.dialect = sql::Dialect::PostgreSql;
    database.serverVersion = 150018;
    database.name = QStringLiteral("shop");
    database.defaultSchema = QStringLiteral("public");
    Table table;
    table.name = {QStringLiteral("public"), QStringLiteral("we;ird\"")};
    Column id;
    id.name = QStringLiteral("id");
    id.type = QStringLiteral("bigint");
    id.notNull = true;
    id.identity = Identity::Always;
    id.identityOptions = SequenceOptions {};
    id.identityOptions->start = QStringLiteral("9223372036854775807");
    Column text;
    text.name = QStringLiteral("größe");
    text.type = QStringLiteral("text");
    text.defaultValue = QString(); // an empty expression is another thing than none
    table.columns = {id, text};
    Constraint key;
    key.name = QStringLiteral("weird_pkey");
    key.kind = ConstraintKind::PrimaryKey;
    key.columns = QStringList {QStringLiteral("id")};
    Constraint check;
    check.name = QStringLiteral("a_check");
    check.expression = QStringLiteral("id > 0");
    check.isValidated = false;
    table.constraints = {key, check};
    table.access.grants = {{QStringLiteral("bo"), QStringLiteral("SELECT"), false},
        {QStringLiteral("anna"), QStringLiteral("SELECT"), true}};
    database.tables = {table};
    UserType mood;
    mood.name = {QStringLiteral("public"), QStringLiteral("mood")};
    mood.values = QStringList {QStringLiteral("sad"), QStringLiteral("happy"), QStringLiteral("")};
    database.types = {mood};
    database.dependencies = {{{ObjectKind::Table, table.name, {}}, {ObjectKind::Type, mood.name, {}}}};
    return database;
}

} // namespace

class SchemaModel : public QObject
{
    Q_OBJECT
private slots:
    void jsonKeepsEverything()
    {
        const Database database = sample();
        const QByteArray text = QJsonDocument(toJson(database)).toJson();
        const auto read = databaseFromJson(QJsonDocument::fromJson(text).object());
        QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().toText()));
        QCOMPARE(changedFields(database, *read).join(QLatin1Char(' ')), QString());
        QCOMPARE(
            changedFields(database.tables.first(), read->tables.first()).join(QLatin1Char(' ')), QString());
        QCOMPARE(QJsonDocument(toJson(*read)).toJson(), text);
        QVERIFY(read->tables.first().columns.at(1).defaultValue.has_value());
        QVERIFY(!read->tables.first().columns.at(0).defaultValue.has_value());
    }

    void jsonLeavesOutWhatSaysNothing()
    {
        const QJsonObject json = toJson(sample().tables.first());
        QVERIFY(!json.contains(QStringLiteral("comment")));
        QVERIFY(!json.contains(QStringLiteral("triggers")));
        Constraint usual;
        Constraint loose;
        loose.isValidated = false;
        Database with = sample();
        with.tables.first().constraints = {usual, loose};
        const auto texts = toJson(with.tables.first()).value(QStringLiteral("constraints")).toArray();
        QVERIFY(!texts.at(0).toObject().contains(QStringLiteral("validated")));
        QCOMPARE(texts.at(1).toObject().value(QStringLiteral("validated")).toBool(true), false);
    }

    void jsonRefuses_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("where");
        QTest::newRow("another format") << QByteArray(R"({"strandlineSchema": 2})") << "strandlineSchema";
        QTest::newRow("not ours") << QByteArray("{}") << "strandlineSchema";
        QTest::newRow("wrong type") << QByteArray(R"({"strandlineSchema": 1, "tables": [{"columns": 3}]})")
                                    << "tables.0.columns";
        QTest::newRow("unknown field")
            << QByteArray(R"({"strandlineSchema": 1, "tables": [{"colour": "x"}]})") << "colour";
        QTest::newRow("unknown word")
            << QByteArray(R"({"strandlineSchema": 1, "tables": [{"kind": "wooden"}]})") << "wooden";
    }
    void jsonRefuses()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, where);
        const auto read = databaseFromJson(QJsonDocument::fromJson(json).object());
        QVERIFY(!read);
        QVERIFY2(read.error().detail.contains(where), qPrintable(read.error().detail));
    }

    void fieldsThatDiffer()
    {
        const Table table = sample().tables.first();
        Table other = table;
        QCOMPARE(changedFields(table, other), QStringList());
        other.comment = QStringLiteral("x");
        other.columns[1].defaultValue.reset();
        QCOMPARE(
            changedFields(table, other), QStringList({QStringLiteral("columns"), QStringLiteral("comment")}));
        QCOMPARE(
            changedFields(table.columns.at(1), other.columns.at(1)), QStringList {QStringLiteral("default")});
        QVERIFY(!isSame(table, other));
    }

    void fingerprintIsOfTheDefinitions()
    {
        Database one = sample();
        Database other = sample();
        std::swap(other.tables.first().constraints[0], other.tables.first().constraints[1]);
        std::swap(other.tables.first().access.grants[0], other.tables.first().access.grants[1]);
        other.name = QStringLiteral("another");
        other.serverVersion = 160000;
        other.dependencies.clear();
        sortCanonically(one);
        sortCanonically(other);
        QCOMPARE(fingerprint(one), fingerprint(other));
        other.types.first().values.swapItemsAt(0, 1); // their order means something
        QVERIFY(fingerprint(one) != fingerprint(other));
    }

    void findsByName()
    {
        const Database database = sample();
        const Table* table = database.table({QStringLiteral("public"), QStringLiteral("we;ird\"")});
        QVERIFY(table);
        QVERIFY(!database.table({QString(), QStringLiteral("we;ird\"")}));
        QCOMPARE(table->primaryKey()->name, QStringLiteral("weird_pkey"));
        QVERIFY(!table->column(QStringLiteral("nothing")));
    }
};

QTEST_GUILESS_MAIN(SchemaModel)
#include "tst_schema_model.moc"

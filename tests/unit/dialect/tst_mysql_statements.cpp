// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/mysql/column_moves.h"
#include "core/dialect/mysql/mysql_renderer.h"
#include "core/dialect/mysql/partitions.h"
#include "core/dialect/mysql/type_change.h"

#include <QTest>

using namespace strandline;
using namespace strandline::dialect;
using schema::Column;
using schema::Database;
using schema::ObjectKind;
using schema::Table;

namespace {

Column column(const char* name, const char* type)
{
    Column column;
    column.name = QString::fromUtf8(name);
    column.type = QString::fromUtf8(type);
    return column;
}

Table table(const char* name, const QList<Column>& columns)
{
    Table table;
    table.name.name = QString::fromUtf8(name);
    table.columns = columns;
    table.options = {{QStringLiteral("engine"), QStringLiteral("InnoDB")},
        {QStringLiteral("collation"), QStringLiteral("utf8mb4_general_ci")}};
    return table;
}

Database database(const QList<Table>& tables)
{
    Database database;
    database.dialect = sql::Dialect::MySql;
    database.tables = tables;
    return database;
}

QStringList textsOf(const Rendered& rendered)
{
    QStringList texts;
    for (const RenderedStatement& statement : rendered.statements)
        texts << statement.text;
    return texts;
}

diff::Rename rename(ObjectKind kind, const char* from, const char* fromPart, const char* to, const char* toPart)
{
    return {{kind, {{}, QString::fromUtf8(from)}, QString::fromUtf8(fromPart)},
        {kind, {{}, QString::fromUtf8(to)}, QString::fromUtf8(toPart)}};
}

} // namespace

/// What can be told without a server; whether it leads to its end, tst_mysql_renderer asks one.
class MysqlStatements : public QObject
{
    Q_OBJECT

private slots:
    void movesAsFewAsPossible_data();
    void movesAsFewAsPossible();
    void statements_data();
    void statements();
    void ownersAreLeftOutOnRequest();
    void mysqlReplacesByDroppingFirst();
    void lossOfTypes_data();
    void lossOfTypes();
    void partitions_data();
    void partitions();
};

void MysqlStatements::movesAsFewAsPossible_data()
{
    QTest::addColumn<QList<int>>("targets");
    QTest::addColumn<QSet<int>>("moved");
    QTest::newRow("none") << QList<int> {} << QSet<int> {};
    QTest::newRow("in order") << QList<int> {0, 1, 2} << QSet<int> {};
    QTest::newRow("last to the front") << QList<int> {1, 2, 3, 0} << QSet<int> {0};
    QTest::newRow("first to the end") << QList<int> {3, 0, 1, 2} << QSet<int> {3};
    QTest::newRow("gaps of new ones") << QList<int> {2, 5, 9} << QSet<int> {};
}

void MysqlStatements::movesAsFewAsPossible()
{
    QFETCH(QList<int>, targets);
    QFETCH(QSet<int>, moved);
    QCOMPARE(mysql::movedPlaces(targets), moved);
}

void MysqlStatements::statements_data()
{
    QTest::addColumn<Database>("from");
    QTest::addColumn<Database>("to");
    QTest::addColumn<QList<diff::Rename>>("renames");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char* title, const QList<Table>& from, const QList<Table>& to,
                         const QList<diff::Rename>& renames, const QStringList& expected) {
        QTest::newRow(title) << database(from) << database(to) << renames << expected;
    };
    const Column a = column("a", "int(11)");
    const Column b = column("b", "varchar(10)");
    const Column c = column("c", "date");
    row("nothing", {table("t", {a})}, {table("t", {a})}, {}, {});
    row("a new table", {}, {table("t;`", {a, b})}, {},
        {QStringLiteral("CREATE TABLE `t;``` (\n  `a` int(11) DEFAULT NULL,\n  `b` varchar(10) DEFAULT NULL\n)"
                        " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci")});
    row("a table goes", {table("t", {a})}, {}, {}, {QStringLiteral("DROP TABLE `t`")});
    row("a column at the end", {table("t", {a})}, {table("t", {a, b})}, {},
        {QStringLiteral("ALTER TABLE `t` ADD COLUMN `b` varchar(10) DEFAULT NULL")});
    row("a column in front", {table("t", {a})}, {table("t", {b, a})}, {},
        {QStringLiteral("ALTER TABLE `t` ADD COLUMN `b` varchar(10) DEFAULT NULL FIRST")});
    row("one moves", {table("t", {a, b, c})}, {table("t", {c, a, b})}, {},
        {QStringLiteral("ALTER TABLE `t` MODIFY COLUMN `c` date DEFAULT NULL FIRST")});
    row("drop and add together", {table("t", {a, b})}, {table("t", {a, c})}, {},
        {QStringLiteral("ALTER TABLE `t`\n  DROP COLUMN `b`,\n  ADD COLUMN `c` date DEFAULT NULL")});
    row("a rename", {table("t", {a})}, {table("u", {column("z", "int(11)")})},
        {rename(ObjectKind::Table, "t", "", "u", ""), rename(ObjectKind::Column, "t", "a", "u", "z")},
        {QStringLiteral("RENAME TABLE `t` TO `u`"), QStringLiteral("ALTER TABLE `u` RENAME COLUMN `a` TO `z`")});
    row("a renamed column changes", {table("t", {a})}, {table("t", {column("z", "bigint(20)")})},
        {rename(ObjectKind::Column, "t", "a", "t", "z")},
        {QStringLiteral("ALTER TABLE `t` CHANGE COLUMN `a` `z` bigint(20) DEFAULT NULL")});
    Table latin = table("t", {b});
    latin.options.insert(QStringLiteral("collation"), QStringLiteral("latin1_swedish_ci"));
    row("charset", {latin}, {table("t", {b})}, {},
        {QStringLiteral("ALTER TABLE `t`\n  MODIFY COLUMN `b` varchar(10) CHARACTER SET utf8mb4 COLLATE"
                        " utf8mb4_general_ci DEFAULT NULL,\n  DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci")});
}

void MysqlStatements::statements()
{
    QFETCH(Database, from);
    QFETCH(Database, to);
    QFETCH(QList<diff::Rename>, renames);
    QFETCH(QStringList, expected);
    QCOMPARE(textsOf(makeMysqlRenderer()->render({from, to, renames, false, true})), expected);
}

void MysqlStatements::ownersAreLeftOutOnRequest()
{
    Database from = database({});
    Database to = database({});
    schema::View view;
    view.name.name = QStringLiteral("v");
    view.definition = QStringLiteral("select 1");
    from.views << view;
    view.options.insert(QStringLiteral("definer"), QStringLiteral("some@one@%"));
    to.views << view;
    const auto renderer = makeMysqlRenderer();
    QVERIFY(renderer->render({from, to, {}, false, false}).statements.isEmpty());
    QCOMPARE(textsOf(renderer->render({from, to, {}, false, true})),
        QStringList {QStringLiteral("CREATE OR REPLACE DEFINER=`some@one`@`%` VIEW `v` AS select 1")});
}

void MysqlStatements::mysqlReplacesByDroppingFirst()
{
    Database from = database({});
    from.options.insert(QStringLiteral("product"), QStringLiteral("MySQL"));
    Database to = from;
    schema::Routine routine;
    routine.name.name = QStringLiteral("p");
    routine.kind = schema::RoutineKind::Procedure;
    routine.definition = QStringLiteral("CREATE PROCEDURE `p`()\nSELECT 1");
    from.routines << routine;
    routine.definition = QStringLiteral("CREATE PROCEDURE `p`()\nSELECT 2");
    to.routines << routine;
    QCOMPARE(textsOf(makeMysqlRenderer()->render({from, to, {}, false, true})),
        (QStringList {QStringLiteral("DROP PROCEDURE `p`"), routine.definition}));
}

void MysqlStatements::lossOfTypes_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<bool>("loses");
    const auto row = [](const char* from, const char* to, bool loses) {
        QTest::newRow(qPrintable(QStringLiteral("%1 to %2").arg(QLatin1String(from), QLatin1String(to))))
            << QByteArray(from) << QByteArray(to) << loses;
    };
    row("int(11)", "bigint(20)", false);
    row("bigint(20)", "int(11)", true);
    row("int(10) unsigned", "int(11)", true);
    row("int(10) unsigned", "bigint(20)", false);
    row("varchar(10)", "varchar(20)", false);
    row("varchar(20)", "varchar(10)", true);
    row("varchar(20)", "text", false);
    row("text", "varchar(300)", true);
    row("int(11)", "varchar(20)", false);
    row("decimal(8,2)", "decimal(10,3)", false);
    row("decimal(8,2)", "decimal(8,3)", true);
    row("enum('a')", "enum('a','b')", false);
    row("enum('a','b')", "enum('b')", true);
    row("date", "datetime", false);
    row("datetime", "date", true);
    row("datetime(3)", "datetime", true);
    row("blob", "longblob", false);
}

void MysqlStatements::lossOfTypes()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(bool, loses);
    const Table some = table("t", {});
    QCOMPARE(!mysql::typeLoss(column("c", from.constData()), some, column("c", to.constData()), some).isEmpty(), loses);
}

void MysqlStatements::partitions_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("expected"); // before | within | after
    const auto row = [](const char* title, const char* from, const char* to, const char* expected) {
        QTest::newRow(title) << QString::fromUtf8(from) << QString::fromUtf8(to) << QString::fromUtf8(expected);
    };
    row("same", "HASH (`a`)\nPARTITIONS 2", "HASH (`a`)\nPARTITIONS 2", "||");
    row("none before", "", "HASH (`a`)", "|PARTITION BY HASH (`a`)|");
    row("none after", "HASH (`a`)", "", "REMOVE PARTITIONING||");
    row("fewer", "HASH (`a`)\nPARTITIONS 4", "HASH (`a`)\nPARTITIONS 1", "||COALESCE PARTITION 3");
    row("at the end", "RANGE (`a`)\n(PARTITION `p` VALUES LESS THAN (1))",
        "RANGE (`a`)\n(PARTITION `p` VALUES LESS THAN (1),\n PARTITION `q` VALUES LESS THAN (2))",
        "||ADD PARTITION (PARTITION `q` VALUES LESS THAN (2))");
    row("in the middle", "RANGE (`a`)\n(PARTITION `p` VALUES LESS THAN (1),\n PARTITION `r` VALUES LESS THAN (9))",
        "RANGE (`a`)\n(PARTITION `p` VALUES LESS THAN (1),\n PARTITION `q` VALUES LESS THAN (2),\n"
        " PARTITION `r` VALUES LESS THAN (9))",
        "||REORGANIZE PARTITION `r` INTO (PARTITION `q` VALUES LESS THAN (2),\n PARTITION `r` VALUES LESS THAN (9))");
    row("a lower end", "RANGE (`a`)\n(PARTITION `p` VALUES LESS THAN (9))",
        "RANGE (`a`)\n(PARTITION `p` VALUES LESS THAN (5))",
        "|PARTITION BY RANGE (`a`)\n(PARTITION `p` VALUES LESS THAN (5))|");
    row("another method", "HASH (`a`)", "KEY (`a`)", "|PARTITION BY KEY (`a`)|");
}

void MysqlStatements::partitions()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, expected);
    Table before = table("t", {});
    Table after = table("t", {});
    before.partitionKey = from;
    after.partitionKey = to;
    const auto change = mysql::partitionChange(before, after);
    QCOMPARE(QStringList({change.before, change.within, change.after.join(QLatin1Char(';'))}).join(QLatin1Char('|')),
        expected);
}


QTEST_GUILESS_MAIN(MysqlStatements)
#include "tst_mysql_statements.moc"

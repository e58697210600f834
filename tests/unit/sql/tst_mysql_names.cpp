// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/mysql_names.h"

#include <QTest>

using namespace strandline;

/// Queries as MariaDB prints them into information_schema.
class MysqlNames : public QObject
{
    Q_OBJECT

private slots:
    void removesTheDatabase_data();
    void removesTheDatabase();
    void findsWhatAQueryUses_data();
    void findsWhatAQueryUses();
    void renamesColumns_data();
    void renamesColumns();
};

void MysqlNames::removesTheDatabase_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* title, const char* text, const char* expected) {
        QTest::newRow(title) << QString::fromUtf8(text) << QString::fromUtf8(expected);
    };
    row("three parts", "select `db`.`t`.`a` AS `a` from `db`.`t`", "select `t`.`a` AS `a` from `t`");
    row("joins", "select 1 from (`db`.`a` join `db`.`b` `x` on(`db`.`a`.`i` = `x`.`i`))",
        "select 1 from (`a` join `b` `x` on(`a`.`i` = `x`.`i`))");
    row("another database stays", "select `o`.`t`.`a` from `o`.`t`", "select `o`.`t`.`a` from `o`.`t`");
    row("an alias like the database", "select `db`.`a` AS `a` from `db`.`t` `db` where `db`.`a` > 1",
        "select `db`.`a` AS `a` from `t` `db` where `db`.`a` > 1");
    row("a table like the database", "select `db`.`db`.`db` AS `x` from `db`.`db`", "select `db`.`db` AS `x` from `db`");
    row("a subquery", "select (select max(`db`.`t`.`a`) from `db`.`t`) AS `m`, `db`.`f`(1) from `db`.`u`",
        "select (select max(`t`.`a`) from `t`) AS `m`, `f`(1) from `u`");
    row("a sequence", "nextval(`db`.`s`)", "nextval(`s`)");
    row("text stays", "select '`db`.`t`' AS `x`", "select '`db`.`t`' AS `x`");
    row("union", "select 1 from `db`.`a` union select 2 from `db`.`b`", "select 1 from `a` union select 2 from `b`");
    row("comma", "select 1 from `db`.`a`,`db`.`b`", "select 1 from `a`,`b`");
    row("unfinished", "select `db`.`t", "select `db`.`t");
    row("empty", "", "");
}

void MysqlNames::removesTheDatabase()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QCOMPARE(sql::withoutDatabase(text, QStringLiteral("db")), expected);
}

void MysqlNames::findsWhatAQueryUses_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char* title, const char* text, const QStringList& expected) {
        QTest::newRow(title) << QString::fromUtf8(text) << expected;
    };
    row("a table", "select `t`.`a` AS `a` from `t`", {QStringLiteral("t")});
    row("aliases are none", "select 1 from (`a` `x` join `b` `y` on(`x`.`i` = `y`.`i`))",
        {QStringLiteral("a"), QStringLiteral("b")});
    row("each once", "select 1 from `a` union select 2 from `a`", {QStringLiteral("a")});
    row("functions", "select `f`(`t`.`a`) AS `x` from `t`", {QStringLiteral("f"), QStringLiteral("t")});
    row("a derived table", "select 1 from (select `a`.`i` AS `i` from `a`) `q`", {QStringLiteral("a")});
    row("names with quotes", "select 1 from `we``ird`", {QStringLiteral("we`ird")});
}

void MysqlNames::findsWhatAQueryUses()
{
    QFETCH(QString, query);
    QFETCH(QStringList, expected);
    QCOMPARE(sql::namesUsedBy(query), expected);
}

void MysqlNames::renamesColumns_data()
{
    QTest::addColumn<QString>("expression");
    QTest::addColumn<QString>("expected");
    QTest::newRow("alone") << QStringLiteral("`a` + 1") << QStringLiteral("`x``y` + 1");
    QTest::newRow("not in text") << QStringLiteral("concat('`a`',`b`)") << QStringLiteral("concat('`a`',`b`)");
    QTest::newRow("twice") << QStringLiteral("`a` < `b` and `a` > 0") << QStringLiteral("`x``y` < `b` and `x``y` > 0");
}

void MysqlNames::renamesColumns()
{
    QFETCH(QString, expression);
    QFETCH(QString, expected);
    QCOMPARE(sql::withRenamedColumn(expression, QStringLiteral("a"), QStringLiteral("x`y")), expected);
}

QTEST_GUILESS_MAIN(MysqlNames)
#include "tst_mysql_names.moc"

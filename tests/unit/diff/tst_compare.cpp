// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diff/compare.h"
#include "tests/unit/diff/diff_case.h"

#include <QElapsedTimer>
#include <QTest>

using namespace strandline;
using diff::Difference;
using tests::DiffCase;

Q_DECLARE_METATYPE(DiffCase)

namespace {

QStringList sentences(const QList<Difference>& differences)
{
    QStringList texts;
    for (const Difference& difference : differences)
        texts.append(difference.sentence
            + (difference.consequence.isEmpty() ? QString()
                                                : QStringLiteral(" | ") + difference.consequence));
    return texts;
}

/// So many tables with ten columns, a key, a foreign key and two indexes each.
schema::Database wide(int tables, const QString& prefix, int changedEvery)
{
    schema::Database database;
    database.dialect = sql::Dialect::PostgreSql;
    database.defaultSchema = QStringLiteral("public");
    database.schemas = {{QStringLiteral("public"), {}, {}}};
    for (int i = 0; i < tables; ++i) {
        schema::Table table;
        table.name = {
            QStringLiteral("public"), QStringLiteral("%1_%2").arg(prefix).arg(i, 5, 10, QChar(u'0'))};
        for (int k = 0; k < 10; ++k) {
            schema::Column column;
            column.name = QStringLiteral("column_%1").arg(k);
            column.type = changedEvery > 0 && k == 3 && i % changedEvery == 0 ? QStringLiteral("bigint")
                                                                              : QStringLiteral("integer");
            column.notNull = k == 0;
            table.columns.append(column);
        }
        schema::Constraint key;
        key.kind = schema::ConstraintKind::PrimaryKey;
        key.name = table.name.name + QStringLiteral("_pkey");
        key.columns = QStringList {QStringLiteral("column_0")};
        schema::Constraint child;
        child.kind = schema::ConstraintKind::ForeignKey;
        child.name = table.name.name + QStringLiteral("_fkey");
        child.columns = QStringList {QStringLiteral("column_1")};
        child.referencedTable = table.name;
        child.referencedColumns = key.columns;
        table.constraints = {child, key};
        for (int k = 0; k < 2; ++k) {
            schema::Index index;
            index.name = table.name.name + QStringLiteral("_idx%1").arg(k);
            index.method = QStringLiteral("btree");
            schema::IndexElement element;
            element.column = QStringLiteral("column_%1").arg(k + 4);
            index.elements = {element};
            table.indexes.append(index);
        }
        database.tables.append(table);
    }
    return database;
}

} // namespace

class TestCompare : public QObject
{
    Q_OBJECT
private slots:
    void cases_data()
    {
        QTest::addColumn<DiffCase>("one");
        const auto cases = tests::readDiffCases(QStringLiteral("compare_*.json"));
        QVERIFY2(cases.has_value(), cases ? "" : qPrintable(cases.error().toText()));
        QVERIFY(cases->size() > 40);
        for (const DiffCase& one : *cases)
            QTest::newRow(qPrintable(one.about)) << one;
    }
    void cases()
    {
        QFETCH(DiffCase, one);
        const auto differences = diff::compare(one.from, one.to, one.renames, one.options);
        QCOMPARE(sentences(differences), one.texts("differences"));
        for (const Difference& difference : differences) {
            using diff::DifferenceKind;
            QCOMPARE(difference.kind == DifferenceKind::OnlyTo, difference.from.name.isEmpty());
            QCOMPARE(difference.kind == DifferenceKind::OnlyFrom, difference.to.name.isEmpty());
            if (difference.kind == DifferenceKind::Changed)
                QVERIFY(!difference.fields.isEmpty());
        }
        // The way back tells as many differences, and a side never differs from itself.
        const auto back = diff::compare(one.to, one.from, diff::reversed(one.renames), one.options);
        QCOMPARE(back.size(), differences.size());
        QCOMPARE(sentences(diff::compare(one.from, one.from, {}, one.options)), QStringList());
        QCOMPARE(sentences(diff::compare(one.to, one.to, {}, {})), QStringList());
    }

    void tenThousandTablesAreNoMatter_data()
    {
        QTest::addColumn<QString>("prefix");
        QTest::addColumn<int>("changedEvery");
        QTest::addColumn<int>("expected");
        QTest::newRow("equal") << "thing" << 0 << 0;
        QTest::newRow("every tenth changed") << "thing" << 10 << 1000;
        QTest::newRow("all others") << "other" << 0 << 20000;
    }
    void tenThousandTablesAreNoMatter()
    {
        QFETCH(QString, prefix);
        QFETCH(int, changedEvery);
        QFETCH(int, expected);
        const schema::Database from = wide(10000, QStringLiteral("thing"), 0);
        const schema::Database to = wide(10000, prefix, changedEvery);
        QElapsedTimer timer;
        timer.start();
        const auto differences = diff::compare(from, to, {}, {});
        const qint64 compared = timer.restart();
        const auto questions = diff::renameQuestions(from, to, {}, {});
        const qint64 asked = timer.elapsed();
        qInfo("compared in %lld ms, %lld questions in %lld ms", compared, qint64(questions.size()), asked);
        QCOMPARE(int(differences.size()), expected);
        // A step that grows with the square of the tables takes many minutes, also on a machine that is free;
        // the limit is for busy ones and for sanitizers.
        QVERIFY(compared + asked < 180000);
    }
};

QTEST_APPLESS_MAIN(TestCompare)
#include "tst_compare.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/data_loss.h"
#include "core/analysis/loss_flags.h"
#include "core/analysis/loss_scanner.h"
#include "core/analysis/touched_tables.h"

#include <QTest>

using namespace strandline;
using analysis::CountedLoss;
using analysis::DataLoss;
using analysis::LossKind;
using migration::MigrationFlag;
using sql::Dialect;

namespace {

migration::Script scriptOf(const QByteArray& text)
{
    migration::Script script;
    script.path = QStringLiteral("migrations/1.sql");
    script.bytes = text;
    script.size = text.size();
    return script;
}

CountedLoss counted(const QByteArray& text, qint64 count, bool isEstimate = false)
{
    CountedLoss result;
    const auto scan = analysis::findLosses(scriptOf(text), Dialect::PostgreSql);
    result.loss = scan.losses.value(0);
    result.count.count = count;
    result.count.isEstimate = isEstimate;
    return result;
}

} // namespace

class Analysis : public QObject
{
    Q_OBJECT

private slots:
    void sentences_data()
    {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<qint64>("count");
        QTest::addColumn<bool>("isEstimate");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* script, qint64 count, bool isEstimate, const char* sentence) {
            QTest::newRow(sentence) << QByteArray(script) << count << isEstimate
                                    << QString::fromUtf8(sentence);
        };
        row("DROP TABLE invoice", 3120, false, "Deletes table invoice: 3,120 rows");
        row("DROP TABLE invoice", 1, false, "Deletes table invoice: 1 row");
        row("DROP TABLE invoice", 0, false, "Deletes table invoice: 0 rows");
        row("DROP TABLE invoice", 2000000, true, "Deletes table invoice: about 2,000,000 rows");
        row("DROP TABLE invoice", -1, false, "Deletes table invoice: an unknown number of rows");
        row("ALTER TABLE orders DROP note", 18204, false, "Deletes column orders.note: 18,204 values");
        row("ALTER TABLE orders DROP note", 1, false, "Deletes column orders.note: 1 value");
        row("DROP SCHEMA s CASCADE", 3, false, "Deletes schema s: 3 tables");
        row("DROP TYPE mood CASCADE", 2, false, "Deletes type mood: 2 columns");
        row("DROP SEQUENCE s", -1, false, "Deletes sequence s");
        row("TRUNCATE orders", 5, false, "Empties table orders: 5 rows");
        row("DELETE FROM orders", 5, false, "Deletes every row of orders: 5 rows");
        row("UPDATE orders SET a = 1, b = 2", 5, false, "Overwrites orders.a,b in every row: 5 rows");
        row("ALTER TABLE t ALTER c TYPE varchar(5)", 12, false,
            "Changes the type of t.c to varchar(5): 12 values do not fit");
        row("ALTER TABLE t ALTER c TYPE varchar(5)", 1, false,
            "Changes the type of t.c to varchar(5): 1 value does not fit");
        row("ALTER TABLE t ALTER c TYPE varchar(5)", 0, false,
            "Changes the type of t.c to varchar(5): all values fit");
        row("ALTER TABLE t ALTER c TYPE date USING d(c)", 7, false,
            "Changes the type of t.c to date, which may cut or refuse values: 7 values");
    }
    void sentences()
    {
        QFETCH(QByteArray, script);
        QFETCH(qint64, count);
        QFETCH(bool, isEstimate);
        QFETCH(QString, sentence);
        QCOMPARE(counted(script, count, isEstimate).sentence(), sentence);
    }

    void nothingIsLost()
    {
        QVERIFY(counted("ALTER TABLE t ALTER c TYPE varchar(5)", 0).isNothing());
        QVERIFY(!counted("ALTER TABLE t ALTER c TYPE varchar(5)", 1).isNothing());
        QVERIFY(!counted("ALTER TABLE t ALTER c TYPE varchar(5)", -1).isNothing());
        QVERIFY(counted("DROP TABLE t", 0).isNothing());
        QVERIFY(!counted("DROP TABLE t", 0, true).isNothing());
        CountedLoss absent = counted("DROP TABLE t", 0);
        absent.count.objectIsAbsent = true;
        QVERIFY(absent.isNothing());
        QCOMPARE(absent.sentence(), QStringLiteral("Deletes table t: it is not there"));
    }

    /// The scanner says the same as findLosses() for a script that comes piece by piece.
    void scanner()
    {
        analysis::LossScanner scanner(Dialect::Sqlite);
        scanner.add("CREATE TABLE n (a)", 1, 1);
        scanner.add("INSERT INTO n SELECT * FROM t", 2, 2);
        scanner.add("DROP TABLE t", 3, 3);
        QVERIFY(scanner.result().losses.isEmpty());
        scanner.add("DROP TABLE n", 4, 9);
        const analysis::LossScan scan = scanner.result();
        QCOMPARE(scan.losses.size(), 1);
        QCOMPARE(scan.losses.first().statement, 3);
        QCOMPARE(scan.losses.first().line, 3);
    }

    /// Renamed by one migration, dropped by the next: counted under the name that it has before both.
    void planIsOneRun()
    {
        migration::Plan plan;
        plan.dialect = Dialect::PostgreSql;
        const auto addStep = [&plan](const QByteArray& text, int first = 1) {
            migration::PlanStep step;
            step.script = scriptOf(text);
            step.firstStatement = first;
            plan.steps.append(step);
        };
        QVERIFY(analysis::findLosses(plan).isEmpty());
        addStep("ALTER TABLE orders RENAME TO orders_old; CREATE TABLE scratch (id int)");
        addStep("DROP TABLE orders_old; DROP TABLE scratch");
        auto scans = analysis::findLosses(plan);
        QCOMPARE(scans.size(), 2);
        QVERIFY(scans.at(0).losses.isEmpty());
        QCOMPARE(scans.at(1).losses.size(), 1);
        QCOMPARE(scans.at(1).losses.first().table, QStringLiteral("\"orders\""));
        QCOMPARE(scans.at(1).losses.first().statement, 1);

        // The rename stayed when the run stopped: the database has the new name already.
        plan.steps.clear();
        addStep("DELETE FROM t; ALTER TABLE orders RENAME TO orders_old; DROP TABLE orders_old", 3);
        scans = analysis::findLosses(plan);
        QCOMPARE(scans.first().losses.size(), 1);
        QCOMPARE(scans.first().losses.first().table, QStringLiteral("\"orders_old\""));
        QCOMPARE(scans.first().losses.first().statement, 3);
    }

    void largeScriptIsNoted()
    {
        migration::Script script = scriptOf({});
        script.isLarge = true;
        const analysis::LossScan scan = analysis::findLosses(script, Dialect::MySql);
        QVERIFY(scan.losses.isEmpty());
        QCOMPARE(scan.notUnderstood.size(), 1);
        QCOMPARE(scan.notUnderstood.first().position.file, script.path);

        migration::Plan plan;
        plan.dialect = Dialect::MySql;
        plan.steps.append(migration::PlanStep());
        plan.steps.last().script = script;
        const auto readLarge = [](const migration::Script&, const analysis::StatementVisitor& visit) {
            visit("CREATE TABLE n (id int)", 1, 1);
            visit("DROP TABLE n, t", 2, 7);
            return base::Result<void>();
        };
        const auto scans = analysis::findLosses(plan, readLarge);
        QCOMPARE(scans.first().losses.size(), 1);
        QCOMPARE(scans.first().losses.first().object, QStringLiteral("t"));
        QCOMPARE(scans.first().losses.first().line, 7);
        const auto broken = analysis::findLosses(
            plan, [](const migration::Script&, const analysis::StatementVisitor&) -> base::Result<void> {
                return base::fail(base::ErrorCode::Io, QStringLiteral("Could not read it"));
            });
        QCOMPARE(broken.first().notUnderstood.value(0).summary, QStringLiteral("Could not read it"));
    }

    void batchesTogetherTakeEveryRow()
    {
        migration::Script script = scriptOf("DELETE FROM a WHERE {batch}; DELETE FROM b WHERE {batch} AND "
                                            "old; UPDATE c SET d = 1 WHERE {batch}");
        script.directives.batches.append(migration::BatchDirective());
        const auto losses = analysis::findLosses(script, Dialect::PostgreSql).losses;
        QCOMPARE(losses.size(), 2);
        QCOMPARE(losses.at(0).object, QStringLiteral("a"));
        QCOMPARE(losses.at(1).object, QStringLiteral("c.d"));
    }

    void oddText_data()
    {
        QTest::addColumn<QByteArray>("text");
        const char* texts[] = {"", ";", "DROP", "DROP TABLE", "DROP TABLE IF EXISTS", "DROP TABLE ,", "ALTER",
            "ALTER TABLE", "ALTER TABLE t", "ALTER TABLE t DROP", "ALTER TABLE t ADD (", "TRUNCATE", "DELETE",
            "DELETE FROM", "DELETE FROM t WHERE", "DELETE FROM t WHERE (", "UPDATE", "UPDATE t SET",
            "UPDATE SET a = 1", "WITH", "WITH a AS (", "WITH a AS (DELETE FROM", "EXPLAIN (", "COPY (",
            "INSERT INTO", "CREATE TABLE", "CREATE TABLE t (", "REPLACE", "RENAME TABLE a",
            "CREATE INDEX i ON", "ALTER TABLE t ALTER c TYPE", "ALTER TABLE t MODIFY", "DROP TABLE \"",
            "DROP TABLE a.", "\"", "((((", "))))", "DELETE FROM t WHERE OR",
            "DELETE FROM t WHERE = =", "CREATE FUNCTION f(", "ALTER TYPE t"};
        for (const char* text : texts)
            QTest::newRow(*text ? text : "empty") << QByteArray(text);
        QTest::newRow("deep") << QByteArray("WITH a AS (").repeated(5000);
        QTest::newRow("deep tables") << "UPDATE " + QByteArray("(").repeated(15000) + " t SET a = 1";
        QTest::newRow("deep condition")
            << "DELETE FROM t WHERE " + QByteArray("(").repeated(5000) + "1" + QByteArray(")").repeated(5000);
    }
    void oddText()
    {
        QFETCH(QByteArray, text);
        for (const Dialect dialect : {Dialect::PostgreSql, Dialect::MySql, Dialect::Sqlite}) {
            for (const DataLoss& loss : analysis::findLosses(scriptOf(text), dialect).losses) {
                QVERIFY(!loss.object.isEmpty());
                analysis::countQueries(loss, dialect);
            }
            analysis::inverseOf(text, dialect);
            analysis::touchedTables(scriptOf(text), dialect);
        }
    }

    void touched_data()
    {
        QTest::addColumn<int>("dialect");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("tables");
        const auto row = [](Dialect dialect, const char* text, const char* tables) {
            QTest::newRow(text) << int(dialect) << QByteArray(text) << QString::fromUtf8(tables);
        };
        const auto pg = Dialect::PostgreSql;
        row(pg, "ALTER TABLE ONLY shop.orders ADD a int; ALTER TABLE shop.orders DROP b", "shop.orders");
        row(pg, "CREATE TABLE t (id int); CREATE INDEX ON t (id); INSERT INTO t VALUES (1)", "");
        row(pg, "CREATE UNIQUE INDEX CONCURRENTLY i ON ONLY orders (a)", "orders");
        row(pg, "CREATE TRIGGER g AFTER UPDATE OF a ON \"Odd T\" EXECUTE FUNCTION f()", "\"Odd T\"");
        row(pg, "SELECT * FROM reader; INSERT INTO a SELECT * FROM b", "a");
        row(pg, "WITH x AS (DELETE FROM a RETURNING *) UPDATE b SET c = 1", "a,b");
        row(pg, "TRUNCATE a, ONLY b; DROP TABLE IF EXISTS c, d CASCADE", "a,b,c,d");
        row(pg, "ALTER TABLE a RENAME TO b; UPDATE b SET c = 1 WHERE d = 2", "a");
        row(pg, "COPY a FROM stdin;\n1\n\\.\nMERGE INTO b USING c ON true WHEN MATCHED THEN DELETE", "a,b");
        row(pg, "DROP TRIGGER g ON a", "a");
        row(Dialect::MySql, "UPDATE a x JOIN b y ON x.i = y.i SET x.c = 1", "a,b");
        row(Dialect::MySql, "DELETE x FROM a x, b WHERE x.i = b.i; DELETE FROM c USING c, d", "a,c");
        row(Dialect::MySql, "RENAME TABLE a TO b; CREATE INDEX i ON `we;ird` (a)", "a,`we;ird`");
        row(Dialect::MySql, "REPLACE LOW_PRIORITY INTO a VALUES (1); DROP INDEX i ON b", "a,b");
        row(Dialect::Sqlite, "INSERT OR REPLACE INTO a VALUES (1); DELETE FROM b; ALTER TABLE c ADD d",
            "a,b,c");
    }
    void touched()
    {
        QFETCH(int, dialect);
        QFETCH(QByteArray, text);
        QFETCH(QString, tables);
        QCOMPARE(analysis::touchedTables(scriptOf(text), Dialect(dialect)).join(QLatin1Char(',')), tables);
    }

    void flags()
    {
        migration::Timeline timeline;
        const auto add = [&timeline](const QByteArray& up, const QByteArray& down) {
            migration::TimelineEntry entry;
            entry.migration.emplace();
            entry.migration->up = scriptOf(up);
            if (!down.isEmpty())
                entry.migration->down = scriptOf(down);
            timeline.entries.append(entry);
        };
        add("CREATE TABLE t (id int)", "DROP TABLE t");
        add("ALTER TABLE t DROP COLUMN a", "ALTER TABLE t ADD COLUMN a int");
        add("ALTER TABLE t ALTER a TYPE varchar(5)", {});
        timeline.entries.append(migration::TimelineEntry()); // only the history knows it
        timeline.entries[2].flags = MigrationFlag::DataLoss; // of an earlier look
        analysis::markDataLoss(timeline, Dialect::PostgreSql);
        QCOMPARE(timeline.entries.at(0).flags, migration::MigrationFlags(MigrationFlag::DownDataLoss));
        QCOMPARE(timeline.entries.at(1).flags, migration::MigrationFlags(MigrationFlag::DataLoss));
        QCOMPARE(timeline.entries.at(2).flags, migration::MigrationFlags());
        QCOMPARE(timeline.entries.at(3).flags, migration::MigrationFlags());
    }

    void flagsAreRemembered()
    {
        analysis::LossFlagCache cache;
        migration::Script script = scriptOf("drop table t");
        script.sha256 = QByteArray(32, 'a');
        QVERIFY(cache.deletesData(script, Dialect::Sqlite));
        // The digest stands for the bytes: as long as it is the same nobody reads them again …
        script.bytes = "SELECT 1";
        QVERIFY(cache.deletesData(script, Dialect::Sqlite));
        // … but for another dialect, and without a digest.
        QVERIFY(!cache.deletesData(script, Dialect::MySql));
        script.sha256.clear();
        QVERIFY(!cache.deletesData(script, Dialect::Sqlite));
    }
};

QTEST_GUILESS_MAIN(Analysis)
#include "tst_analysis.moc"

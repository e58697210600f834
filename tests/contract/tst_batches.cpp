// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/transaction.h"
#include "core/runner/batch.h"
#include "core/sql/identifier.h"
#include "tests/contract/contract.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <thread>

using namespace strandline;
using runner::BatchRequest;
using runner::BatchState;
using sql::Dialect;
using test::Opened;
using test::PerEngine;

namespace {

migration::BatchDirective directive(const QString& table, const QStringList& key, int size, int pauseMs = 0)
{
    return {table, key, size, pauseMs, 1};
}

BatchRequest batches(const QByteArray& statement, const migration::BatchDirective& along)
{
    BatchRequest request;
    request.statement = statement;
    request.directive = along;
    request.firstRetryPauseMs = 1;
    return request;
}

bool isLockTimeout(const base::Error& error)
{
    return error.nativeCode.contains(QLatin1String("55P03"))
        || error.nativeCode.contains(QLatin1String("1205"))
        || error.nativeCode.startsWith(QLatin1String("SQLITE_BUSY"));
}

QString valueOf(db::Connection& connection, const QString& query)
{
    const auto rows = connection.query(query);
    if (!rows)
        return rows.error().toText();
    QStringList lines;
    for (const QVariantList& row : rows->rows) {
        QStringList fields;
        for (const QVariant& field : row)
            fields << (field.isNull() ? QStringLiteral("NULL") : field.toString());
        lines << fields.join(QLatin1Char('|'));
    }
    return lines.join(QLatin1Char('\n'));
}

/// Rows 1 … count of table t (id, n = 0), in one statement.
QStringList numberedRows(Dialect dialect, int count)
{
    const QString digits =
        QStringLiteral("WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < %1) ");
    const QString create = QStringLiteral("CREATE TABLE t (id bigint PRIMARY KEY, n int NOT NULL DEFAULT 0)");
    if (dialect == Dialect::MySql)
        return {create, QStringLiteral("SET max_recursive_iterations = 100000000"),
            QStringLiteral("INSERT INTO t (id) ") + digits.arg(count) + QStringLiteral("SELECT i FROM s")};
    return {create, digits.arg(count) + QStringLiteral("INSERT INTO t (id) SELECT i FROM s")};
}

#define RUN_ALL(connection, ...)                                                                             \
    do {                                                                                                     \
        const QStringList all = __VA_ARGS__;                                                                 \
        for (const QString& one : all)                                                                       \
            VERIFY_OK((connection)->execute(one));                                                           \
    } while (false)

} // namespace

class Batches : public QObject
{
    Q_OBJECT

private slots:
    void keyTypes_data();
    void keyTypes();
    void composite_data();
    void composite();
    void oddNames_data() { test::addEngineRows(); }
    void oddNames();
    void rowid();
    void refused_data();
    void refused();
    void interruptAndResume_data() { test::addEngineRows(); }
    void interruptAndResume();
    void deleteAndInsert_data() { test::addEngineRows(); }
    void deleteAndInsert();
    void othersWrite_data() { test::addEngineRows(); }
    void othersWrite();
    void growingTable_data() { test::addEngineRows(); }
    void growingTable();
    void lockTimeout_data() { test::addEngineRows(); }
    void lockTimeout();
    void positions();
    void aliases_data() { test::addEngineRows(); }
    void aliases();
    void placeholderInStrings_data() { test::addEngineRows(); }
    void placeholderInStrings();
    void pauseIsCancellable_data() { test::addEngineRows(); }
    void pauseIsCancellable();
    void cancelWithin_data() { test::addEngineRows(); }
    void cancelWithin();
    void emptyTable_data() { test::addEngineRows(); }
    void emptyTable();
    void notices_data() { test::addEngineRows(); }
    void notices();
    void foreignCheckpoint_data() { test::addEngineRows(); }
    void foreignCheckpoint();
    void detail();
    void rate_data() { test::addEngineRows(); }
    void rate();
};

void Batches::keyTypes_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QStringList>("values");
    const auto row = [](const char* name, Dialect dialect, const char* type, QStringList values) {
        QTest::newRow(qPrintable(sql::dialectName(dialect) + QLatin1Char(' ') + QLatin1String(name)))
            << dialect << QString::fromUtf8(type) << values;
    };
    const QStringList numbers {QStringLiteral("-5"), QStringLiteral("0"), QStringLiteral("7"),
        QStringLiteral("1000000"), QStringLiteral("2000000000"), QStringLiteral("42"), QStringLiteral("43")};
    const QStringList large {QStringLiteral("9007199254740993"), QStringLiteral("9007199254740992"),
        QStringLiteral("9007199254740994"), QStringLiteral("9223372036854775807"),
        QStringLiteral("-9223372036854775807"), QStringLiteral("9223372036854775806"), QStringLiteral("1")};
    const QStringList texts {QStringLiteral("'B'"), QStringLiteral("'a'"), QStringLiteral("'Z'"),
        QStringLiteral("'ø'"), QStringLiteral("'it''s'"), QStringLiteral("''"), QStringLiteral("'a b'"),
        QStringLiteral("'{batch}; -- ?:x'"), QStringLiteral("'日本'"), QStringLiteral("'two\nlines'"),
        QStringLiteral("'%1 %s'")};
    const QStringList decimals {QStringLiteral("0.10"), QStringLiteral("123456789012345678.99"),
        QStringLiteral("-1.01"), QStringLiteral("0.11"), QStringLiteral("123456789012345678.98"),
        QStringLiteral("2")};
    const QStringList times {QStringLiteral("'2026-01-01 00:00:00.000001'"),
        QStringLiteral("'2026-01-01 00:00:00.000002'"), QStringLiteral("'2026-01-01 00:00:00'"),
        QStringLiteral("'1999-12-31 23:59:59.999999'"), QStringLiteral("'2026-01-01 00:00:00.000003'")};
    QStringList uuids;
    for (int i = 0; i < 20; ++i)
        uuids << QStringLiteral("'%1-0000-4000-8000-%2'")
                     .arg(QString::number(quint32(i) * 2654435761u, 16).rightJustified(8, QLatin1Char('0')))
                     .arg(i, 12, 10, QLatin1Char('0'));
    const QStringList backslashes {
        QStringLiteral("'a\\b'"), QStringLiteral("'\\'"), QStringLiteral("'\\x'"), QStringLiteral("'q'")};
    const QStringList floats {QStringLiteral("0.1"), QStringLiteral("1e20"),
        QStringLiteral("-0.333333333333333314829616256247"), QStringLiteral("0.30000000000000004"),
        QStringLiteral("0.3"), QStringLiteral("5e-300")};
    const auto pg = Dialect::PostgreSql, my = Dialect::MySql, lite = Dialect::Sqlite;
    for (const auto dialect : {pg, my, lite}) {
        row("int", dialect, "int", numbers);
        row("bigint", dialect, "bigint", large);
        row("numeric", dialect, "numeric(20,2)", decimals.mid(0, dialect == lite ? 1 : -1));
    }
    row("uuid", pg, "uuid", uuids);
    row("text C", pg, "text COLLATE \"C\"", texts);
    row("text default", pg, "text", texts + backslashes);
    row("varchar ICU", pg, "varchar(40) COLLATE \"und-x-icu\"",
        texts + QStringList {QStringLiteral("'A'"), QStringLiteral("'b'")});
    row("char", pg, "char(20)", texts);
    row("timestamp", pg, "timestamp", times);
    row("timestamptz", pg, "timestamptz", times);
    row("date", pg, "date",
        {QStringLiteral("'2026-01-01'"), QStringLiteral("'-infinity'"), QStringLiteral("'2025-01-01'"),
            QStringLiteral("'0044-03-15 BC'")});
    row("bytea", pg, "bytea",
        {QStringLiteral("'\\x00ff'"), QStringLiteral("'\\x'"), QStringLiteral("'\\x27275c'"),
            QStringLiteral("'\\x00'"), QStringLiteral("'\\x80'")});
    row("double", pg, "double precision",
        floats + QStringList {QStringLiteral("'NaN'"), QStringLiteral("'-Infinity'")});
    row("real", pg, "real",
        {QStringLiteral("0.1"), QStringLiteral("0.333333"), QStringLiteral("16777216"),
            QStringLiteral("1e30"), QStringLiteral("-7")});
    row("interval", pg, "interval",
        {QStringLiteral("'1 month'"), QStringLiteral("'31 days'"), QStringLiteral("'-1 second'"),
            QStringLiteral("'00:00:00.000001'")});
    row("inet", pg, "inet",
        {QStringLiteral("'10.0.0.1'"), QStringLiteral("'10.0.0.0/8'"), QStringLiteral("'::1'"),
            QStringLiteral("'10.0.0.10'")});
    row("array", pg, "int[]",
        {QStringLiteral("'{1,2}'"), QStringLiteral("'{}'"), QStringLiteral("'{1}'"),
            QStringLiteral("'{10}'")});
    row("boolean", pg, "boolean", {QStringLiteral("true"), QStringLiteral("false")});
    row("unsigned", my, "bigint unsigned",
        {QStringLiteral("18446744073709551615"), QStringLiteral("18446744073709551614"),
            QStringLiteral("9223372036854775808"), QStringLiteral("0")});
    row("zerofill", my, "int(9) zerofill",
        {QStringLiteral("8"), QStringLiteral("10"), QStringLiteral("9"), QStringLiteral("100")});
    row("text ci", my, "varchar(40) COLLATE utf8mb4_general_ci", texts);
    row("text bin", my, "varchar(40) COLLATE utf8mb4_bin",
        texts + QStringList {QStringLiteral("'A'"), QStringLiteral("'b'")});
    row("text unicode", my, "varchar(40) COLLATE utf8mb4_unicode_ci", texts);
    row("text latin1", my, "varchar(40) CHARACTER SET latin1 COLLATE latin1_german2_ci",
        {QStringLiteral("'ä'"), QStringLiteral("'b'"), QStringLiteral("'A'"), QStringLiteral("'z'"),
            QStringLiteral("'ß'")});
    row("text backslash", my, "varchar(40)",
        {QStringLiteral("'a\\\\b'"), QStringLiteral("'\\\\'"), QStringLiteral("'q'"),
            QStringLiteral("'it''s'")});
    row("digits in a text", my, "varchar(40)",
        {QStringLiteral("'10'"), QStringLiteral("'9'"), QStringLiteral("'9007199254740993'"),
            QStringLiteral("'9007199254740992'"), QStringLiteral("'1e1'")});
    row("datetime", my, "datetime(6)", times);
    row("timestamp", my, "timestamp(6)", times);
    row("time", my, "time(6)",
        {QStringLiteral("'-10:00:00'"), QStringLiteral("'00:00:00.000001'"), QStringLiteral("'100:00:00'"),
            QStringLiteral("'9:00:00'")});
    row("date", my, "date",
        {QStringLiteral("'2026-01-01'"), QStringLiteral("'1000-01-01'"), QStringLiteral("'2025-12-31'")});
    row("binary", my, "binary(16)",
        {QStringLiteral("x'00'"), QStringLiteral("x'ff'"), QStringLiteral("x'2727'"),
            QStringLiteral("x'5c00'"), QStringLiteral("x'80'")});
    row("varbinary", my, "varbinary(20)",
        {QStringLiteral("x''"), QStringLiteral("x'00'"), QStringLiteral("x'0000'"), QStringLiteral("x'ff'"),
            QStringLiteral("x'27'")});
    row("double", my, "double", floats);
    row("float", my, "float",
        {QStringLiteral("0.1"), QStringLiteral("0.333333"), QStringLiteral("16777216"), QStringLiteral("-7"),
            QStringLiteral("1e30")});
    row("enum", my, "enum('z','y','x','a')",
        {QStringLiteral("'a'"), QStringLiteral("'x'"), QStringLiteral("'y'"), QStringLiteral("'z'")});
    row("bit", my, "bit(9)",
        {QStringLiteral("b'1'"), QStringLiteral("b'100000000'"), QStringLiteral("b'0'"),
            QStringLiteral("b'11'")});
    row("char uuid", my, "char(36)", uuids);
    row("text", lite, "text", texts + backslashes);
    row("nocase", lite, "text COLLATE NOCASE", texts);
    row("rtrim", lite, "text COLLATE RTRIM", texts);
    row("blob", lite, "blob",
        {QStringLiteral("x''"), QStringLiteral("x'00'"), QStringLiteral("x'ff'"), QStringLiteral("x'2727'")});
    row("mixed", lite, "",
        {QStringLiteral("1"), QStringLiteral("'1'"), QStringLiteral("x'31'"), QStringLiteral("1.5"),
            QStringLiteral("-3"), QStringLiteral("'a'")});
    row("real", lite, "real", floats + QStringList {QStringLiteral("9e999"), QStringLiteral("-9e999")});
}

/// Each row is met exactly once, whatever the type of its key.
void Batches::keyTypes()
{
    QFETCH(Dialect, dialect);
    QFETCH(QString, type);
    QFETCH(QStringList, values);
    OPENED(opened, dialect);
    RUN_ALL(opened,
        (QStringList {QStringLiteral("CREATE TABLE t (k ") + type
                + QStringLiteral(" NOT NULL, n int NOT NULL DEFAULT 0, PRIMARY KEY (k))"),
            QStringLiteral("INSERT INTO t (k) VALUES (") + values.join(QStringLiteral("), ("))
                + QLatin1Char(')')}));
    for (const int size : {1, 2, 3, 100}) {
        const auto done = runner::runBatches(*opened,
            batches("UPDATE t SET n = n + 1 WHERE {batch}",
                directive(QStringLiteral("t"), {QStringLiteral("k")}, size)),
            {});
        VERIFY_OK(done);
        QCOMPARE(done->keysDone, values.size());
        QCOMPARE(done->rowsDone, values.size());
        QCOMPARE(done->keysTotal, values.size());
        QCOMPARE(done->batches, (values.size() + size - 1) / size);
    }
    QCOMPARE(valueOf(*opened, QStringLiteral("SELECT min(n), max(n) FROM t")), QStringLiteral("4|4"));
}

void Batches::composite_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::addColumn<bool>("firstIsText");
    for (const auto dialect : {Dialect::PostgreSql, Dialect::MySql, Dialect::Sqlite}) {
        const QByteArray name = sql::dialectName(dialect).toLatin1();
        const QString text =
            dialect == Dialect::MySql ? QStringLiteral("varchar(40)") : QStringLiteral("text");
        const QString uuid =
            dialect == Dialect::PostgreSql ? QStringLiteral("uuid") : QStringLiteral("char(36)");
        QTest::newRow(name + " int, text") << dialect << QStringLiteral("int") << text << false;
        QTest::newRow(name + " uuid, int") << dialect << uuid << QStringLiteral("int") << true;
    }
}

void Batches::composite()
{
    QFETCH(Dialect, dialect);
    QFETCH(QString, first);
    QFETCH(QString, second);
    QFETCH(bool, firstIsText);
    OPENED(opened, dialect);
    QStringList rows;
    for (int a = 0; a < 5; ++a) {
        for (int b = 0; b < 7 - a; ++b) {
            const QString uuid =
                QStringLiteral("'%1-0000-4000-8000-000000000000'").arg(QString(8, QLatin1Char("9a1f0"[a])));
            rows << (firstIsText
                    ? QStringLiteral("(%1, %2)").arg(uuid).arg(b * 3 - 5)
                    : QStringLiteral("(%1, '%2''%3')").arg(a * 2 - 3).arg(QLatin1Char("BaZ-x_q"[b])).arg(b));
        }
    }
    RUN_ALL(opened,
        (QStringList {
            QStringLiteral(
                "CREATE TABLE t (a %1 NOT NULL, b %2 NOT NULL, n int NOT NULL DEFAULT 0, PRIMARY KEY (a, b))")
                .arg(first, second),
            QStringLiteral("INSERT INTO t (a, b) VALUES ") + rows.join(QStringLiteral(", "))}));
    int round = 0;
    for (const QStringList& key : {QStringList {QStringLiteral("a"), QStringLiteral("b")},
             QStringList {QStringLiteral("b"), QStringLiteral("a")}}) {
        for (const int size : {1, 2, 4, 25, 100}) {
            const auto done = runner::runBatches(*opened,
                batches("UPDATE t SET n = n + 1 WHERE {batch}", directive(QStringLiteral("t"), key, size)),
                {});
            VERIFY_OK(done);
            QCOMPARE(done->rowsDone, rows.size());
            QCOMPARE(done->batches, (rows.size() + size - 1) / size);
            const QString expected = QStringLiteral("%1|%1").arg(++round);
            QCOMPARE(valueOf(*opened, QStringLiteral("SELECT min(n), max(n) FROM t")), expected);
        }
    }
}

/// Names that are reserved or hold what SQL means something else by; a table of another schema.
void Batches::oddNames()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    const QChar q = dialect == Dialect::MySql ? QLatin1Char('`') : QLatin1Char('"');
    const auto quoted = [&](const QString& name) { return sql::quoteIdentifier(name, dialect); };
    const QString odd = quoted(QStringLiteral("we;ird%1 ") + q + QStringLiteral(" {batch}, ?:x"));
    const QString order = quoted(QStringLiteral("order"));
    QString schema;
    if (dialect == Dialect::PostgreSql) {
        VERIFY_OK(opened->execute(QStringLiteral("CREATE SCHEMA \"Odd; Schema\"")));
        schema = QStringLiteral("\"Odd; Schema\".");
    } else if (dialect == Dialect::MySql) {
        schema = quoted(opened->info().database) + QLatin1Char('.');
    } else {
        schema = QStringLiteral("main.");
    }
    RUN_ALL(opened,
        (QStringList {QStringLiteral("CREATE TABLE ") + schema + odd + QStringLiteral(" (") + order
                + QStringLiteral(" int, ") + odd + QStringLiteral(" int, n int DEFAULT 0, PRIMARY KEY (")
                + order + QStringLiteral(", ") + odd + QStringLiteral("))"),
            QStringLiteral("INSERT INTO ") + schema + odd
                + QStringLiteral(" VALUES (1, 1, 0), (1, 2, 0), (2, 1, 0), (3, 1, 0), (3, 3, 0)")}));
    const QByteArray statement =
        (QStringLiteral("UPDATE ") + schema + odd + QStringLiteral(" SET n = n + 1 WHERE {batch}")).toUtf8();
    QList<db::ServerNotice> said;
    for (const QString& bare : {order, QStringLiteral("order"), QStringLiteral("ORDER")}) {
        BatchRequest request = batches(statement, directive(schema + odd, {bare, odd}, 2));
        request.notices = [&](const db::ServerNotice& notice) { said << notice; };
        const auto done = runner::runBatches(*opened, request, {});
        VERIFY_OK(done);
        QCOMPARE(done->batches, 3);
    }
    QCOMPARE(said.size(), 0);
    QCOMPARE(valueOf(*opened, QStringLiteral("SELECT min(n), max(n) FROM ") + schema + odd),
        QStringLiteral("3|3"));
}

void Batches::rowid()
{
    OPENED(opened, Dialect::Sqlite);
    RUN_ALL(opened,
        (QStringList {QStringLiteral("CREATE TABLE t (a text, n int DEFAULT 0)"),
            QStringLiteral("INSERT INTO t (a) VALUES ('x'), ('x'), (NULL), ('y'), ('z')"),
            QStringLiteral("CREATE TABLE w (a int PRIMARY KEY, n int) WITHOUT ROWID"),
            QStringLiteral("CREATE TABLE p (id INTEGER PRIMARY KEY, n int DEFAULT 0)"),
            QStringLiteral("INSERT INTO p (id) VALUES (10), (20), (30)")}));
    const auto done = runner::runBatches(*opened,
        batches("UPDATE t SET n = n + 1 WHERE {batch}",
            directive(QStringLiteral("t"), {QStringLiteral("rowid")}, 2)),
        {});
    VERIFY_OK(done);
    QCOMPARE(done->batches, 3);
    QCOMPARE(valueOf(*opened, QStringLiteral("SELECT min(n), max(n) FROM t")), QStringLiteral("1|1"));
    VERIFY_OK(runner::runBatches(*opened,
        batches("UPDATE p SET n = n + 1 WHERE {batch}",
            directive(QStringLiteral("p"), {QStringLiteral("rowid")}, 2)),
        {}));
    QCOMPARE(valueOf(*opened, QStringLiteral("SELECT min(n), max(n) FROM p")), QStringLiteral("1|1"));
    const auto without = runner::runBatches(*opened,
        batches(
            "UPDATE w SET n = 1 WHERE {batch}", directive(QStringLiteral("w"), {QStringLiteral("rowid")}, 2)),
        {});
    QVERIFY(!without);
    QCOMPARE(without.error().code, base::ErrorCode::NotFound);
}

void Batches::refused_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QByteArray>("statement");
    QTest::addColumn<QString>("table");
    QTest::addColumn<QStringList>("key");
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("pause");
    QTest::addColumn<base::ErrorCode>("code");
    QTest::addColumn<QString>("says");
    const QByteArray good = "UPDATE t SET n = n + 1 WHERE {batch}";
    const QString t = QStringLiteral("t");
    const QStringList id {QStringLiteral("id")};
    for (const auto dialect : {Dialect::PostgreSql, Dialect::MySql, Dialect::Sqlite}) {
        const auto row = [&](const char* name, const QByteArray& statement, const QString& table,
                             const QStringList& key, base::ErrorCode code, const char* says, int size = 10,
                             int pause = 0) {
            QTest::newRow(sql::dialectName(dialect).toLatin1() + ' ' + name)
                << dialect << statement << table << key << size << pause << code << QString::fromUtf8(says);
        };
        using base::ErrorCode;
        row("no place", "UPDATE t SET n = n + 1", t, id, ErrorCode::Invalid, "no place");
        row("in a string", "UPDATE t SET n = n + 1 WHERE 'x{batch}' = 'x'", t, id, ErrorCode::Invalid,
            "no place");
        row("in a comment", "UPDATE t SET n = n + 1 /* {batch} */ -- {batch}\n", t, id, ErrorCode::Invalid,
            "no place");
        row("with blanks", "UPDATE t SET n = n + 1 WHERE { batch }", t, id, ErrorCode::Invalid, "no place");
        row("twice", "UPDATE t SET n = n + 1 WHERE {batch} OR {batch}", t, id, ErrorCode::Invalid, "twice");
        row("no table", good, QStringLiteral("nosuch"), id, ErrorCode::NotFound, "“nosuch”");
        row("no name", good, QStringLiteral("t; DROP TABLE t"), id, ErrorCode::NotFound, "does not exist");
        row("an expression", good, t, {QStringLiteral("id + 1")}, ErrorCode::NotFound, "“id + 1”");
        row("no column", good, t, {QStringLiteral("nosuch")}, ErrorCode::NotFound, "“nosuch”");
        row("no key", good, t, {}, ErrorCode::Invalid, "no key");
        row("a column twice", good, t, {QStringLiteral("id"), QStringLiteral("id")}, ErrorCode::Invalid,
            "twice");
        row("NULLs", good, t, {QStringLiteral("maybe")}, ErrorCode::Precondition, "NULL");
        row("size 0", good, t, id, ErrorCode::Invalid, "size", 0);
        row("size -1", good, t, id, ErrorCode::Invalid, "size", -1);
        row("pause -1", good, t, id, ErrorCode::Invalid, "pause", 10, -1);
        row("own key", "UPDATE t SET n = (n, 1) + 1, ID = id + 1000 WHERE {batch}", t, id,
            ErrorCode::Unsupported, "own key");
        row("own key of an alias", "UPDATE t AS x SET x.n = 1, x.id = x.id + 1000 WHERE {batch:x}", t, id,
            ErrorCode::Unsupported, "own key");
        row("own table", "INSERT INTO t (id) SELECT id + 1000 FROM t WHERE {batch}", t, id,
            ErrorCode::Unsupported, "walks through");
    }
}

/// Nothing runs, and the message says what to correct.
void Batches::refused()
{
    QFETCH(Dialect, dialect);
    QFETCH(QByteArray, statement);
    QFETCH(QString, table);
    QFETCH(QStringList, key);
    QFETCH(int, size);
    QFETCH(int, pause);
    QFETCH(base::ErrorCode, code);
    QFETCH(QString, says);
    OPENED(opened, dialect);
    RUN_ALL(opened,
        (QStringList {
            QStringLiteral("CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL DEFAULT 0, maybe int)"),
            QStringLiteral("INSERT INTO t (id, maybe) VALUES (1, 1), (2, NULL), (3, 3)")}));
    const auto done = runner::runBatches(*opened, batches(statement, directive(table, key, size, pause)), {});
    QVERIFY(!done);
    QCOMPARE(base::errorCodeName(done.error().code), base::errorCodeName(code));
    QVERIFY2(done.error().summary.contains(says), qPrintable(done.error().toText()));
    QVERIFY(!done.error().hint.isEmpty());
    QCOMPARE(valueOf(*opened, QStringLiteral("SELECT count(*), sum(n) FROM t")), QStringLiteral("3|0"));
    QVERIFY(!opened->isInTransaction());
}

/// Ended after each batch in every way, and continued from the last checkpoint that can be read: the same
/// rows as one undisturbed statement.
void Batches::interruptAndResume()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    constexpr int total = 20;
    RUN_ALL(opened,
        numberedRows(dialect, total)
            + QStringList {QStringLiteral("CREATE TABLE log (id int, detail text)")});
    enum class End { Stop, FailedCheckpoint, FailedStatement };
    int expected = 0;
    for (const End end : {End::Stop, End::FailedCheckpoint, End::FailedStatement}) {
        for (int after = 0; after <= 7; ++after) {
            VERIFY_OK(opened->execute(QStringLiteral("DELETE FROM log")));
            BatchRequest request = batches("UPDATE t SET n = n + 1 WHERE id > 0 AND {batch}",
                directive(QStringLiteral("t"), {QStringLiteral("id")}, 3));
            bool disturbed = true;
            if (end == End::Stop && after == 0)
                request.stopAfterStatement.cancel();
            request.checkpoint = [&](const BatchState& state, qint64, qint64) -> base::Result<void> {
                if (disturbed && end == End::FailedCheckpoint && state.batches > after)
                    return base::fail(base::ErrorCode::Io, QStringLiteral("died here"));
                const auto kept = opened->query(
                    QStringLiteral("INSERT INTO log VALUES (?, ?)"), {state.batches, state.toDetail()});
                if (!kept)
                    return base::forward(kept);
                if (disturbed && end == End::FailedStatement && state.batches > after)
                    return base::forward(opened->execute(QStringLiteral("INSERT INTO nosuch VALUES (1)")));
                return {};
            };
            const base::CancelToken stop = request.stopAfterStatement;
            request.progress = [&](const BatchState& state, double) {
                if (end == End::Stop && state.batches >= after)
                    stop.cancel();
            };
            const auto first = runner::runBatches(*opened, request, {});
            QCOMPARE(first.has_value(), end == End::Stop ? false : after >= 7);
            if (!first && end == End::Stop)
                QCOMPARE(
                    base::errorCodeName(first.error().code), base::errorCodeName(base::ErrorCode::Cancelled));
            QVERIFY(!opened->isInTransaction());
            QCOMPARE(valueOf(*opened, QStringLiteral("SELECT count(*) FROM log")), QString::number(after));

            disturbed = false;
            const auto logged =
                opened->query(QStringLiteral("SELECT detail FROM log ORDER BY id DESC LIMIT 1"));
            VERIFY_OK(logged);
            if (!logged->isEmpty()) {
                const auto state = BatchState::fromDetail(logged->rows[0][0].toString());
                VERIFY_OK(state);
                QCOMPARE(state->batches, after);
                request.from = *state;
            }
            request.stopAfterStatement = {};
            request.progress = {};
            const auto second = runner::runBatches(*opened, request, {});
            VERIFY_OK(second);
            QCOMPARE(second->batches, 7);
            QCOMPARE(second->rowsDone, total);
            QCOMPARE(second->keysDone, total);
            const QString all = QStringLiteral("%1|%1").arg(++expected);
            QCOMPARE(valueOf(*opened, QStringLiteral("SELECT min(n), max(n) FROM t")), all);
        }
    }
}

void Batches::deleteAndInsert()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    RUN_ALL(
        opened, numberedRows(dialect, 50) + QStringList {QStringLiteral("CREATE TABLE copy (id bigint)")});
    const auto along = directive(QStringLiteral("t"), {QStringLiteral("id")}, 7);
    const auto inserted = runner::runBatches(
        *opened, batches("INSERT INTO copy SELECT id FROM t WHERE id % 2 = 0 AND {batch}", along), {});
    VERIFY_OK(inserted);
    QCOMPARE(inserted->rowsDone, 25);
    QCOMPARE(inserted->keysDone, 50);
    const auto deleted =
        runner::runBatches(*opened, batches("DELETE FROM t WHERE {batch} AND id % 2 = 0", along), {});
    VERIFY_OK(deleted);
    QCOMPARE(deleted->rowsDone, 25);
    QCOMPARE(deleted->batches, 8);
    QCOMPARE(valueOf(*opened, QStringLiteral("SELECT count(*), count(DISTINCT id) FROM copy")),
        QStringLiteral("25|25"));
    QCOMPARE(
        valueOf(*opened, QStringLiteral("SELECT count(*), sum(id % 2) FROM t")), QStringLiteral("25|25"));
}

/// Another connection deletes, inserts and moves rows between the batches, before, at and behind the border:
/// nobody else is left out, and it ends.
void Batches::othersWrite()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    RUN_ALL(opened, numberedRows(dialect, 100));
    const auto other = opened.live.open();
    VERIFY_OK(other);
    BatchRequest request = batches(
        "UPDATE t SET n = n + 1 WHERE {batch}", directive(QStringLiteral("t"), {QStringLiteral("id")}, 10));
    QString failed;
    request.progress = [&](const BatchState& state, double) {
        QStringList statements;
        if (state.batches == 2)
            statements << QStringLiteral("DELETE FROM t WHERE id BETWEEN 15 AND 45");
        if (state.batches == 3)
            statements << QStringLiteral("INSERT INTO t (id, n) VALUES (16, 100), (-1, 100), (99999, 1000)");
        if (state.batches == 4)
            statements << QStringLiteral("UPDATE t SET id = 5000, n = n + 2000 WHERE id = 90")
                       << QStringLiteral("UPDATE t SET id = -5000, n = n + 2000 WHERE id = 91")
                       << QStringLiteral("DELETE FROM t WHERE id = 100");
        for (const QString& statement : statements) {
            if (const auto done = (*other)->execute(statement); !done)
                failed = done.error().toText();
        }
    };
    const auto done = runner::runBatches(*opened, request, {});
    VERIFY_OK(done);
    QCOMPARE(failed, QString());
    QVERIFY(done->secondLook);
    // Rows that nobody touched: exactly once. 17 … 20 were done before they went.
    QCOMPARE(
        valueOf(*opened,
            QStringLiteral("SELECT count(*), min(n), max(n) FROM t WHERE id BETWEEN 1 AND 89 AND n < 100")),
        QStringLiteral("58|1|1"));
    QCOMPARE(
        valueOf(*opened, QStringLiteral("SELECT count(*), min(n), max(n) FROM t WHERE id BETWEEN 92 AND 99")),
        QStringLiteral("8|1|1"));
    // Came behind the border: met by the second look. Came or went before it: not met.
    QCOMPARE(valueOf(*opened,
                 QStringLiteral("SELECT n FROM t WHERE id IN (16, -1, 99999, 5000, -5000) ORDER BY id")),
        QStringLiteral("2000\n100\n100\n2001\n1001"));
}

/// A table that grows with each batch: one look more, and no endless run.
void Batches::growingTable()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    RUN_ALL(opened, numberedRows(dialect, 10));
    const auto other = opened.live.open();
    VERIFY_OK(other);
    int next = 11;
    BatchRequest request = batches(
        "UPDATE t SET n = n + 1 WHERE {batch}", directive(QStringLiteral("t"), {QStringLiteral("id")}, 5));
    request.progress = [&](const BatchState&, double) {
        for (int i = 0; i < 5; ++i, ++next)
            static_cast<void>((*other)->execute(QStringLiteral("INSERT INTO t (id) VALUES (%1)").arg(next)));
    };
    const auto done = runner::runBatches(*opened, request, {});
    VERIFY_OK(done);
    // Two batches up to 10, then up to 20, which was the greatest when the first end was reached.
    QCOMPARE(done->batches, 4);
    QCOMPARE(done->keysDone, 20);
    QCOMPARE(done->keysTotal, 20);
    QCOMPARE(valueOf(*opened, QStringLiteral("SELECT count(*), sum(n) FROM t")), QStringLiteral("30|20"));
}

void Batches::lockTimeout()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    RUN_ALL(opened, numberedRows(dialect, 10));
    const auto other = opened.live.open();
    VERIFY_OK(other);
    if (dialect == Dialect::PostgreSql)
        VERIFY_OK(opened->execute(QStringLiteral("SET lock_timeout = '100ms'")));
    else if (dialect == Dialect::MySql)
        VERIFY_OK(opened->execute(QStringLiteral("SET innodb_lock_wait_timeout = 1")));
    else
        VERIFY_OK(opened->setLimits({100, {}}));
    for (const int heldFor : {2, 100}) {
        VERIFY_OK((*other)->execute(
            dialect == Dialect::Sqlite ? QStringLiteral("BEGIN IMMEDIATE") : QStringLiteral("BEGIN")));
        VERIFY_OK((*other)->execute(QStringLiteral("UPDATE t SET n = n WHERE id = 7")));
        int asked = 0;
        BatchRequest request = batches("UPDATE t SET n = n + 1 WHERE {batch}",
            directive(QStringLiteral("t"), {QStringLiteral("id")}, 5));
        request.lockRetries = 3;
        request.isLockTimeout = [&](const base::Error& error) {
            if (++asked == heldFor)
                static_cast<void>((*other)->execute(QStringLiteral("ROLLBACK")));
            return isLockTimeout(error);
        };
        const auto done = runner::runBatches(*opened, request, {});
        if (heldFor == 2) {
            VERIFY_OK(done);
            QCOMPARE(asked, 2);
            QCOMPARE(valueOf(*opened, QStringLiteral("SELECT min(n), max(n) FROM t")), QStringLiteral("1|1"));
        } else {
            QVERIFY(!done);
            QVERIFY2(isLockTimeout(done.error()), qPrintable(done.error().toText()));
            QCOMPARE(asked, 3);
            QVERIFY(!opened->isInTransaction());
            VERIFY_OK((*other)->execute(QStringLiteral("ROLLBACK")));
        }
    }
}

/// The place of an error is that in the script, not in the text with the condition.
void Batches::positions()
{
    OPENED(opened, Dialect::PostgreSql);
    RUN_ALL(opened,
        (QStringList {QStringLiteral("CREATE TABLE t (k text PRIMARY KEY, n int)"),
            QStringLiteral("INSERT INTO t VALUES ('two\nlines', 1), ('é', 2)")}));
    const auto along = directive(QStringLiteral("t"), {QStringLiteral("k")}, 1);
    const auto behind = runner::runBatches(
        *opened, batches("UPDATE t SET n = 1 -- é\n WHERE {batch} AND nosuch = 1", along), {});
    QVERIFY(!behind);
    QCOMPARE(behind.error().position.line, 2);
    QCOMPARE(behind.error().position.column, 20);
    const auto before =
        runner::runBatches(*opened, batches("UPDATE t\nSET nosuch = 1 WHERE {batch}", along), {});
    QVERIFY(!before);
    QCOMPARE(before.error().position.line, 2);
    QCOMPARE(before.error().position.column, 5);
    const auto later =
        runner::runBatches(*opened, batches("UPDATE t SET n = 1 WHERE {batch}\nAND nosuch = 1", along), {});
    QVERIFY(!later);
    QCOMPARE(later.error().position.line, 2);
    QCOMPARE(later.error().position.column, 5);
}

void Batches::aliases()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    RUN_ALL(opened,
        numberedRows(dialect, 10)
            + QStringList {QStringLiteral("CREATE TABLE o (id int PRIMARY KEY, n int)"),
                QStringLiteral("INSERT INTO o SELECT id, 5 FROM t")});
    const auto along = directive(QStringLiteral("t"), {QStringLiteral("id")}, 4);
    const QByteArray weird = sql::quoteIdentifier(QStringLiteral("We;Ird"), dialect).toUtf8();
    const QByteArray join =
        "INSERT INTO o SELECT u.id + 100, o.n FROM t AS u JOIN o ON o.id = u.id WHERE {batch:u}";
    VERIFY_OK(runner::runBatches(*opened, batches(join, along), {}));
    QCOMPARE(valueOf(*opened, QStringLiteral("SELECT count(*) FROM o")), QStringLiteral("20"));
    const QByteArray odd = "DELETE FROM o WHERE id IN (SELECT " + weird + ".id + 100 FROM t AS " + weird
        + " WHERE {batch:" + weird + "})";
    const auto done = runner::runBatches(*opened, batches(odd, along), {});
    VERIFY_OK(done);
    QCOMPARE(done->rowsDone, 10);
    const auto wrong = runner::runBatches(*opened, batches("UPDATE t SET n = 1 WHERE {batch:1}", along), {});
    QVERIFY(!wrong);
    QCOMPARE(wrong.error().code, base::ErrorCode::Invalid);
}

void Batches::placeholderInStrings()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    RUN_ALL(opened,
        (QStringList {QStringLiteral("CREATE TABLE t (id int PRIMARY KEY, s varchar(100))"),
            QStringLiteral("INSERT INTO t (id) VALUES (1), (2), (3)")}));
    const QByteArray statement = "UPDATE t /* {batch} */ SET s = '{batch} %1 ?' -- {batch}\nWHERE {batch}";
    VERIFY_OK(runner::runBatches(
        *opened, batches(statement, directive(QStringLiteral("t"), {QStringLiteral("id")}, 2)), {}));
    QCOMPARE(valueOf(*opened, QStringLiteral("SELECT DISTINCT s FROM t")), QStringLiteral("{batch} %1 ?"));
}

void Batches::pauseIsCancellable()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    RUN_ALL(opened, numberedRows(dialect, 10));
    BatchRequest request = batches("UPDATE t SET n = n + 1 WHERE {batch}",
        directive(QStringLiteral("t"), {QStringLiteral("id")}, 5, 3'600'000));
    const base::CancelToken stop = request.stopAfterStatement;
    std::thread later;
    request.progress = [&](const BatchState&, double) {
        later = std::thread([stop] {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            stop.cancel();
        });
    };
    const auto done = runner::runBatches(*opened, request, {});
    later.join();
    QVERIFY(!done);
    QCOMPARE(done.error().code, base::ErrorCode::Cancelled);
    QCOMPARE(valueOf(*opened, QStringLiteral("SELECT sum(n) FROM t")), QStringLiteral("5"));
}

/// The context's token interrupts the running batch, which leaves nothing behind.
void Batches::cancelWithin()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    RUN_ALL(opened, numberedRows(dialect, 10));
    // 5 is quick, the others would take for ever.
    const QByteArray slow =
        PerEngine {
            QStringLiteral(
                "(WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s) SELECT count(*) FROM s)"),
            QStringLiteral("(SELECT 1 FROM pg_sleep(600))"), QStringLiteral("SLEEP(600)")}
            .of(dialect)
            .toUtf8();
    base::JobContext context;
    opened->setCancelToken(context.cancel);
    BatchRequest request =
        batches("UPDATE t SET n = CASE WHEN id <= 5 THEN 1 ELSE " + slow + " END WHERE {batch}",
            directive(QStringLiteral("t"), {QStringLiteral("id")}, 5));
    std::thread later;
    request.progress = [&](const BatchState&, double) {
        later = std::thread([token = context.cancel] {
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
            token.cancel();
        });
    };
    const auto done = runner::runBatches(*opened, request, context);
    later.join();
    QVERIFY(!done);
    QCOMPARE(base::errorCodeName(done.error().code), base::errorCodeName(base::ErrorCode::Cancelled));
    QVERIFY(!opened->isInTransaction());
    opened->setCancelToken({});
    QCOMPARE(valueOf(*opened, QStringLiteral("SELECT sum(n) FROM t")), QStringLiteral("5"));
}

void Batches::emptyTable()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    VERIFY_OK(opened->execute(QStringLiteral("CREATE TABLE t (id int PRIMARY KEY, n int)")));
    const auto done = runner::runBatches(*opened,
        batches(
            "UPDATE t SET n = 1 WHERE {batch}", directive(QStringLiteral("t"), {QStringLiteral("id")}, 5)),
        {});
    VERIFY_OK(done);
    QCOMPARE(done->batches, 0);
}

void Batches::notices()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    RUN_ALL(opened,
        (QStringList {
            QStringLiteral("CREATE TABLE t (id int NOT NULL, b int NOT NULL, c int NOT NULL, n int)"),
            QStringLiteral("INSERT INTO t VALUES (1, 1, 1, 0), (1, 1, 1, 0), (2, 1, 1, 0)"),
            QStringLiteral("CREATE INDEX t_cb ON t (c, b)")}));
    const auto count = [&](const QStringList& key) {
        int said = 0;
        BatchRequest request =
            batches("UPDATE t SET n = n + 1 WHERE {batch}", directive(QStringLiteral("t"), key, 1));
        request.notices = [&](const db::ServerNotice& notice) {
            said += notice.text.contains(QLatin1String("No index")) ? 1 : 0;
        };
        return runner::runBatches(*opened, request, {}) ? said : -1;
    };
    QCOMPARE(count({QStringLiteral("id")}), 1);
    QCOMPARE(count({QStringLiteral("b")}), 1);
    QCOMPARE(count({QStringLiteral("c")}), 0);
    QCOMPARE(count({QStringLiteral("c"), QStringLiteral("b")}), 0);
    QCOMPARE(count({QStringLiteral("b"), QStringLiteral("c")}), 1);
    // Keys that are not unique: equal ones are in one batch.
    QCOMPARE(valueOf(*opened, QStringLiteral("SELECT min(n), max(n) FROM t")), QStringLiteral("5|5"));
}

/// What others may have written into the log does not become SQL.
void Batches::foreignCheckpoint()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    RUN_ALL(opened, numberedRows(dialect, 10));
    const auto with = [&](const QStringList& last, const QStringList& end) {
        BatchRequest request = batches("UPDATE t SET n = n + 1 WHERE {batch}",
            directive(QStringLiteral("t"), {QStringLiteral("id")}, 5));
        request.from.lastKey = last;
        request.from.endKey = end;
        const auto done = runner::runBatches(*opened, request, {});
        return done ? QString() : base::errorCodeName(done.error().code);
    };
    const QString invalid = base::errorCodeName(base::ErrorCode::Invalid);
    QCOMPARE(with({QStringLiteral("1 OR 1=1")}, {QStringLiteral("10")}), invalid);
    QCOMPARE(with({QStringLiteral("1")}, {QStringLiteral("10); DROP TABLE t; --")}), invalid);
    QCOMPARE(with({QStringLiteral("'a")}, {QStringLiteral("10")}), invalid);
    QCOMPARE(with({QString()}, {QStringLiteral("10")}), invalid);
    QCOMPARE(with({QStringLiteral("1")}, {}), invalid);
    QCOMPARE(with({QStringLiteral("1"), QStringLiteral("2")}, {QStringLiteral("10"), QStringLiteral("10")}),
        base::errorCodeName(base::ErrorCode::Precondition));
    QCOMPARE(valueOf(*opened, QStringLiteral("SELECT sum(n) FROM t")), QStringLiteral("0"));
}

void Batches::detail()
{
    BatchState state;
    state.lastKey = {QStringLiteral("'it''s \"ä\"\n'::text"), QStringLiteral("-1")};
    state.endKey = {QStringLiteral("'z'"), QStringLiteral("9223372036854775807")};
    state.batches = 3;
    state.rowsDone = Q_INT64_C(9007199254740993);
    state.keysDone = 4;
    state.keysTotal = 5;
    state.secondLook = true;
    const auto again = BatchState::fromDetail(state.toDetail());
    VERIFY_OK(again);
    QCOMPARE(again->lastKey, state.lastKey);
    QCOMPARE(again->endKey, state.endKey);
    QCOMPARE(again->batches, state.batches);
    QCOMPARE(again->rowsDone, state.rowsDone);
    QCOMPARE(again->keysDone, state.keysDone);
    QCOMPARE(again->keysTotal, state.keysTotal);
    QCOMPARE(again->secondLook, true);
    for (const char* bad : {"", "x", "[]", "{}", R"({"last":[],"end":[]})",
             R"({"last":[1],"end":["2"],"batches":1,"rows":1,"keys":1,"keysTotal":1})",
             R"({"last":["1"],"end":["2"],"batches":-1,"rows":1,"keys":1,"keysTotal":1})",
             R"({"last":["1"],"end":["2"],"batches":1.5,"rows":1,"keys":1,"keysTotal":1})"}) {
        const auto parsed = BatchState::fromDetail(QString::fromUtf8(bad));
        QVERIFY2(!parsed, bad);
        QCOMPARE(parsed.error().code, base::ErrorCode::Invalid);
    }
}

/// Not a test of speed: prints what batches cost beside the single statement. STRANDLINE_BATCH_ROWS sets the
/// number of rows.
void Batches::rate()
{
    QFETCH(Dialect, dialect);
    OPENED(opened, dialect);
    const int rows = qEnvironmentVariableIsSet("STRANDLINE_BATCH_ROWS")
        ? qEnvironmentVariableIntValue("STRANDLINE_BATCH_ROWS")
        : 20'000;
    RUN_ALL(opened, numberedRows(dialect, rows));
    QElapsedTimer timer;
    timer.start();
    VERIFY_OK(opened->execute(QStringLiteral("UPDATE t SET n = n + 1")));
    const qint64 single = timer.elapsed();
    // Not on the rows that the statement left behind: PostgreSQL would walk over their dead versions.
    VERIFY_OK(opened->execute(QStringLiteral("DROP TABLE t")));
    RUN_ALL(opened, numberedRows(dialect, rows));
    qint64 within = 0;
    double last = 0;
    BatchRequest request = batches("UPDATE t SET n = n + 1 WHERE {batch}",
        directive(QStringLiteral("t"), {QStringLiteral("id")}, 10'000));
    request.progress = [&](const BatchState& state, double perSecond) {
        QVERIFY(state.keysDone <= state.keysTotal || state.keysTotal == 0);
        last = perSecond;
    };
    request.checkpoint = [&](const BatchState&, qint64, qint64 durationMs) -> base::Result<void> {
        within += durationMs;
        return {};
    };
    timer.restart();
    const auto done = runner::runBatches(*opened, request, {});
    const qint64 batched = timer.elapsed();
    VERIFY_OK(done);
    QCOMPARE(done->rowsDone, rows);
    QVERIFY(last > 0);
    qInfo(
        "%d rows: one statement %lld ms, %lld batches %lld ms, %lld of them in the statements (%.0f rows/s)",
        rows, single, done->batches, batched, within, last);
    QCOMPARE(valueOf(*opened, QStringLiteral("SELECT min(n), max(n) FROM t")), QStringLiteral("1|1"));
}

QTEST_GUILESS_MAIN(Batches)
#include "tst_batches.moc"

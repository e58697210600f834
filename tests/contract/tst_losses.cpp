// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/data_loss.h"
#include "tests/contract/contract.h"

using namespace strandline;
using analysis::DataLoss;
using sql::Dialect;
using test::Opened;

namespace {

/// What the engines call the same; %t is a table with a name that tries to get out of its quotes.
struct LossRow
{
    const char* name;
    unsigned engines;
    const char* setup; ///< statements, one per line
    const char* script;
    const char* counts; ///< of the losses in order; "-" where there is no query, "absent" where it must fail
};

constexpr unsigned pg = 1;
constexpr unsigned my = 2;
constexpr unsigned lite = 4;
constexpr unsigned all = pg | my | lite;

constexpr const char* threeRows = "CREATE TABLE %t (id int, %c varchar(50))\n"
                                  "INSERT INTO %t VALUES (1, 'one'), (2, NULL), (3, 'three')";

const LossRow lossRows[] = {
    {"drop table", all, threeRows, "DROP TABLE %t", "3"},
    {"drop table that is not there", all, "", "DROP TABLE IF EXISTS %t", "absent"},
    {"drop several", all, "CREATE TABLE a (id int)\nCREATE TABLE %t (id int)\nINSERT INTO %t VALUES (1)",
        "DROP TABLE a;\nDROP TABLE %t", "0 1"},
    {"drop column", all, threeRows, "ALTER TABLE %t DROP COLUMN %c", "2"},
    {"drop column that is not there", pg | my, threeRows, "ALTER TABLE %t DROP COLUMN nope", "absent"},
    {"renamed before", all, threeRows, "ALTER TABLE %t RENAME TO b;\nALTER TABLE b DROP COLUMN %c", "2"},
    {"delete and update", all, threeRows, "DELETE FROM %t;\nUPDATE %t SET %c = ''", "3 2"},
    {"truncate", pg | my, threeRows, "TRUNCATE TABLE %t", "3"},
    {"replace has no number", my | lite, threeRows, "REPLACE INTO %t VALUES (1, '')", "-"},
    {"narrower text", pg, threeRows, "ALTER TABLE %t ALTER COLUMN %c TYPE varchar(4)", "1"},
    {"narrower text", my, threeRows, "ALTER TABLE %t MODIFY %c VARCHAR(4)", "1"},
    {"characters, not bytes", pg, "CREATE TABLE %t (%c text)\nINSERT INTO %t VALUES ('äöüß'), ('abcde')",
        "ALTER TABLE %t ALTER %c TYPE varchar(4)", "1"},
    {"narrower number", pg,
        "CREATE TABLE %t (%c bigint)\nINSERT INTO %t VALUES (5), (5000000000), (-5000000000)",
        "ALTER TABLE %t ALTER %c TYPE int", "2"},
    {"narrower number", my, "CREATE TABLE %t (%c bigint)\nINSERT INTO %t VALUES (5), (300), (-1)",
        "ALTER TABLE %t MODIFY %c TINYINT UNSIGNED", "2"},
    {"fewer digits", pg | my,
        "CREATE TABLE %t (%c numeric(10, 4))\nINSERT INTO %t VALUES (12.34), (123.4), (1.239), (NULL), "
        "(99.99)",
        "ALTER TABLE %t %alter numeric(4,2)", "2"},
    {"fewer members", my,
        "CREATE TABLE %t (%c ENUM('a','b,c','d'))\nINSERT INTO %t VALUES ('a'), ('b,c'), ('d'), (NULL)",
        "ALTER TABLE %t MODIFY %c ENUM('a','it''s','b,c')", "1"},
    {"a type whose limits are not known", pg, threeRows, "ALTER TABLE %t ALTER %c TYPE xml USING NULL::xml",
        "2"},
    {"no number at all", pg, threeRows, "ALTER TABLE %t ALTER %c TYPE int USING %c::int", "2"},
    {"rebuilt with every column", lite, threeRows,
        "CREATE TABLE n (id int, %c text);\nINSERT INTO n (id, %c) SELECT id, %c FROM %t;\nDROP TABLE %t",
        "0"},
    {"rebuilt without one", all, threeRows,
        "CREATE TABLE n (id int);\nINSERT INTO n (id) SELECT ID FROM %t;\nDROP TABLE %t", "1"},
    {"materialized view", pg, "CREATE MATERIALIZED VIEW %t AS SELECT generate_series(1, 5)",
        "DROP MATERIALIZED VIEW %t", "5"},
    {"schema", pg, "CREATE SCHEMA %t\nCREATE TABLE %t.a (id int)\nCREATE TABLE %t.b (id int)",
        "DROP SCHEMA %t CASCADE", "2"},
    {"schema that is not there", pg, "", "DROP SCHEMA %t CASCADE", "0"},
    {"type", pg, "CREATE TYPE %t AS ENUM ('a')\nCREATE TABLE a (x %t, y %t[], z int)", "DROP TYPE %t CASCADE",
        "2"},
    {"sequence has no number", pg, "CREATE SEQUENCE %t", "DROP SEQUENCE %t", "-"},
    {"all that somebody owns", pg, threeRows, "DROP OWNED BY nobody_of_that_name", "0"},
    {"partition", my,
        "CREATE TABLE %t (id int) PARTITION BY RANGE (id) (PARTITION `p;1` VALUES LESS THAN (10), PARTITION "
        "p2 "
        "VALUES LESS THAN (20), PARTITION p3 VALUES LESS THAN (30))\nINSERT INTO %t VALUES (1), (2), (11), "
        "(21)",
        "ALTER TABLE %t DROP PARTITION `p;1`, p2", "3"},
    {"every partition", my,
        "CREATE TABLE %t (id int) PARTITION BY HASH (id) PARTITIONS 2\nINSERT INTO %t VALUES (1), (2), (11)",
        "ALTER TABLE %t TRUNCATE PARTITION ALL", "3"},
    {"database", my, "CREATE TABLE %t (id int)", "DROP DATABASE no_such_database", "0"},
};

struct InverseRow
{
    const char* name;
    unsigned engines;
    const char* setup;
    const char* statement;
};

const InverseRow inverseRows[] = {
    {"table", all, "", "CREATE TABLE %t (id int PRIMARY KEY, %c varchar(20))"},
    {"index", all, "CREATE TABLE %t (id int)", "CREATE UNIQUE INDEX %c ON %t (id)"},
    {"index concurrently", pg, "CREATE TABLE %t (id int)", "CREATE INDEX CONCURRENTLY %c ON %t (id)"},
    {"index of a table in a schema", pg, "CREATE SCHEMA s\nCREATE TABLE s.%t (id int)",
        "CREATE INDEX %c ON s.%t (id)"},
    {"view", all, "CREATE TABLE a (id int)", "CREATE VIEW %t AS SELECT id FROM a"},
    {"materialized view", pg, "", "CREATE MATERIALIZED VIEW %t AS SELECT 1 AS a"},
    {"sequence", pg | my, "", "CREATE SEQUENCE %t"},
    {"type", pg, "", "CREATE TYPE %t AS ENUM ('a', 'b')"},
    {"domain", pg, "", "CREATE DOMAIN %t AS int CHECK (VALUE > 0)"},
    {"schema", pg, "", "CREATE SCHEMA %t"},
    {"function", pg, "",
        "CREATE FUNCTION %t(a int DEFAULT 5, %c numeric(5,2)[] = '{}', OUT b text) LANGUAGE sql AS 'SELECT "
        "1::text'"},
    {"overloaded function", pg, "CREATE FUNCTION %t(a text) RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION %t(a timestamp with time zone) RETURNS int LANGUAGE sql AS 'SELECT 1'"},
    {"procedure", pg, "", "CREATE PROCEDURE %t(INOUT a int) LANGUAGE sql AS 'SELECT 1'"},
    {"function", my, "", "CREATE FUNCTION %t(a INT) RETURNS INT DETERMINISTIC RETURN a + 1"},
    {"procedure", my, "", "CREATE PROCEDURE %t(IN a INT) BEGIN SELECT a; SELECT 2; END"},
    {"trigger", pg,
        "CREATE TABLE %t (id int)\nCREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN "
        "NEW; END'",
        "CREATE TRIGGER %c BEFORE INSERT ON %t FOR EACH ROW EXECUTE FUNCTION f()"},
    {"trigger", my, "CREATE TABLE %t (id int)",
        "CREATE TRIGGER %c BEFORE INSERT ON %t FOR EACH ROW SET NEW.id = 1"},
    {"trigger", lite, "CREATE TABLE %t (id int)",
        "CREATE TRIGGER %c AFTER INSERT ON %t BEGIN DELETE FROM %t WHERE id = 5; END"},
    {"policy", pg, "CREATE TABLE %t (id int)", "CREATE POLICY %c ON %t USING (id > 5)"},
    {"rule", pg, "CREATE TABLE %t (id int)", "CREATE RULE %c AS ON DELETE TO %t DO INSTEAD NOTHING"},
    {"column", all, "CREATE TABLE %t (id int)", "ALTER TABLE %t ADD COLUMN %c int DEFAULT 5"},
    {"several columns", my, "CREATE TABLE %t (id int)",
        "ALTER TABLE %t ADD (%c int, b int), ADD INDEX i (b), ALGORITHM=INPLACE"},
    {"column, check and not null", pg, "CREATE TABLE %t (id int)",
        "ALTER TABLE %t ADD %c int, ADD CONSTRAINT k CHECK (id > 0), ALTER COLUMN id SET NOT NULL"},
    {"foreign key", pg, "CREATE TABLE a (id int PRIMARY KEY)\nCREATE TABLE %t (id int)",
        "ALTER TABLE %t ADD CONSTRAINT %c FOREIGN KEY (id) REFERENCES a (id)"},
    {"foreign key over an index", my,
        "CREATE TABLE a (id int PRIMARY KEY)\nCREATE TABLE %t (id int, INDEX i (id))",
        "ALTER TABLE %t ADD CONSTRAINT %c FOREIGN KEY (id) REFERENCES a (id)"},
    {"unique and check", my, "CREATE TABLE %t (id int)",
        "ALTER TABLE %t ADD CONSTRAINT u UNIQUE (id), ADD CONSTRAINT %c CHECK (id > 0)"},
    {"unique with a name of its own", my, "CREATE TABLE %t (id int)",
        "ALTER TABLE %t ADD CONSTRAINT u UNIQUE KEY %c (id)"},
    {"primary key", my, "CREATE TABLE %t (id int NOT NULL)", "ALTER TABLE %t ADD PRIMARY KEY (id)"},
    {"rename a table", all, "CREATE TABLE %t (id int)", "ALTER TABLE %t RENAME TO %c"},
    {"rename a table in a schema", pg, "CREATE SCHEMA s\nCREATE TABLE s.%t (id int)",
        "ALTER TABLE s.%t RENAME TO %c"},
    {"move a table", pg, "CREATE SCHEMA s\nCREATE SCHEMA %c\nCREATE TABLE s.%t (id int)",
        "ALTER TABLE s.%t SET SCHEMA %c"},
    {"rename a column", pg | my, "CREATE TABLE %t (id int, a int)", "ALTER TABLE %t RENAME COLUMN a TO %c"},
    // SQLite keeps the quotes of the text that it changes, so both ways of writing must come back.
    {"rename a column", lite, "CREATE TABLE %t (id int, a int)", "ALTER TABLE %t RENAME COLUMN a TO b"},
    {"rename a quoted column", lite, "CREATE TABLE %t (id int, \"a b\" int)",
        "ALTER TABLE %t RENAME \"a b\" TO %c"},
    {"rename a constraint", pg, "CREATE TABLE %t (id int CONSTRAINT k CHECK (id > 0))",
        "ALTER TABLE %t RENAME CONSTRAINT k TO %c"},
    {"rename with a column", my, "CREATE TABLE %t (id int)", "ALTER TABLE %t ADD a int, RENAME TO %c"},
    {"swap tables", my, "CREATE TABLE %t (id int)\nCREATE TABLE b (x int)", "RENAME TABLE %t TO %c, b TO %t"},
    {"rename an index", pg, "CREATE SCHEMA s\nCREATE TABLE s.a (id int)\nCREATE INDEX %t ON s.a (id)",
        "ALTER INDEX s.%t RENAME TO %c"},
    {"rename an index", my, "CREATE TABLE %t (id int, INDEX i (id))", "ALTER TABLE %t RENAME INDEX i TO %c"},
    {"rename a value", pg, "CREATE TYPE %t AS ENUM ('a', 'b')", "ALTER TYPE %t RENAME VALUE 'a' TO 'it''s'"},
    {"rename a schema", pg, "CREATE SCHEMA %t", "ALTER SCHEMA %t RENAME TO %c"},
    {"drop not null", pg, "CREATE TABLE %t (id int NOT NULL)", "ALTER TABLE %t ALTER id DROP NOT NULL"},
};

unsigned bitOf(Dialect dialect)
{
    return dialect == Dialect::PostgreSql ? pg : dialect == Dialect::MySql ? my : lite;
}

/// Names with everything that quoting could get wrong: quotes, a semicolon, what looks like a parameter.
QString withNames(const char* text, Dialect dialect)
{
    QString result = QString::fromUtf8(text);
    const QString quote = dialect == Dialect::MySql ? QStringLiteral("`") : QStringLiteral("\"");
    result.replace(QLatin1String("%t"),
        quote + QStringLiteral("we;ird") + quote + quote + QStringLiteral("?:a $1 '名") + quote);
    result.replace(QLatin1String("%c"), quote + QStringLiteral("select ? \\") + quote);
    // The one word that differs in an otherwise common row.
    result.replace(QLatin1String("%alter"),
        (dialect == Dialect::MySql ? QStringLiteral("MODIFY ") : QStringLiteral("ALTER COLUMN ")) + quote
            + QStringLiteral("select ? \\") + quote
            + (dialect == Dialect::MySql ? QString() : QStringLiteral(" TYPE")));
    return result;
}

QStringList statementsOf(const char* text, Dialect dialect)
{
    return withNames(text, dialect).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

template <typename Row, size_t size> void addRows(const Row (&rows)[size])
{
    QTest::addColumn<int>("dialect");
    QTest::addColumn<int>("row");
    for (const Dialect dialect : {Dialect::Sqlite, Dialect::PostgreSql, Dialect::MySql}) {
        for (size_t i = 0; i < size; ++i) {
            if (rows[i].engines & bitOf(dialect))
                QTest::newRow(
                    qPrintable(sql::dialectName(dialect) + QLatin1String(": ") + QLatin1String(rows[i].name)))
                    << int(dialect) << int(i);
        }
    }
}

QString countOf(db::Connection& connection, const DataLoss& loss, Dialect dialect)
{
    const QString query = analysis::countQueries(loss, dialect).exact;
    if (query.isEmpty())
        return QStringLiteral("-");
    const auto rows = connection.query(query);
    if (!rows) {
        const bool isAbsent = rows.error().nativeCode.startsWith(QLatin1String("42P01"))
            || rows.error().nativeCode.startsWith(QLatin1String("42703"))
            || rows.error().nativeCode == QLatin1String("1146")
            || rows.error().nativeCode == QLatin1String("1054")
            || rows.error().toText().contains(QLatin1String("no such table"));
        return isAbsent ? QStringLiteral("absent") : query + QLatin1Char('\n') + rows.error().toText();
    }
    return rows->rows.value(0).value(0).toString();
}

} // namespace

/// The queries that count what a script deletes, and the statements that take statements back, on the
/// engines themselves.
class Losses : public QObject
{
    Q_OBJECT

private slots:
    void counts_data() { addRows(lossRows); }
    void counts()
    {
        QFETCH(int, dialect);
        QFETCH(int, row);
        const auto engine = Dialect(dialect);
        OPENED(opened, engine);
        for (const QString& statement : statementsOf(lossRows[row].setup, engine))
            VERIFY_OK(opened->execute(statement));
        migration::Script script;
        script.bytes = withNames(lossRows[row].script, engine).toUtf8();
        QStringList counts;
        for (const DataLoss& loss : analysis::findLosses(script, engine).losses)
            counts.append(countOf(*opened, loss, engine));
        QCOMPARE(counts.join(QLatin1Char(' ')), QString::fromUtf8(lossRows[row].counts));
    }

    void estimates_data() { test::addEngineRows(); }
    void estimates()
    {
        QFETCH(Dialect, dialect);
        OPENED(opened, dialect);
        VERIFY_OK(opened->execute(withNames("CREATE TABLE %t (id int)", dialect)));
        QStringList values;
        for (int i = 0; i < 500; ++i)
            values.append(QStringLiteral("(%1)").arg(i));
        VERIFY_OK(
            opened->execute(withNames("INSERT INTO %t VALUES ", dialect) + values.join(QLatin1Char(','))));
        if (dialect == Dialect::MySql)
            VERIFY_OK(opened->query(withNames("ANALYZE TABLE %t", dialect)));
        else
            VERIFY_OK(opened->execute(withNames("ANALYZE %t", dialect)));
        migration::Script script;
        script.bytes = withNames("DROP TABLE %t", dialect).toUtf8();
        const DataLoss loss = analysis::findLosses(script, dialect).losses.value(0);
        const QString query = analysis::countQueries(loss, dialect).estimate;
        if (dialect == Dialect::Sqlite) {
            QVERIFY(query.isEmpty());
            return;
        }
        const auto rows = opened->query(query);
        VERIFY_OK(rows);
        const qint64 estimate = rows->rows.value(0).value(0).toLongLong();
        QVERIFY2(estimate > 250 && estimate < 1000, qPrintable(QString::number(estimate)));
    }

    void inverses_data() { addRows(inverseRows); }
    void inverses()
    {
        QFETCH(int, dialect);
        QFETCH(int, row);
        const auto engine = Dialect(dialect);
        OPENED(opened, engine);
        const engine::RunServices& services = opened.live.engines().find(engine)->runServices();
        for (const QString& statement : statementsOf(inverseRows[row].setup, engine))
            VERIFY_OK(opened->execute(statement));
        const QString statement = withNames(inverseRows[row].statement, engine);
        const auto inverse = analysis::inverseOf(statement.toUtf8(), engine);
        QVERIFY2(inverse, qPrintable(statement));

        const auto before = services.schemaFingerprint(*opened, {});
        VERIFY_OK(before);
        VERIFY_OK(opened->execute(statement));
        const auto between = services.schemaFingerprint(*opened, {});
        VERIFY_OK(between);
        QVERIFY2(*between != *before, "the statement must change the schema");
        VERIFY_OK(opened->execute(inverse->sql));
        const auto after = services.schemaFingerprint(*opened, {});
        VERIFY_OK(after);
        QVERIFY2(*after == *before, qPrintable(inverse->sql));
    }
};

QTEST_GUILESS_MAIN(Losses)
#include "tst_losses.moc"

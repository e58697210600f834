// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/sqlite_renderer.h"
#include "core/schema/fingerprint.h"
#include "tests/support/cli_program.h"
#include "tests/support/live_database.h"

#include <QTest>

using namespace strandline;
using sql::Dialect;

namespace {

const QStringList kBefore {
    QStringLiteral("CREATE TABLE customer (id INTEGER PRIMARY KEY, email TEXT, name TEXT, spare TEXT)"),
    QStringLiteral("CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL"
                   " REFERENCES customer (id) ON DELETE CASCADE, total INTEGER)"),
    QStringLiteral(
        "CREATE TABLE note (customer_id INTEGER REFERENCES customer ON DELETE SET NULL, body TEXT)"),
    QStringLiteral("CREATE TABLE log (what TEXT)"),
    QStringLiteral("CREATE UNIQUE INDEX customer_email ON customer (lower(email)) WHERE email IS NOT NULL"),
    QStringLiteral("CREATE INDEX orders_big ON orders (customer_id) WHERE total > 50"),
    QStringLiteral("CREATE VIEW buyers AS SELECT c.id, c.email, sum(o.total) AS total FROM customer c"
                   " JOIN orders o ON o.customer_id = c.id GROUP BY c.id"),
    QStringLiteral("CREATE VIEW best AS SELECT * FROM buyers WHERE total > 100"),
    QStringLiteral("CREATE TRIGGER customer_gone AFTER DELETE ON customer"
                   " BEGIN INSERT INTO log VALUES ('gone ' || old.id); END"),
    QStringLiteral("CREATE TRIGGER order_made AFTER INSERT ON orders"
                   " BEGIN UPDATE customer SET name = name WHERE id = new.customer_id; END"),
    QStringLiteral("CREATE TRIGGER best_delete INSTEAD OF DELETE ON best"
                   " BEGIN DELETE FROM customer WHERE id = old.id; END"),
};

const QStringList kRows {
    QStringLiteral("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
                   " INSERT INTO customer SELECT i, 'c' || i || '@example.org', 'name ' || i, NULL FROM n"),
    QStringLiteral("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
                   " INSERT INTO orders SELECT i, 1 + i % 1000, i % 100 FROM n"),
    QStringLiteral("INSERT INTO note SELECT id, 'n' || id FROM customer"),
    QStringLiteral("DELETE FROM log"),
};

QByteArray script(const dialect::Rendered& way)
{
    QByteArray text;
    for (const dialect::RenderedStatement& statement : way.statements)
        text += statement.text.toUtf8() + ";\n";
    return text;
}

} // namespace

/// A parent of many children is rebuilt by the program itself, forward and back.
class SqliteRebuild : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRowAndObjectIsStillThere();

private:
    static QStringList counts(const test::LiveDatabase& database);
    static base::Result<schema::Database> schemaOf(const test::LiveDatabase& database);
};

QStringList SqliteRebuild::counts(const test::LiveDatabase& database)
{
    const auto connection = database.open(db::AccessMode::ReadOnly);
    if (!connection)
        return {connection.error().toText()};
    QStringList lines;
    for (const char* query :
        {"SELECT count(*), sum(id), sum(length(email)), min(email), max(name) FROM customer",
            "SELECT count(*), sum(id), sum(customer_id), sum(total) FROM orders",
            "SELECT count(*), sum(customer_id), max(body) FROM note", "SELECT count(*) FROM log",
            "SELECT count(*), sum(total) FROM best", "SELECT count(*) FROM pragma_foreign_key_check",
            "SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_master WHERE name NOT LIKE"
            " 'strandline%' AND name NOT LIKE 'sqlite%' ORDER BY name)"}) {
        const auto rows = (*connection)->query(QString::fromLatin1(query));
        QStringList values;
        for (const QVariant& value : rows ? rows->rows.value(0) : QVariantList {rows.error().toText()})
            values.append(value.toString());
        lines.append(values.join(QLatin1Char(' ')));
    }
    return lines;
}

base::Result<schema::Database> SqliteRebuild::schemaOf(const test::LiveDatabase& database)
{
    const auto connection = database.open(db::AccessMode::ReadOnly);
    if (!connection)
        return base::forward(connection);
    return database.engines().find(Dialect::Sqlite)->introspector()->read(**connection, {}, {});
}

void SqliteRebuild::everyRowAndObjectIsStillThere()
{
    const test::LiveDatabase database(Dialect::Sqlite);
    const test::LiveDatabase wanted(Dialect::Sqlite);
    QVERIFY(database.run(kBefore + kRows));
    QStringList after = kBefore;
    after[0] = QStringLiteral("CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT, email TEXT"
                              " COLLATE NOCASE, points INTEGER NOT NULL DEFAULT 0 CHECK (points >= 0))");
    QVERIFY(wanted.run(after));
    const auto from = schemaOf(database);
    const auto to = schemaOf(wanted);
    QVERIFY(from && to);
    const auto renderer = dialect::makeSqliteRenderer();
    const test::TempProject project;
    test::writeProjectFile(project);
    project.write(QStringLiteral("migrations/20260101120000_rebuild.up.sql"),
        script(renderer->render({*from, *to, {}})));
    project.write(QStringLiteral("migrations/20260101120000_rebuild.down.sql"),
        script(renderer->render({*to, *from, {}})));
    const QStringList before = counts(database);
    QVERIFY2(before.first().startsWith(QLatin1String("100000 ")), qPrintable(before.first()));

    const auto up = test::callCli(database.settings(), project,
        {QStringLiteral("up"), QStringLiteral("--yes"), QStringLiteral("--allow-data-loss")});
    QVERIFY2(up.exitCode == 0, qPrintable(up.text()));
    QCOMPARE(counts(database), before);
    QCOMPARE(schema::fingerprint(*schemaOf(database)), schema::fingerprint(*to));

    const auto down = test::callCli(database.settings(), project,
        {QStringLiteral("down"), QStringLiteral("--yes"), QStringLiteral("--allow-data-loss")});
    QVERIFY2(down.exitCode == 0, qPrintable(down.text()));
    QCOMPARE(counts(database), before);
    QCOMPARE(schema::fingerprint(*schemaOf(database)), schema::fingerprint(*from));
}

QTEST_GUILESS_MAIN(SqliteRebuild)
#include "tst_sqlite_rebuild.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/transaction.h"
#include "core/project/create_migration.h"
#include "core/project/native_format.h"
#include "core/project/templates.h"
#include "core/sql/identifier.h"
#include "core/sql/statement_kind.h"
#include "core/sql/statement_splitter.h"
#include "tests/support/live_database.h"

#include <QTemporaryDir>
#include <QTest>

using namespace strandline;
using namespace strandline::project;
using sql::Dialect;

namespace {

QStringList statementsOf(const QByteArray& script, Dialect dialect)
{
    QStringList list;
    for (const sql::Statement& statement : sql::split(script, dialect).statements)
        list.append(QString::fromUtf8(statement.textIn(script)));
    return list;
}

/// As the runner will do it: one transaction, unless a statement refuses to be in one.
base::Result<void> runScript(db::Connection& connection, const QByteArray& script, Dialect dialect)
{
    const QStringList statements = statementsOf(script, dialect);
    bool alone = false;
    for (const QString& statement : statements)
        alone = alone || sql::cannotRunInTransaction(statement.toUtf8(), dialect);
    std::optional<db::Transaction> transaction;
    if (!alone) {
        auto begun = db::Transaction::begin(connection);
        if (!begun)
            return base::forward(begun);
        transaction.emplace(std::move(*begun));
    }
    for (const QString& statement : statements) {
        const auto done = connection.execute(statement);
        if (!done)
            return base::fail(done.error().withContext(statement));
    }
    return transaction ? transaction->commit() : base::Result<void>();
}

struct Names
{
    QString label;
    QString table; ///< bare
    QString column;
    QString parent;
    QString written; ///< the table as a person writes it for the request; empty: left to the guess
};

QList<Names> allNames()
{
    const QString lengthy(60, QLatin1Char('x'));
    return {
        {QStringLiteral("guessed"), QStringLiteral("users"), QStringLiteral("team_id"),
            QStringLiteral("teams"), {}},
        {QStringLiteral("reserved"), QStringLiteral("order"), QStringLiteral("group"),
            QStringLiteral("select"), QStringLiteral("order")},
        {QStringLiteral("odd"), QStringLiteral("we;ird\""), QStringLiteral("co'l`u;mn"),
            QStringLiteral("pa rent.x"), QStringLiteral("\"we;ird\"\"\"")},
        {QStringLiteral("unicode"), QStringLiteral("Möwe"), QStringLiteral("größe"), QStringLiteral("漢字"),
            QStringLiteral("Möwe")},
        {QStringLiteral("long"), lengthy, lengthy + QStringLiteral("yz"), QStringLiteral("teams"), lengthy},
    };
}

QStringList exampleTables(TemplateKind kind, Dialect dialect, const Names& names)
{
    const auto quoted = [&](const QString& name) { return sql::quoteIdentifier(name, dialect); };
    if (kind == TemplateKind::Table)
        return {};
    const bool addsColumn = kind == TemplateKind::Alter || kind == TemplateKind::Sync
        || (dialect == Dialect::Sqlite && (kind == TemplateKind::ForeignKey || kind == TemplateKind::Check));
    // Sync makes the table itself where it is missing.
    if (kind == TemplateKind::Sync)
        return {};
    const QString id = QStringLiteral("id integer PRIMARY KEY");
    const QString column = addsColumn ? QString() : QStringLiteral(", %1 integer").arg(quoted(names.column));
    return {
        QStringLiteral("CREATE TABLE %1 (%2)").arg(quoted(names.parent), id),
        QStringLiteral("CREATE TABLE %1 (%2%3)").arg(quoted(names.table), id, column),
    };
}

/// A query whose one value is 0 before up and after down, and not 0 in between.
QString effectQuery(TemplateKind kind, Dialect dialect)
{
    const bool pg = dialect == Dialect::PostgreSql;
    const bool lite = dialect == Dialect::Sqlite;
    const QString mine = QStringLiteral(" table_schema = DATABASE()");
    switch (kind) {
    case TemplateKind::Table:
        return lite ? QStringLiteral("SELECT count(*) FROM sqlite_master WHERE type = 'table'")
            : pg    ? QStringLiteral("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
                    : QStringLiteral("SELECT count(*) FROM information_schema.tables WHERE") + mine;
    case TemplateKind::Alter:
    case TemplateKind::Sync:
        return lite
            ? QStringLiteral("SELECT count(*) FROM sqlite_master WHERE sql LIKE '%NOT NULL DEFAULT 0%'")
            : pg
            ? QStringLiteral("SELECT count(*) FROM information_schema.columns WHERE table_schema = 'public' "
                             "AND column_default = '0'")
            : QStringLiteral("SELECT count(*) FROM information_schema.columns WHERE column_default = '0' AND")
                + mine;
    case TemplateKind::Index:
        return lite
            ? QStringLiteral("SELECT count(*) FROM sqlite_master WHERE type = 'index' AND name LIKE '%idx'")
            : pg ? QStringLiteral("SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
                                  "WHERE i.indisvalid AND c.relname LIKE '%idx'")
                 : QStringLiteral(
                       "SELECT count(*) FROM information_schema.statistics WHERE index_name LIKE '%idx' "
                       "AND")
                + mine;
    case TemplateKind::ForeignKey:
        return lite ? QStringLiteral("SELECT count(*) FROM sqlite_master WHERE sql LIKE '%REFERENCES%'")
            : pg ? QStringLiteral("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated")
                 : QStringLiteral("SELECT count(*) FROM information_schema.table_constraints WHERE "
                                  "constraint_type = 'FOREIGN KEY' AND")
                + mine;
    case TemplateKind::Check:
        return lite ? QStringLiteral("SELECT count(*) FROM sqlite_master WHERE sql LIKE '%CHECK (%'")
            : pg ? QStringLiteral("SELECT count(*) FROM pg_constraint WHERE contype = 'c' AND convalidated "
                                  "AND connamespace = 'public'::regnamespace AND "
                                  "conname LIKE '%check'")
                 : QStringLiteral("SELECT count(*) FROM information_schema.check_constraints WHERE "
                                  "constraint_schema = DATABASE()");
    case TemplateKind::Comment:
        return pg ? QStringLiteral(
                   "SELECT count(*) FROM pg_description d JOIN pg_class c ON c.oid = d.objoid WHERE "
                   "c.relnamespace = 'public'::regnamespace")
            : lite
            ? QString()
            : QStringLiteral("SELECT count(*) FROM information_schema.tables WHERE table_comment <> '' AND")
                + mine;
    case TemplateKind::Data:
    case TemplateKind::Empty:
        break;
    }
    return {};
}

int scalar(db::Connection& connection, const QString& query)
{
    int value = -1;
    const auto done = connection.forEachRow(query, {}, [&](const QVariantList& row) {
        value = row.value(0).toInt();
        return false;
    });
    if (!done)
        qWarning("%s", qPrintable(done.error().toText()));
    return value;
}

QString migrationName(TemplateKind kind)
{
    switch (kind) {
    case TemplateKind::Table:
        return QStringLiteral("create_users");
    case TemplateKind::Sync:
        return QStringLiteral("add_team_id_to_users");
    case TemplateKind::Index:
        return QStringLiteral("index_users_on_team_id");
    case TemplateKind::Data:
        return QStringLiteral("backfill_team_id_in_users");
    default:
        return QStringLiteral("add_team_id_to_users");
    }
}

} // namespace

class TestTemplates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void kindsBothWays();
    void guesses_data();
    void guesses();
    void removingTurnsAround();
    void writtenNames_data();
    void writtenNames();
    void readBackWithoutProblems_data();
    void readBackWithoutProblems();
    void runOnEngine_data();
    void runOnEngine();
    void dataIsBroughtBack_data();
    void dataIsBroughtBack();
};

void TestTemplates::kindsBothWays()
{
    QCOMPARE(templateKindNames().join(QLatin1Char(' ')),
        QStringLiteral("table alter sync data index fk check comment empty"));
    for (const QString& name : templateKindNames())
        QCOMPARE(templateKindName(templateKindFromName(name).value()), name);
    QVERIFY(!templateKindFromName(QStringLiteral("Table")));
}

void TestTemplates::guesses_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char* expected) {
        QTest::newRow(name) << QString::fromLatin1(name) << QString::fromLatin1(expected);
    };
    row("create_orders", "table orders -");
    row("create_order_items_table", "table order_items -");
    row("add_loyalty_points_to_users", "alter users loyalty_points");
    row("add_reply_to_to_mails", "alter mails reply_to");
    row("add_email_index_to_users", "index users email");
    row("index_users_on_email", "index users email");
    row("add_index_on_email_to_users", "index users email");
    row("add_user_id_fk_to_orders", "fk orders user_id");
    row("add_total_check_to_orders", "check orders total");
    row("comment_on_users", "comment users -");
    row("backfill_points_in_users", "data users points");
    row("set_status_for_orders", "data orders status");
    row("sync_users", "sync users -");
    row("drop_nickname_from_users", "alter users nickname removes");
    row("remove_email_index_from_users", "index users email removes");
    row("add_column_to_users", "alter users -");
    row("tidy_up", "empty - -");
    row("create_", "empty - -");
    row("add__to_", "empty - -");
}

void TestTemplates::guesses()
{
    QFETCH(QString, name);
    const NameGuess guess = guessFromName(name);
    const auto orDash = [](const QString& text) { return text.isEmpty() ? QStringLiteral("-") : text; };
    QString actual = QStringLiteral("%1 %2 %3")
                         .arg(templateKindName(guess.kind), orDash(guess.table), orDash(guess.column));
    if (guess.removes)
        actual += QStringLiteral(" removes");
    QTEST(actual, "expected");
}

void TestTemplates::removingTurnsAround()
{
    const TemplateRequest adds {
        TemplateKind::Alter, Dialect::PostgreSql, QStringLiteral("add_nick_to_users"), {}, {}, {}};
    const TemplateRequest removes {
        TemplateKind::Alter, Dialect::PostgreSql, QStringLiteral("drop_nick_from_users"), {}, {}, {}};
    const ScriptPair added = fillTemplate(adds).value();
    const ScriptPair removed = fillTemplate(removes).value();
    QCOMPARE(statementsOf(removed.up, Dialect::PostgreSql), statementsOf(added.down, Dialect::PostgreSql));
    QCOMPARE(statementsOf(removed.down, Dialect::PostgreSql), statementsOf(added.up, Dialect::PostgreSql));
    QVERIFY(removed.up.startsWith("-- Drop nick from users.\n"));
}

void TestTemplates::writtenNames_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("expected"); // empty: refused
    QTest::newRow("plain") << QStringLiteral("users") << QStringLiteral("users");
    QTest::newRow("schema") << QStringLiteral("app.users") << QStringLiteral("app.users");
    QTest::newRow("dot in quotes") << QStringLiteral("\"a.b\"") << QStringLiteral("\"a.b\"");
    QTest::newRow("schema and quotes")
        << QStringLiteral("app.\"Order \"\"X\"\"\"") << QStringLiteral("app.\"Order \"\"X\"\"\"");
    QTest::newRow("blank") << QStringLiteral("order items") << QStringLiteral("\"order items\"");
    QTest::newRow("three parts") << QStringLiteral("a.b.c") << QString();
    QTest::newRow("empty part") << QStringLiteral("a.") << QString();
    QTest::newRow("open quote") << QStringLiteral("\"a") << QString();
    QTest::newRow("empty quotes") << QStringLiteral("\"\"") << QString();
}

void TestTemplates::writtenNames()
{
    QFETCH(QString, written);
    QFETCH(QString, expected);
    const auto pair = fillTemplate(
        {TemplateKind::Alter, Dialect::PostgreSql, QStringLiteral("x"), written, QStringLiteral("c"), {}});
    QCOMPARE(pair.has_value(), !expected.isEmpty());
    if (pair)
        QVERIFY(QString::fromUtf8(pair->up).contains(QStringLiteral("ALTER TABLE %1 ADD").arg(expected)));
    else
        QVERIFY(!pair.error().hint.isEmpty());
}

void TestTemplates::readBackWithoutProblems_data()
{
    QTest::addColumn<int>("dialect");
    QTest::addColumn<QString>("kind");
    for (const Dialect dialect : {Dialect::PostgreSql, Dialect::MySql, Dialect::Sqlite}) {
        for (const QString& kind : templateKindNames())
            QTest::newRow(qPrintable(sql::dialectName(dialect) + QLatin1Char(' ') + kind))
                << int(dialect) << kind;
    }
}

void TestTemplates::readBackWithoutProblems()
{
    QFETCH(int, dialect);
    QFETCH(QString, kind);
    QTemporaryDir folder;
    const ScriptPair pair = fillTemplate(
        {templateKindFromName(kind).value(), Dialect(dialect), QStringLiteral("do_something"), {}, {},
            {}}).value();
    const auto created = createMigration({folder.path(), QStringLiteral("do_something"), pair}, {});
    QVERIFY(created);
    const auto set = readNativeFolder({folder.path()}, folder.path(), Dialect(dialect), {});
    QVERIFY(set);
    QVERIFY(set->problems.isEmpty());
    QCOMPARE(set->migrations.size(), 1);
    const migration::Migration& read = set->migrations[0];
    for (const base::Error& error : read.problems)
        qWarning("%s", qPrintable(error.toText()));
    QVERIFY(read.problems.isEmpty());
    QCOMPARE(read.up->description, QStringLiteral("Do something."));
    QCOMPARE(read.down->description, QStringLiteral("Undoes: Do something."));
    QCOMPARE(read.up->cannotRunInTransaction,
        Dialect(dialect) == Dialect::PostgreSql && kind == QLatin1String("index"));
    QVERIFY(!read.up->directives.noTransaction && !read.isIrreversible());
}

void TestTemplates::runOnEngine_data()
{
    QTest::addColumn<int>("dialect");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("names");
    const QList<Names> names = allNames();
    for (const Dialect dialect : {Dialect::Sqlite, Dialect::PostgreSql, Dialect::MySql}) {
        for (const QString& kind : templateKindNames()) {
            for (int i = 0; i < names.size(); ++i)
                QTest::newRow(qPrintable(
                    sql::dialectName(dialect) + QLatin1Char(' ') + kind + QLatin1Char(' ') + names[i].label))
                    << int(dialect) << kind << i;
        }
    }
}

void TestTemplates::runOnEngine()
{
    QFETCH(int, dialect);
    QFETCH(QString, kind);
    QFETCH(int, names);
    const Dialect engine = Dialect(dialect);
    STRANDLINE_NEEDS_ENGINE(engine);
    const TemplateKind templateKind = templateKindFromName(kind).value();
    const Names name = allNames()[names];
    TemplateRequest request {templateKind, engine, migrationName(templateKind), name.written, {}, {}};
    if (!name.written.isEmpty()) {
        request.column = name.column;
        request.references = QStringLiteral("\"%1\"").arg(name.parent);
    }
    const ScriptPair pair = fillTemplate(request).value();

    test::LiveDatabase database(engine);
    QVERIFY2(database.problem().isEmpty(), qPrintable(database.problem()));
    const auto made = database.run(exampleTables(templateKind, engine, name));
    QVERIFY2(made, made ? "" : qPrintable(made.error().toText()));
    const auto opened = database.open();
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().toText()));
    db::Connection& connection = **opened;
    const auto runs = [&](const QByteArray& script) {
        const auto done = runScript(connection, script, engine);
        if (!done)
            qWarning("%s\n%s", qPrintable(done.error().toText()), script.constData());
        return done.has_value();
    };
    const QString effect = effectQuery(templateKind, engine);
    const auto isThere = [&] { return effect.isEmpty() ? -1 : int(scalar(connection, effect) > 0); };
    const int yes = effect.isEmpty() ? -1 : 1;
    const int no = effect.isEmpty() ? -1 : 0;

    QCOMPARE(isThere(), no);
    QVERIFY(runs(pair.up));
    QCOMPARE(isThere(), yes);
    if (pair.upIsRepeatable) {
        QVERIFY(runs(pair.up));
        QCOMPARE(isThere(), yes);
    }
    QVERIFY(runs(pair.down));
    QCOMPARE(isThere(), no);
    // Sync on SQLite cannot add a column to a table that exists; its note says so.
    if (templateKind == TemplateKind::Sync && engine == Dialect::Sqlite)
        return;
    QVERIFY(runs(pair.up));
    QCOMPARE(isThere(), yes);
}

void TestTemplates::dataIsBroughtBack_data()
{
    test::addEngineRows();
}

void TestTemplates::dataIsBroughtBack()
{
    QFETCH(sql::Dialect, dialect);
    STRANDLINE_NEEDS_ENGINE(dialect);
    const ScriptPair pair = fillTemplate(
        {TemplateKind::Data, dialect, QStringLiteral("backfill_points_in_users"), {}, {},
            {}}).value();
    test::LiveDatabase database(dialect);
    const auto made =
        database.run({QStringLiteral("CREATE TABLE users (id integer PRIMARY KEY, points integer)"),
            QStringLiteral("INSERT INTO users VALUES (1, NULL), (2, 0), (3, 7), (4, NULL)")});
    QVERIFY2(made, made ? "" : qPrintable(made.error().toText()));
    const auto opened = database.open();
    QVERIFY(opened);
    const QString nulls = QStringLiteral("SELECT count(*) FROM users WHERE points IS NULL");
    const QString sum = QStringLiteral("SELECT sum(id) FROM users WHERE points IS NULL");
    QCOMPARE(scalar(**opened, nulls), 2);
    QVERIFY(runScript(**opened, pair.up, dialect));
    QCOMPARE(scalar(**opened, nulls), 0);
    QVERIFY(runScript(**opened, pair.up, dialect)); // must not forget what the first run noted
    QVERIFY(runScript(**opened, pair.down, dialect));
    QCOMPARE(scalar(**opened, nulls), 2);
    QCOMPARE(scalar(**opened, sum), 5); // the same rows: the 0 of row 2 was no NULL before
}

QTEST_GUILESS_MAIN(TestTemplates)
#include "tst_templates.moc"

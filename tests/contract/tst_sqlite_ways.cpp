// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/sqlite_renderer.h"
#include "core/schema/fingerprint.h"
#include "core/schema/schema_json.h"
#include "core/sql/identifier.h"
#include "core/sql/statement_kind.h"
#include "core/sql/statement_splitter.h"
#include "tests/contract/contract.h"
#include "tests/unit/analysis/case_sections.h"

#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace strandline;
using db::AccessMode;
using sql::Dialect;

namespace {

/// A case of tests/cases/ways/sqlite.case.
struct Way
{
    QByteArray from;
    QByteArray to;
    QList<diff::Rename> renames;
    bool changesData = false;
};

diff::Rename readRename(const QStringList& words)
{
    const auto id = [&](const QString& text) {
        const qsizetype dot = text.indexOf(QLatin1Char('.'));
        return words.first() == QLatin1String("table")
            ? schema::ObjectId {schema::ObjectKind::Table, {{}, text}, {}}
            : schema::ObjectId {schema::ObjectKind::Column, {{}, text.left(dot)}, text.mid(dot + 1)};
    };
    return {id(words.at(1)), id(words.at(2))};
}

Way readWay(const QByteArray& text)
{
    Way way;
    QByteArray* part = &way.from;
    for (const QByteArray& line : text.split('\n')) {
        if (line == "--- new")
            part = &way.to;
        else if (line.startsWith("--- rename "))
            way.renames.append(readRename(QString::fromUtf8(line.mid(11)).split(QLatin1Char(' '))));
        else if (line == "--- data changes")
            way.changesData = true;
        else
            *part += line + '\n';
    }
    return way;
}

/// A database file of the test's own.
class File
{
public:
    File(const QTemporaryDir& folder, const char* name)
        : m_path(folder.filePath(QString::fromLatin1(name)))
    { }

    base::Result<std::unique_ptr<db::Connection>> open(AccessMode access) const
    {
        connection::ConnectionSettings settings;
        settings.dialect = Dialect::Sqlite;
        settings.database = {m_path, QStringLiteral("test")};
        engine::OpenOptions options;
        options.access = access;
        options.createIfMissing = access == AccessMode::ReadWrite;
        if (access == AccessMode::ReadWrite)
            options.writeToken = test::writeToken();
        return m_engines.open(settings, options, {});
    }

    base::Result<void> make(const QByteArray& script) const
    {
        const auto connection = open(AccessMode::ReadWrite);
        if (!connection)
            return base::forward(connection);
        for (const sql::Statement& statement : sql::split(script, Dialect::Sqlite).statements) {
            if (const auto done = (*connection)->executeScript({statement.textIn(script), {}}); !done)
                return base::forward(done);
        }
        return {};
    }

    /// As the runner does it: what must be outside is, the rest is one transaction.
    base::Result<void> apply(const dialect::Rendered& way) const
    {
        const auto connection = open(AccessMode::ReadWrite);
        if (!connection)
            return base::forward(connection);
        QList<QByteArray> statements;
        bool isOpen = false;
        for (const dialect::RenderedStatement& statement : way.statements) {
            if (statement.outsideTransaction == isOpen)
                statements.append(isOpen ? "COMMIT" : "BEGIN");
            isOpen = !statement.outsideTransaction;
            statements.append(statement.text.toUtf8());
        }
        if (isOpen)
            statements.append("COMMIT");
        for (const QByteArray& statement : statements) {
            if (const auto done = (*connection)->executeScript({statement, {}}); !done)
                return base::fail(done.error().withContext(QString::fromUtf8(statement)));
        }
        return {};
    }

    base::Result<schema::Database> schema() const
    {
        const auto connection = open(AccessMode::ReadOnly);
        if (!connection)
            return base::forward(connection);
        return m_engines.find(Dialect::Sqlite)->introspector()->read(**connection, {}, {});
    }

    /// The rows of some columns, each value as SQL writes it, sorted.
    base::Result<QStringList> rows(const QString& table, const QStringList& columns) const
    {
        const auto connection = open(AccessMode::ReadOnly);
        if (!connection)
            return base::forward(connection);
        QStringList values;
        for (const QString& column : columns)
            values.append(QStringLiteral("quote(%1)").arg(sql::quoteIdentifier(column, Dialect::Sqlite)));
        const auto rows = (*connection)
                              ->query(QStringLiteral("SELECT %1 FROM %2")
                                          .arg(values.join(QStringLiteral(" || ',' || ")),
                                              sql::quoteIdentifier(table, Dialect::Sqlite)));
        if (!rows)
            return base::forward(rows);
        QStringList lines;
        for (const QVariantList& row : rows->rows)
            lines.append(row.at(0).toString());
        lines.sort();
        return lines;
    }

private:
    QString m_path;
    engine::Engines m_engines = test::allEngines();
};

struct Kept
{
    QString fromTable;
    QStringList fromColumns;
    QString toTable;
    QStringList toColumns;
};

QString renamed(const QString& table, const QString& column, const QList<diff::Rename>& renames)
{
    for (const diff::Rename& rename : renames) {
        if (rename.from.name.name == table && rename.from.part == column)
            return column.isEmpty() ? rename.to.name.name : rename.to.part;
    }
    return column.isEmpty() ? table : column;
}

const schema::Column* columnNamed(const schema::Table& table, const QString& name)
{
    for (const schema::Column& column : table.columns) {
        if (column.name.compare(name, Qt::CaseInsensitive) == 0)
            return &column;
    }
    return nullptr;
}

/// The columns that both sides have and store, and the rowid where both have one that is not a column.
QList<Kept> keptColumns(
    const schema::Database& from, const schema::Database& to, const QList<diff::Rename>& renames)
{
    QList<Kept> result;
    for (const schema::Table& table : from.tables) {
        const QString name = renamed(table.name.name, {}, renames);
        for (const schema::Table& other : to.tables) {
            if (other.name.name.compare(name, Qt::CaseInsensitive) != 0)
                continue;
            Kept kept {table.name.name, {}, other.name.name, {}};
            for (const schema::Column& column : table.columns) {
                const schema::Column* same =
                    columnNamed(other, renamed(table.name.name, column.name, renames));
                if (!same || column.generated != schema::Generated::None
                    || same->generated != schema::Generated::None)
                    continue;
                kept.fromColumns.append(column.name);
                kept.toColumns.append(same->name);
            }
            const auto hasPlainRowid = [](const schema::Table& t) {
                return t.options.isEmpty() && !t.primaryKey() && !columnNamed(t, QStringLiteral("rowid"));
            };
            if (hasPlainRowid(table) && hasPlainRowid(other)) {
                kept.fromColumns.append(QStringLiteral("rowid"));
                kept.toColumns.append(QStringLiteral("rowid"));
            }
            if (!kept.fromColumns.isEmpty())
                result.append(kept);
        }
    }
    return result;
}

QString textOf(const dialect::Rendered& way)
{
    QStringList lines;
    for (const dialect::RenderedStatement& statement : way.statements)
        lines.append(statement.text);
    return lines.join(QLatin1Char('\n'));
}

QByteArray jsonOf(const schema::Database& database)
{
    return QJsonDocument(schema::toJson(database)).toJson();
}

} // namespace

/// The ways that the renderer writes, run on real files.
class SqliteWays : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cases_data();
    void cases();
    void fromNothingWithoutSources_data() { cases_data(); }
    void fromNothingWithoutSources();
    void whatMustBeOutsideIsSaidSo();
    void aRebuildInsideOfATransactionIsRefused();
    void lostRowsAreRefused();
    void lostParentsAreRefused();
    void rebuildKeepsTheTextOfTheAuthor();
    void counterOfAutoincrementStays();
};

void SqliteWays::cases_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("expected");
    const auto sections =
        test::readCaseFile(QStringLiteral(STRANDLINE_SOURCE_DIR "/tests/cases/ways/sqlite.case"));
    QVERIFY(sections.size() > 40);
    for (const test::CaseSection& section : sections)
        QTest::newRow(qPrintable(section.title)) << section.text << section.expected;
}

void SqliteWays::cases()
{
    QFETCH(QByteArray, text);
    QFETCH(QStringList, expected);
    const Way way = readWay(text);
    QTemporaryDir folder;
    const File file(folder, "file.db");
    const File wanted(folder, "wanted.db");
    VERIFY_OK(file.make(way.from));
    VERIFY_OK(wanted.make(way.to));
    const auto from = file.schema();
    const auto to = wanted.schema();
    VERIFY_OK(from);
    VERIFY_OK(to);
    const auto renderer = dialect::makeSqliteRenderer();
    const dialect::Rendered up = renderer->render({*from, *to, way.renames});
    const dialect::Rendered down = renderer->render({*to, *from, diff::reversed(way.renames)});
    QVERIFY(up.impossible.isEmpty() && down.impossible.isEmpty());

    const bool isRebuild = textOf(up).contains(QLatin1String("legacy_alter_table"));
    const bool saysKind = expected == QStringList {QStringLiteral("rebuild")}
        || expected == QStringList {QStringLiteral("short")};
    if (saysKind)
        QVERIFY2(isRebuild == (expected.first() == QLatin1String("rebuild")), qPrintable(textOf(up)));
    else
        QCOMPARE(textOf(up),
            expected == QStringList {QStringLiteral("nothing")} ? QString()
                                                                : expected.join(QLatin1Char('\n')));

    const QList<Kept> kept = keptColumns(*from, *to, way.renames);
    QList<QStringList> before;
    for (const Kept& columns : kept) {
        const auto rows = file.rows(columns.fromTable, columns.fromColumns);
        VERIFY_OK(rows);
        before.append(*rows);
    }
    VERIFY_OK(file.apply(up));
    const auto reached = file.schema();
    VERIFY_OK(reached);
    if (schema::fingerprint(*reached) != schema::fingerprint(*to))
        QCOMPARE(jsonOf(*reached), jsonOf(*to));
    QCOMPARE(textOf(renderer->render({*reached, *to, {}})), QString());
    for (qsizetype i = 0; i < kept.size(); ++i) {
        const auto rows = file.rows(kept.at(i).toTable, kept.at(i).toColumns);
        VERIFY_OK(rows);
        if (way.changesData)
            QCOMPARE(rows->size() >= before.at(i).size() || kept.at(i).toTable == QLatin1String("f"), true);
        else
            QCOMPARE(*rows, before.at(i));
    }
    VERIFY_OK(file.apply(down));
    const auto back = file.schema();
    VERIFY_OK(back);
    if (schema::fingerprint(*back) != schema::fingerprint(*from))
        QCOMPARE(jsonOf(*back), jsonOf(*from));
    for (qsizetype i = 0; i < kept.size() && !way.changesData; ++i) {
        const auto rows = file.rows(kept.at(i).fromTable, kept.at(i).fromColumns);
        VERIFY_OK(rows);
        QCOMPARE(*rows, before.at(i));
    }
}

/// From the fields alone, as a saved JSON of somebody else's would have it.
void SqliteWays::fromNothingWithoutSources()
{
    QFETCH(QByteArray, text);
    const Way way = readWay(text);
    for (const QByteArray& script : {way.from, way.to}) {
        QTemporaryDir folder;
        const File file(folder, "file.db");
        const File copy(folder, "copy.db");
        VERIFY_OK(file.make(script));
        auto database = file.schema();
        VERIFY_OK(database);
        schema::Database bare = *database;
        for (schema::Table& table : bare.tables) {
            table.source.clear();
            for (schema::Index& index : table.indexes)
                index.source.clear();
            for (schema::Trigger& trigger : table.triggers)
                trigger.source.clear();
        }
        for (schema::View& view : bare.views) {
            view.source.clear();
            for (schema::Trigger& trigger : view.triggers)
                trigger.source.clear();
        }
        VERIFY_OK(copy.make("SELECT 1"));
        VERIFY_OK(copy.apply(dialect::makeSqliteRenderer()->renderAll(bare)));
        const auto made = copy.schema();
        VERIFY_OK(made);
        if (schema::fingerprint(*made) != schema::fingerprint(*database))
            QCOMPARE(jsonOf(*made), jsonOf(*database));
    }
}

namespace {

/// Two files of which the second is what the first shall become.
struct Pair
{
    QTemporaryDir folder;
    File file {folder, "file.db"};
    File wanted {folder, "wanted.db"};
    dialect::Rendered way;
    base::Result<void> made;

    Pair(const QByteArray& from, const QByteArray& to)
        : made(make(from, to))
    { }
    base::Result<void> make(const QByteArray& from, const QByteArray& to)
    {
        if (const auto done = file.make(from); !done)
            return done;
        if (const auto done = wanted.make(to); !done)
            return done;
        const auto before = file.schema();
        const auto after = wanted.schema();
        if (!before || !after)
            return base::forward(!before ? before : after);
        way = dialect::makeSqliteRenderer()->render({*before, *after, {}});
        return {};
    }
};

const QByteArray kFamily("CREATE TABLE p (id INTEGER PRIMARY KEY, n TEXT);"
                         "CREATE TABLE c (id INTEGER PRIMARY KEY, p INT REFERENCES p (id) ON DELETE CASCADE);"
                         "INSERT INTO p VALUES (1, 'x'); INSERT INTO c VALUES (1, 1);");
const QByteArray kOtherFamily(
    "CREATE TABLE p (id INTEGER PRIMARY KEY, n TEXT NOT NULL DEFAULT '');"
    "CREATE TABLE c (id INTEGER PRIMARY KEY, p INT REFERENCES p (id) ON DELETE CASCADE);");

} // namespace

void SqliteWays::whatMustBeOutsideIsSaidSo()
{
    const Pair pair(kFamily, kOtherFamily);
    VERIFY_OK(pair.made);
    for (const dialect::RenderedStatement& statement : pair.way.statements)
        QCOMPARE(statement.outsideTransaction,
            sql::cannotRunInTransaction(statement.text.toUtf8(), Dialect::Sqlite));
    QVERIFY(pair.way.statements.first().outsideTransaction && pair.way.statements.last().outsideTransaction);
}

/// The pragma does nothing there, and dropping the parent would delete the children.
void SqliteWays::aRebuildInsideOfATransactionIsRefused()
{
    Pair pair(kFamily, kOtherFamily);
    VERIFY_OK(pair.made);
    for (dialect::RenderedStatement& statement : pair.way.statements)
        statement.outsideTransaction = false;
    pair.way.statements.prepend({QStringLiteral("PRAGMA foreign_keys = ON"), {}, true, {}, false});
    const auto applied = pair.file.apply(pair.way);
    QVERIFY(!applied);
    QVERIFY2(applied.error().toText().contains(QLatin1String("foreign keys are switched off")),
        qPrintable(applied.error().toText()));
    QCOMPARE(*pair.file.rows(QStringLiteral("c"), {QStringLiteral("p")}), QStringList {QStringLiteral("1")});
}

void SqliteWays::lostRowsAreRefused()
{
    const Pair pair("CREATE TABLE t (a INT, b TEXT); INSERT INTO t VALUES (1, 'x'), (1, 'y');",
        "CREATE TABLE t (a INT UNIQUE ON CONFLICT IGNORE, b TEXT);");
    VERIFY_OK(pair.made);
    const auto applied = pair.file.apply(pair.way);
    QVERIFY(!applied);
    QVERIFY2(applied.error().toText().contains(QLatin1String("every row is still there")),
        qPrintable(applied.error().toText()));
    QCOMPARE(pair.file.rows(QStringLiteral("t"), {QStringLiteral("b")})->size(), 2);
}

void SqliteWays::lostParentsAreRefused()
{
    const Pair pair("CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INT);"
                    "INSERT INTO c VALUES (5);",
        "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INT REFERENCES p (id));");
    VERIFY_OK(pair.made);
    const auto applied = pair.file.apply(pair.way);
    QVERIFY(!applied);
    QVERIFY2(applied.error().toText().contains(QLatin1String("every row still has its parent")),
        qPrintable(applied.error().toText()));
}

void SqliteWays::rebuildKeepsTheTextOfTheAuthor()
{
    const Pair pair("CREATE TABLE t (a INT);", "CREATE TABLE t (\n  a TEXT -- what it is\n);");
    VERIFY_OK(pair.made);
    VERIFY_OK(pair.file.apply(pair.way));
    const auto schema = pair.file.schema();
    VERIFY_OK(schema);
    QVERIFY(schema->tables.first().source.contains(QLatin1String("-- what it is")));
}

void SqliteWays::counterOfAutoincrementStays()
{
    const Pair pair("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT);"
                    "INSERT INTO t VALUES (1000, 'x'); DELETE FROM t;",
        "CREATE TABLE t (b TEXT, id INTEGER PRIMARY KEY AUTOINCREMENT);");
    VERIFY_OK(pair.made);
    VERIFY_OK(pair.file.apply(pair.way));
    VERIFY_OK(pair.file.make("INSERT INTO t (b) VALUES ('next')"));
    QCOMPARE(
        *pair.file.rows(QStringLiteral("t"), {QStringLiteral("id")}), QStringList {QStringLiteral("1001")});
    QCOMPARE(pair.file.rows(QStringLiteral("sqlite_sequence"), {QStringLiteral("name")})->size(), 1);
}

QTEST_GUILESS_MAIN(SqliteWays)
#include "tst_sqlite_ways.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgresql/postgresql_renderer.h"

#include <QTest>

using namespace strandline;
using namespace strandline::schema;

namespace {

ObjectName in(const char* name)
{
    return {QStringLiteral("public"), QString::fromUtf8(name)};
}

Column column(const char* name, const char* type)
{
    Column result;
    result.name = QString::fromUtf8(name);
    result.type = QString::fromUtf8(type);
    return result;
}

Table table(const char* name, const QList<Column>& columns)
{
    Table result;
    result.name = in(name);
    result.columns = columns;
    return result;
}

Constraint constraint(const char* name, ConstraintKind kind, const char* on, const char* definition)
{
    Constraint result;
    result.name = QString::fromUtf8(name);
    result.kind = kind;
    result.columns = QStringList {QString::fromUtf8(on)};
    result.definition = QString::fromUtf8(definition);
    return result;
}

UserType enumeration(const char* name, const QStringList& values)
{
    UserType result;
    result.name = in(name);
    result.values = values;
    return result;
}

Database database(const QList<Table>& tables, const QList<UserType>& types = {})
{
    Database result;
    result.dialect = sql::Dialect::PostgreSql;
    result.serverVersion = 150000;
    result.defaultSchema = QStringLiteral("public");
    result.schemas = {{QStringLiteral("public"), {}, {}}};
    result.tables = tables;
    result.types = types;
    sortCanonically(result);
    return result;
}

diff::Rename rename(ObjectKind kind, const char* from, const char* to)
{
    return {{kind, in(from), {}}, {kind, in(to), {}}};
}

diff::Rename renamePart(
    ObjectKind kind, const char* from, const char* to, const char* part, const char* newPart)
{
    return {{kind, in(from), QString::fromUtf8(part)}, {kind, in(to), QString::fromUtf8(newPart)}};
}

QStringList textsOf(const dialect::Rendered& rendered)
{
    QStringList texts;
    for (const dialect::RenderedStatement& statement : rendered.statements)
        texts << statement.text;
    return texts;
}

} // namespace

Q_DECLARE_METATYPE(strandline::schema::Database)
Q_DECLARE_METATYPE(QList<strandline::diff::Rename>)

class PostgresqlStatements : public QObject
{
    Q_OBJECT

private slots:
    void ways_data();
    void ways();
    void saysWhatIsLost();
    void onlineStatementsStandOutside();
    void contradictionsCrashNothing();
};

void PostgresqlStatements::ways_data()
{
    QTest::addColumn<Database>("from");
    QTest::addColumn<Database>("to");
    QTest::addColumn<QList<diff::Rename>>("renames");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char* name, const Database& from, const Database& to,
                         const QList<diff::Rename>& renames,
                         const std::initializer_list<const char*> expected) {
        QStringList texts;
        for (const char* text : expected)
            texts << QString::fromUtf8(text);
        QTest::newRow(name) << from << to << renames << texts;
    };
    const Column id = column("id", "integer");
    const Database one = database({table("t", {id})});
    row("nothing to do", one, one, {}, {});
    row("reserved words are quoted, plain names are not", database({}),
        database({table("select", {column("order", "integer"), column("plain", "text")})}), {},
        {"CREATE TABLE public.\"select\" (\n    \"order\" integer,\n    plain text\n)"});
    row("a table that is renamed keeps its columns", one, database({table("u", {id, column("n", "text")})}),
        {rename(ObjectKind::Table, "t", "u")},
        {"ALTER TABLE public.t RENAME TO u", "ALTER TABLE public.u ADD COLUMN n text"});
    row("a column that is renamed", one, database({table("t", {column("key", "bigint")})}),
        {renamePart(ObjectKind::Column, "t", "t", "id", "key")},
        {"ALTER TABLE public.t RENAME COLUMN id TO \"key\"",
            "ALTER TABLE public.t ALTER COLUMN \"key\" TYPE bigint"});
    Table before = table("t", {id});
    before.constraints = {constraint("a", ConstraintKind::Check, "id", "CHECK ((id > 0))")};
    Table after = before;
    after.constraints.first().name = QStringLiteral("b");
    row("a constraint of which only the name differs is renamed", database({before}), database({after}), {},
        {"ALTER TABLE public.t RENAME CONSTRAINT a TO b"});
    Table renamedColumn = table("t", {column("key", "integer")});
    renamedColumn.constraints = {constraint("a", ConstraintKind::Check, "key", "CHECK ((\"key\" > 0))")};
    row("a check follows its column", database({before}), database({renamedColumn}),
        {renamePart(ObjectKind::Column, "t", "t", "id", "key")},
        {"ALTER TABLE public.t RENAME COLUMN id TO \"key\""});
    const QStringList sadHappy {QStringLiteral("sad"), QStringLiteral("happy")};
    row("a value that is renamed", database({}, {enumeration("mood", sadHappy)}),
        database({}, {enumeration("mood", {QStringLiteral("low"), QStringLiteral("happy")})}),
        {renamePart(ObjectKind::Type, "mood", "mood", "sad", "low")},
        {"ALTER TYPE public.mood RENAME VALUE 'sad' TO 'low'"});
    row("values are added in their places", database({}, {enumeration("mood", sadHappy)}),
        database({},
            {enumeration("mood",
                {QStringLiteral("low"), QStringLiteral("sad"), QStringLiteral("it's"),
                    QStringLiteral("happy")})}),
        {},
        {"ALTER TYPE public.mood ADD VALUE 'low' BEFORE 'sad'",
            "ALTER TYPE public.mood ADD VALUE 'it''s' AFTER 'sad'"});
    row("a type change without a cast goes through text", database({table("t", {column("a", "point")})}),
        database({table("t", {column("a", "integer")})}), {},
        {"ALTER TABLE public.t ALTER COLUMN a TYPE integer USING a::text::integer"});
    row("an explicit cast is asked for", database({table("t", {column("a", "text")})}),
        database({table("t", {column("a", "integer[]")})}), {},
        {"ALTER TABLE public.t ALTER COLUMN a TYPE integer[] USING CASE WHEN a IS NOT NULL THEN "
         "ARRAY[a]::integer[] END"});
}

void PostgresqlStatements::ways()
{
    QFETCH(Database, from);
    QFETCH(Database, to);
    QFETCH(QList<diff::Rename>, renames);
    QFETCH(QStringList, expected);
    const auto rendered = dialect::makePostgresqlRenderer()->render({from, to, renames, false, true});
    QVERIFY(rendered.impossible.isEmpty());
    QCOMPARE(textsOf(rendered), expected);
}

void PostgresqlStatements::saysWhatIsLost()
{
    const Database from = database({table("t", {column("a", "text"), column("b", "text")}), table("u", {})});
    const Database to = database({table("t", {column("a", "text")})});
    const auto rendered = dialect::makePostgresqlRenderer()->render({from, to, {}, false, true});
    QCOMPARE(rendered.statements.size(), 2);
    for (const dialect::RenderedStatement& statement : rendered.statements) {
        QVERIFY2(statement.losesData, qPrintable(statement.text));
        QVERIFY2(!statement.note.isEmpty(), qPrintable(statement.text));
    }
}

void PostgresqlStatements::onlineStatementsStandOutside()
{
    Table with = table("t", {column("a", "text")});
    Index index;
    index.name = QStringLiteral("i");
    index.method = QStringLiteral("btree");
    index.elements = {{QStringLiteral("a"), {}, {}, {}, false, false, 0}};
    index.definition = QStringLiteral("CREATE INDEX i ON public.t USING btree (a)");
    with.indexes = {index};
    const Database from = database({table("t", {column("a", "text")})});
    const Database to = database({with});
    const auto renderer = dialect::makePostgresqlRenderer();
    const auto up = renderer->render({from, to, {}, true, true});
    QCOMPARE(
        textsOf(up), QStringList(QStringLiteral("CREATE INDEX CONCURRENTLY i ON public.t USING btree (a)")));
    QVERIFY(up.statements.first().outsideTransaction);
    const auto down = renderer->render({to, from, {}, true, true});
    QCOMPARE(textsOf(down), QStringList(QStringLiteral("DROP INDEX CONCURRENTLY public.i")));
    QVERIFY(down.statements.first().outsideTransaction);
}

void PostgresqlStatements::contradictionsCrashNothing()
{
    Table odd = table("", {column("", ""), column("", "")});
    odd.constraints = {
        constraint("", ConstraintKind::ForeignKey, "", ""), constraint("", ConstraintKind::Check, "x", "")};
    odd.constraints.first().referencedTable = in("nowhere");
    odd.partitionOf = odd.name;
    odd.inherits = {odd.name, in("nowhere")};
    odd.indexes = {Index(), Index()};
    odd.triggers = {Trigger()};
    odd.rules = {Rule()};
    odd.policies = {Policy()};
    Database from = database({odd, odd, table("t", {column("a", "int")})}, {enumeration("", {})});
    from.routines = {Routine(), Routine()};
    from.views = {View()};
    from.others = {OtherObject()};
    from.sequences = {Sequence()};
    // A circle of everything with everything.
    const ObjectId t {ObjectKind::Table, in("t"), {}};
    const ObjectId a {ObjectKind::Column, in("t"), QStringLiteral("a")};
    const ObjectId view {ObjectKind::View, {}, {}};
    const ObjectId routine {ObjectKind::Routine, {}, {}};
    for (const ObjectId& object : {t, a, view, routine}) {
        for (const ObjectId& on : {t, a, view, routine})
            from.dependencies.append({object, on});
    }
    const auto renderer = dialect::makePostgresqlRenderer();
    const Database empty = database({});
    for (const bool online : {false, true}) {
        QVERIFY(!renderer->render({from, empty, {}, online, true}).statements.isEmpty());
        QVERIFY(!renderer->render({empty, from, {}, online, true}).statements.isEmpty());
        renderer->render({from, from, {}, online, true});
        renderer->render({from, Database(), {rename(ObjectKind::Table, "nothing", "t"), {}}, online, true});
    }
    QVERIFY(renderer->renderAll(Database()).statements.isEmpty());
}

QTEST_GUILESS_MAIN(PostgresqlStatements)
#include "tst_postgresql_statements.moc"

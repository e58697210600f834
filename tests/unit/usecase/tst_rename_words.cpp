// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/rename_words.h"

#include <QTest>

using namespace strandline;
using schema::ObjectId;
using schema::ObjectKind;

/// What a user types to say that something was renamed, and what the program proposes to type.
class RenameWordsTest : public QObject
{
    Q_OBJECT

private slots:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void whatIsProposedCanBeRead_data();
    void whatIsProposedCanBeRead();
};

namespace {

schema::Table table(const char* name, const QStringList& columns, const char* schemaName = "public")
{
    schema::Table table;
    table.name = {QLatin1String(schemaName), QString::fromUtf8(name)};
    for (const QString& name : columns) {
        schema::Column column;
        column.name = name;
        table.columns.append(column);
    }
    return table;
}

schema::Database database(const QList<schema::Table>& tables)
{
    schema::Database database;
    database.dialect = sql::Dialect::PostgreSql;
    database.defaultSchema = QStringLiteral("public");
    database.tables = tables;
    return database;
}

schema::Database before()
{
    schema::Database database = ::database({table("users", {QStringLiteral("id"), QStringLiteral("mail")}),
        table("orders", {QStringLiteral("id"), QStringLiteral("mail")}),
        table("odd.na=me \"x\"", {QStringLiteral("a b")}), table("thing", {QStringLiteral("id")}, "audit"),
        table("thing", {QStringLiteral("id")})});
    schema::UserType mood;
    mood.name = {QStringLiteral("public"), QStringLiteral("mood")};
    mood.values = {QStringLiteral("sad"), QStringLiteral("ok")};
    database.types = {mood};
    schema::View view;
    view.name = {QStringLiteral("public"), QStringLiteral("active")};
    database.views = {view};
    return database;
}

schema::Database after()
{
    schema::Database database = ::database({table("people", {QStringLiteral("id"), QStringLiteral("email")}),
        table("orders", {QStringLiteral("id"), QStringLiteral("address")}),
        table("odd näme", {QStringLiteral("a.b")}), table("object", {QStringLiteral("id")}, "audit"),
        table("object", {QStringLiteral("id")})});
    schema::UserType mood;
    mood.name = {QStringLiteral("public"), QStringLiteral("mood")};
    mood.values = {QStringLiteral("unhappy"), QStringLiteral("ok")};
    database.types = {mood};
    schema::View view;
    view.name = {QStringLiteral("public"), QStringLiteral("current")};
    database.views = {view};
    return database;
}

} // namespace

void RenameWordsTest::reads_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char* name, const QStringList& words, const QStringList& expected) {
        QTest::newRow(name) << words << expected;
    };
    row("a table", {QStringLiteral("users=people")}, {QStringLiteral("table public.users > table public.people")});
    row("with its schema", {QStringLiteral("audit.thing=audit.object")},
        {QStringLiteral("table audit.thing > table audit.object")});
    row("a column", {QStringLiteral("orders.mail=orders.address")},
        {QStringLiteral("column public.orders.mail > column public.orders.address")});
    row("a column, its new name alone", {QStringLiteral("orders.mail=address")},
        {QStringLiteral("column public.orders.mail > column public.orders.address")});
    row("a column of a renamed table, the table last",
        {QStringLiteral("users.mail=email"), QStringLiteral("users=people")},
        {QStringLiteral("table public.users > table public.people"),
            QStringLiteral("column public.users.mail > column public.people.email")});
    row("odd names", {QStringLiteral("\"odd.na=me \"\"x\"\"\"=odd näme")},
        {QStringLiteral("table public.odd.na=me \"x\" > table public.odd näme")});
    row("the kind", {QStringLiteral("view:active=current")},
        {QStringLiteral("view public.active > view public.current")});
    row("a value of an enum", {QStringLiteral("mood.sad=unhappy")},
        {QStringLiteral("type public.mood > type public.mood")});
}

void RenameWordsTest::reads()
{
    QFETCH(QStringList, words);
    QFETCH(QStringList, expected);
    const auto renames = usecase::readRenames(words, before(), after());
    QVERIFY2(renames.has_value(), qPrintable(renames ? QString() : renames.error().toText()));
    QStringList found;
    for (const diff::Rename& rename : *renames)
        found << rename.from.display() + QStringLiteral(" > ") + rename.to.display();
    QCOMPARE(found, expected);
}

void RenameWordsTest::refuses_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("summary");
    const auto row = [](const char* words, const char* summary) {
        QTest::newRow(words) << QString::fromUtf8(words) << QString::fromUtf8(summary);
    };
    row("", "“” is no rename");
    row("users", "“users” is no rename");
    row("users=", "“users=” is no rename");
    row("=people", "“=people” is no rename");
    row("\"users=people", "“\"users=people” is no rename");
    row("a=b=c", "“a=b=c” is no rename");
    row("nobody=people", "The rename “nobody=people” fits nothing");
    row("users=nobody", "The rename “users=nobody” fits nothing");
    row("orders.id=orders.address", "The rename “orders.id=orders.address” fits nothing"); // still there
    row("users=orders", "The rename “users=orders” fits nothing"); // was there before
    row("users=current", "The rename “users=current” fits nothing"); // of another kind
    row("mail=email", "The rename “mail=email” fits nothing"); // a column without its table
    row("thing=object", "The rename “thing=object” fits several objects");
}

void RenameWordsTest::refuses()
{
    QFETCH(QString, words);
    const auto renames = usecase::readRenames({words}, before(), after());
    QVERIFY(!renames);
    QTEST(renames.error().summary, "summary");
    QVERIFY(!renames.error().hint.isEmpty());
}

void RenameWordsTest::whatIsProposedCanBeRead_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QStringList>("from"); // schema, name, part
    QTest::addColumn<QStringList>("to");
    const auto row = [](const char* name, ObjectKind kind, const QStringList& from, const QStringList& to) {
        QTest::newRow(name) << int(kind) << from << to;
    };
    row("table", ObjectKind::Table, {QStringLiteral("public"), QStringLiteral("users"), QString()}, {QStringLiteral("public"), QStringLiteral("people"), QString()});
    row("two of one name", ObjectKind::Table, {QStringLiteral("audit"), QStringLiteral("thing"), QString()}, {QStringLiteral("audit"), QStringLiteral("object"), QString()});
    row("column", ObjectKind::Column, {QStringLiteral("public"), QStringLiteral("orders"), QStringLiteral("mail")}, {QStringLiteral("public"), QStringLiteral("orders"), QStringLiteral("address")});
    row("odd table", ObjectKind::Table, {QStringLiteral("public"), QStringLiteral("odd.na=me \"x\""), QString()}, {QStringLiteral("public"), QStringLiteral("odd näme"), QString()});
    row("odd column", ObjectKind::Column, {QStringLiteral("public"), QStringLiteral("odd.na=me \"x\""), QStringLiteral("a b")}, {QStringLiteral("public"), QStringLiteral("odd näme"), QStringLiteral("a.b")});
    row("view", ObjectKind::View, {QStringLiteral("public"), QStringLiteral("active"), QString()}, {QStringLiteral("public"), QStringLiteral("current"), QString()});
    row("enum value", ObjectKind::Type, {QStringLiteral("public"), QStringLiteral("mood"), QStringLiteral("sad")}, {QStringLiteral("public"), QStringLiteral("mood"), QStringLiteral("unhappy")});
}

void RenameWordsTest::whatIsProposedCanBeRead()
{
    QFETCH(int, kind);
    QFETCH(QStringList, from);
    QFETCH(QStringList, to);
    diff::RenameQuestion question;
    question.from = {ObjectKind(kind), {from.at(0), from.at(1)}, from.at(2)};
    question.to = {ObjectKind(kind), {to.at(0), to.at(1)}, to.at(2)};
    const QString words = usecase::renameWords(question, before(), after(), {});
    const auto rename = usecase::readRename(words, before(), after(), {});
    QVERIFY2(rename.has_value(), qPrintable(words));
    QVERIFY2(rename->from == question.from && rename->to == question.to, qPrintable(words));
}

QTEST_GUILESS_MAIN(RenameWordsTest)
#include "tst_rename_words.moc"

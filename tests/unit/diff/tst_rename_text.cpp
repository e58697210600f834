// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diff/rename_text.h"

#include <QTest>

using namespace strandline;
using schema::ObjectId;
using schema::ObjectKind;

namespace {

schema::Table table(const QString& schemaName, const QString& name, const QStringList& columns)
{
    schema::Table table;
    table.name = {schemaName, name};
    for (const QString& text : columns) {
        schema::Column column;
        column.name = text;
        table.columns.append(column);
    }
    return table;
}

schema::Routine routine(const QString& name, const QString& arguments)
{
    schema::Routine routine;
    routine.name = {QStringLiteral("public"), name};
    routine.identityArguments = arguments;
    return routine;
}

const QString kOdd = QStringLiteral("we;ird\"=. name");

schema::Database before()
{
    schema::Database database;
    database.defaultSchema = QStringLiteral("public");
    database.tables = {table(QStringLiteral("public"), QStringLiteral("users"),
                           {QStringLiteral("name"), QStringLiteral("größe"), QStringLiteral("both")}),
        table(QStringLiteral("app"), QStringLiteral("users"), {QStringLiteral("name")}),
        table(QStringLiteral("public"), kOdd, {QStringLiteral("a.b")}),
        table(QStringLiteral("public"), QStringLiteral("index"), {QStringLiteral("x")})};
    schema::Index index;
    index.name = QStringLiteral("both");
    database.tables.first().indexes = {index};
    schema::UserType mood;
    mood.name = {QStringLiteral("public"), QStringLiteral("mood")};
    mood.values =
        QStringList {QStringLiteral("sad"), QStringLiteral("it's (very) \"bad\""), QStringLiteral("")};
    database.types = {mood};
    database.routines = {routine(QStringLiteral("add"), QStringLiteral("integer, integer")),
        routine(QStringLiteral("add"), QStringLiteral("character varying"))};
    return database;
}

schema::Database after()
{
    schema::Database database = before();
    database.tables[0].columns[0].name = QStringLiteral("full_name");
    database.tables[0].columns[1].name = QStringLiteral("Größe");
    database.tables[0].columns[2].name = QStringLiteral("each");
    database.tables[0].indexes[0].name = QStringLiteral("each");
    database.tables[1].name = {QStringLiteral("app"), QStringLiteral("Odd.Name")};
    database.tables[2].name.name = QStringLiteral("plain");
    database.tables[2].columns[0].name = QStringLiteral("a\nb");
    database.tables[3].name.name = QStringLiteral("indices");
    database.types[0].values =
        QStringList {QStringLiteral("blue"), QStringLiteral("worse"), QStringLiteral("empty")};
    database.routines = {routine(QStringLiteral("plus"), QStringLiteral("integer, integer")),
        routine(QStringLiteral("plus"), QStringLiteral("character varying"))};
    return database;
}

} // namespace

class TestRenameText : public QObject
{
    Q_OBJECT
private slots:
    void reads_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        const auto row = [](const char* text, const char* from, const char* to) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(from)
                                << QString::fromUtf8(to);
        };
        row("users.name=users.full_name", "column public.users.name", "column public.users.full_name");
        row("users.name=full_name", "column public.users.name", "column public.users.full_name");
        row(" users.name = users.full_name ", "column public.users.name", "column public.users.full_name");
        row("public.users.name=users.full_name", "column public.users.name", "column public.users.full_name");
        row("USERS.NAME=users.full_name", "column public.users.name", "column public.users.full_name");
        row("users.größe=Größe", "column public.users.größe", "column public.users.Größe");
        row("app.users=app.\"Odd.Name\"", "table app.users", "table app.Odd.Name");
        row("app.users=\"Odd.Name\"", "table app.users", "table app.Odd.Name");
        row("\"we;ird\"\"=. name\"=plain", "table public.we;ird\"=. name", "table public.plain");
        row("index=indices", "table public.index", "table public.indices");
        row("index users.both=users.each", "index public.users.both", "index public.users.each");
        row("column users.both=users.each", "column public.users.both", "column public.users.each");
        row("mood.sad=mood.blue", "type public.mood", "type public.mood");
        row("add(integer, integer)=plus(integer,integer)", "routine public.add(integer, integer)",
            "routine public.plus(integer, integer)");
        row("add(integer, integer)=plus(integer, integer)", "routine public.add(integer, integer)",
            "routine public.plus(integer, integer)");
    }
    void reads()
    {
        QFETCH(QString, text);
        QFETCH(QString, from);
        QFETCH(QString, to);
        const auto rename = diff::renameFromText(text, before(), after());
        QVERIFY2(rename.has_value(), rename ? "" : qPrintable(rename.error().toText()));
        QCOMPARE(rename->from.display(), from);
        QCOMPARE(rename->to.display(), to);
    }

    void writesWhatItReads_data()
    {
        QTest::addColumn<ObjectId>("from");
        QTest::addColumn<ObjectId>("to");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("directive");
        const QString space = QStringLiteral("public");
        const auto name = [&](const char* text) {
            return schema::ObjectName {space, QString::fromUtf8(text)};
        };
        const auto part = [](const char* text) { return QString::fromUtf8(text); };
        QTest::newRow("column") << ObjectId {ObjectKind::Column, name("users"), part("name")}
                                << ObjectId {ObjectKind::Column, name("users"), part("full_name")}
                                << "users.name=users.full_name"
                                << "-- strandline:renamed users.name users.full_name";
        QTest::newRow("index beside a column")
            << ObjectId {ObjectKind::Index, name("users"), part("both")}
            << ObjectId {ObjectKind::Index, name("users"), part("each")} << "index users.both=users.each"
            << "-- strandline:renamed index users.both users.each";
        QTest::newRow("odd table") << ObjectId {ObjectKind::Table, {space, kOdd}, {}}
                                   << ObjectId {ObjectKind::Table, name("plain"), {}}
                                   << "\"we;ird\"\"=. name\"=plain"
                                   << "-- strandline:renamed \"we;ird\"\"=. name\" plain";
        QTest::newRow("line break") << ObjectId {ObjectKind::Column, {space, kOdd}, part("a.b")}
                                    << ObjectId {ObjectKind::Column, name("plain"), part("a\nb")}
                                    << "\"we;ird\"\"=. name\".\"a.b\"=plain.\"a\nb\""
                                    << "";
        QTest::newRow("another schema") << ObjectId {ObjectKind::Table, {part("app"), part("users")}, {}}
                                        << ObjectId {ObjectKind::Table, {part("app"), part("Odd.Name")}, {}}
                                        << "app.users=app.\"Odd.Name\""
                                        << "-- strandline:renamed app.users app.\"Odd.Name\"";
        QTest::newRow("value") << ObjectId {ObjectKind::Type, name("mood"), part("it's (very) \"bad\"")}
                               << ObjectId {ObjectKind::Type, name("mood"), part("worse")}
                               << "mood.\"it's (very) \"\"bad\"\"\"=mood.worse"
                               << "-- strandline:renamed mood.\"it's (very) \"\"bad\"\"\" mood.worse";
        QTest::newRow("overload")
            << ObjectId {ObjectKind::Routine, name("add"), part("integer, integer")}
            << ObjectId {ObjectKind::Routine, name("plus"), part("integer, integer")}
            << "routine add(integer, integer)=plus(integer, integer)"
            << "-- strandline:renamed routine add(integer,integer) plus(integer,integer)";
    }
    void writesWhatItReads()
    {
        QFETCH(ObjectId, from);
        QFETCH(ObjectId, to);
        const auto text = diff::renameText({from, to}, before(), after());
        QTEST(text.display(), "text");
        QTEST(text.directive(), "directive");
        const auto again = diff::renameFromText(text.display(), before(), after());
        QVERIFY2(again.has_value(), again ? "" : qPrintable(again.error().toText()));
        QCOMPARE(again->from, from);
        QCOMPARE(again->to, to);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("why");
        QTest::newRow("no sign") << "users.name"
                                 << "missing";
        QTest::newRow("nothing left") << "=users"
                                      << "missing";
        QTest::newRow("nothing right") << "users="
                                       << "missing";
        QTest::newRow("open quote") << "users=\"plain"
                                    << "quote";
        QTest::newRow("empty part") << "users.=plain"
                                    << "missing";
        QTest::newRow("not there before") << "nobody=plain"
                                          << "before the change";
        QTest::newRow("not there after") << "users=nobody"
                                         << "after the change";
        QTest::newRow("another kind") << "users.name=plain"
                                      << "after the change";
        QTest::newRow("kind that is not there") << "view index=indices"
                                                << "before the change";
        QTest::newRow("several readings") << "users.both=users.each"
                                          << "several";
        QTest::newRow("itself") << "users=users"
                                << "same";
        QTest::newRow("too many parts") << "a.b.c.d=users"
                                        << "before the change";
    }
    void refuses()
    {
        QFETCH(QString, text);
        QFETCH(QString, why);
        const auto rename = diff::renameFromText(text, before(), after());
        QVERIFY(!rename);
        QVERIFY2(rename.error().detail.contains(why), qPrintable(rename.error().toText()));
        QVERIFY(!rename.error().hint.isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestRenameText)
#include "tst_rename_text.moc"

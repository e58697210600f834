// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fault/fault_story.h"

namespace strandline::fault {

namespace {

QString tableProbe(sql::Dialect dialect, const QString& name)
{
    switch (dialect) {
    case sql::Dialect::Sqlite:
        return QStringLiteral("SELECT count(*) FROM sqlite_schema WHERE name = '%1'").arg(name);
    case sql::Dialect::PostgreSql:
        // An index that was given up half-way is there, but is not what the statement makes.
        return QStringLiteral("SELECT count(*) FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid "
                              "WHERE relname = '%1' AND coalesce(i.indisvalid, true)")
            .arg(name);
    case sql::Dialect::MySql:
        break;
    }
    return QStringLiteral(
        "SELECT (SELECT count(*) FROM information_schema.tables WHERE table_schema = "
        "database() AND table_name = '%1') + (SELECT count(DISTINCT index_name) FROM "
        "information_schema.statistics WHERE table_schema = database() AND index_name = '%1')")
        .arg(name);
}

StoryStatement makes(sql::Dialect dialect, const QString& name, const QByteArray& statement)
{
    return {statement, tableProbe(dialect, name), 1};
}

/// The probes ask for tables that may not be there; the one who asks takes an error for nothing.
StoryStatement writes(const QByteArray& statement, const QString& probe, qint64 whenDone)
{
    return {statement, probe, whenDone};
}

QByteArray numbers(int from, int to)
{
    QByteArray rows;
    for (int n = from; n <= to; ++n)
        rows +=
            (rows.isEmpty() ? "(" : ", (") + QByteArray::number(n) + ", 'n" + QByteArray::number(n) + "')";
    return rows;
}

QByteArray indexStatement(sql::Dialect dialect, const QByteArray& name, const QByteArray& on)
{
    return (dialect == sql::Dialect::PostgreSql ? "CREATE INDEX CONCURRENTLY " : "CREATE INDEX ") + name
        + " ON " + on;
}

} // namespace

QList<StoryMigration> faultStory(sql::Dialect dialect)
{
    QList<StoryMigration> story;
    story << StoryMigration {QStringLiteral("20260101000001"), QStringLiteral("goods"), {},
        {makes(dialect, QStringLiteral("goods"),
             "CREATE TABLE goods (id int PRIMARY KEY, label varchar(40) NOT NULL, price int)"),
            writes("INSERT INTO goods (id, label) VALUES " + numbers(1, 20),
                QStringLiteral("SELECT count(*) FROM goods WHERE id <= 20"), 20),
            writes("INSERT INTO goods (id, label) VALUES " + numbers(21, 25),
                QStringLiteral("SELECT count(*) FROM goods WHERE id > 20 AND id < 30"), 5)}};
    story << StoryMigration {QStringLiteral("20260101000002"), QStringLiteral("one_by_one"),
        "-- strandline:no-transaction\n",
        {makes(
             dialect, QStringLiteral("goods_label"), indexStatement(dialect, "goods_label", "goods (label)")),
            makes(dialect, QStringLiteral("shelf"),
                "CREATE TABLE shelf (id int PRIMARY KEY, room varchar(20))"),
            writes("INSERT INTO shelf VALUES (1, 'cellar')",
                QStringLiteral("SELECT count(*) FROM shelf WHERE id = 1"), 1)}};
    story << StoryMigration {QStringLiteral("20260101000003"), QStringLiteral("prices"), {},
        {writes("INSERT INTO goods (id, label) VALUES " + numbers(30, 34),
             QStringLiteral("SELECT count(*) FROM goods WHERE id >= 30 AND id < 40"), 5),
            writes("-- strandline:batch table=goods key=id size=10\n"
                   "UPDATE goods SET price = id * 3 WHERE {batch}",
                QStringLiteral("SELECT count(*) FROM goods WHERE price = id * 3"), 30),
            makes(dialect, QStringLiteral("price_tag"), "CREATE TABLE price_tag (id int PRIMARY KEY)")}};
    story << StoryMigration {QStringLiteral("20260101000004"), QStringLiteral("mixed"), {},
        {makes(dialect, QStringLiteral("room"), "CREATE TABLE room (id int PRIMARY KEY, label varchar(20))"),
            makes(
                dialect, QStringLiteral("shelf_room"), indexStatement(dialect, "shelf_room", "shelf (room)")),
            writes("INSERT INTO room VALUES (1, 'cellar')", QStringLiteral("SELECT count(*) FROM room"), 1)}};
    story << StoryMigration {{}, QStringLiteral("cheap_goods"), {},
        {makes(dialect, QStringLiteral("cheap_goods"),
            "CREATE VIEW cheap_goods AS SELECT id FROM goods WHERE price < 30")}};
    return story;
}

void writeStory(const test::TempProject& project, const QList<StoryMigration>& story)
{
    project.write(QStringLiteral("strandline.toml"),
        "[project]\nname = \"faults\"\n[environments.dev]\nurl_env = \"FAULT_URL\"\ntier = \"development\"\n"
        "lock_timeout = \"3s\"\n");
    for (const StoryMigration& migration : story) {
        QByteArray text = migration.head;
        for (const StoryStatement& statement : migration.statements)
            text += statement.sql + ";\n\n";
        const QString file = migration.version.isEmpty()
            ? QStringLiteral("migrations/repeatable/%1.sql").arg(migration.name)
            : QStringLiteral("migrations/%1.up.sql").arg(migration.id());
        project.write(file, text);
    }
}

QStringList schemaQueries(sql::Dialect dialect)
{
    if (dialect == sql::Dialect::Sqlite)
        return {QStringLiteral(
            "SELECT type, name, sql FROM sqlite_schema WHERE tbl_name NOT LIKE 'strandline%' ORDER BY 2")};
    const QString columns = QStringLiteral(
        "SELECT table_name, column_name, ordinal_position, data_type, is_nullable FROM "
        "information_schema.columns WHERE table_schema = %1 AND table_name NOT LIKE 'strandline%' "
        "ORDER BY 1, 3");
    if (dialect == sql::Dialect::PostgreSql)
        return {columns.arg(QStringLiteral("'public'")),
            QStringLiteral(
                "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT "
                "LIKE 'strandline%' ORDER BY 1"),
            QStringLiteral("SELECT count(*) FROM pg_index WHERE NOT indisvalid"),
            QStringLiteral(
                "SELECT viewname, definition FROM pg_views WHERE schemaname = 'public' ORDER BY 1")};
    return {columns.arg(QStringLiteral("database()")),
        QStringLiteral(
            "SELECT table_name, index_name, seq_in_index, column_name FROM information_schema.statistics "
            "WHERE table_schema = database() AND table_name NOT LIKE 'strandline%' ORDER BY 1, 2, 3"),
        QStringLiteral(
            "SELECT table_name FROM information_schema.views WHERE table_schema = database() ORDER BY 1")};
}

QStringList dataQueries()
{
    return {QStringLiteral("SELECT id, label, price FROM goods ORDER BY id"),
        QStringLiteral("SELECT id, room FROM shelf ORDER BY id"),
        QStringLiteral("SELECT id, label FROM room ORDER BY id"),
        QStringLiteral("SELECT id FROM cheap_goods ORDER BY id"), QStringLiteral("SELECT id FROM price_tag")};
}

} // namespace strandline::fault

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/mysql/mysql_renderer.h"
#include "core/schema/fingerprint.h"
#include "core/schema/schema_json.h"
#include "core/sql/statement_splitter.h"
#include "tests/contract/contract.h"
#include "tests/unit/analysis/case_sections.h"

#include <QJsonDocument>

using namespace strandline;
using sql::Dialect;
using test::Opened;

namespace {

QStringList statementsOf(const QByteArray& script)
{
    QStringList statements;
    for (const sql::Statement& statement : sql::split(script, Dialect::MySql).statements)
        statements << QString::fromUtf8(statement.textIn(script));
    return statements;
}

base::Result<schema::Database> readSchema(Opened& db)
{
    const auto connection = db.live.open(db::AccessMode::ReadOnly);
    if (!connection)
        return base::forward(connection);
    return db.live.engines().find(Dialect::MySql)->introspector()->read(**connection, {}, {});
}

QString describe(schema::Database database)
{
    database.name.clear();
    database.dependencies.clear();
    return QString::fromUtf8(QJsonDocument(schema::toJson(database)).toJson());
}

/// "rename table a b", "rename column t.a t2.b"
QList<diff::Rename> renamesOf(const QStringList& lines)
{
    QList<diff::Rename> renames;
    for (const QString& line : lines) {
        const QStringList words = line.split(QLatin1Char(' '));
        if (words.value(0) != QLatin1String("rename"))
            continue;
        const auto kind = schema::objectKindFromName(words.value(1));
        const auto id = [&](const QString& word) {
            return schema::ObjectId {
                kind, {{}, word.section(QLatin1Char('.'), 0, 0)}, word.section(QLatin1Char('.'), 1)};
        };
        renames.append({id(words.value(2)), id(words.value(3))});
    }
    return renames;
}

QStringList textsOf(const dialect::Rendered& rendered)
{
    QStringList texts;
    for (const dialect::RenderedStatement& statement : rendered.statements)
        texts << statement.text;
    return texts;
}

/// As a file for the server's client holds them.
QByteArray scriptOf(const QStringList& statements)
{
    QByteArray script = "DELIMITER $$\n";
    for (const QString& statement : statements)
        script += statement.toUtf8() + "$$\n";
    return script + "DELIMITER ;\n";
}

} // namespace

/// Every section of tests/cases/render/mysql.case: the old schema, "-- new", the new one. The way up leads to
/// the new schema, the way down back to the old one, rows of tables that stay are kept, and then nothing is
/// left to do.
class MysqlRenderer : public QObject
{
    Q_OBJECT

private slots:
    void pairs_data();
    void pairs();
};

void MysqlRenderer::pairs_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("expected");
    const auto sections
        = test::readCaseFile(QStringLiteral(STRANDLINE_SOURCE_DIR "/tests/cases/render/mysql.case"));
    QVERIFY(sections.size() > 40);
    for (const test::CaseSection& section : sections)
        QTest::newRow(qPrintable(section.title)) << section.text << section.expected;
}

void MysqlRenderer::pairs()
{
    QFETCH(QByteArray, text);
    QFETCH(QStringList, expected);
    const qsizetype middle = text.indexOf("-- new\n");
    QVERIFY(middle >= 0);
    OPENED(oldDb, Dialect::MySql);
    OPENED(newDb, Dialect::MySql);
    VERIFY_OK(oldDb.live.run(statementsOf(text.left(middle))));
    VERIFY_OK(newDb.live.run(statementsOf(text.mid(middle))));
    const auto from = readSchema(oldDb);
    VERIFY_OK(from);
    const auto to = readSchema(newDb);
    VERIFY_OK(to);
    const QList<diff::Rename> renames = renamesOf(expected);
    const auto renderer = dialect::makeMysqlRenderer();
    const bool online = expected.contains(QStringLiteral("online"));

    const dialect::Rendered up = renderer->render({*from, *to, renames, online, true});
    QVERIFY(up.impossible.isEmpty());
    const QStringList upTexts = textsOf(up);
    QCOMPARE(statementsOf(upTexts.join(QStringLiteral(";\n")).toUtf8()), upTexts);
    QCOMPARE(statementsOf(scriptOf(upTexts)), upTexts);
    bool losesData = false;
    for (const dialect::RenderedStatement& statement : up.statements) {
        losesData = losesData || statement.losesData;
        QVERIFY2(!statement.losesData || !statement.note.isEmpty(), qPrintable(statement.text));
    }
    QCOMPARE(losesData, expected.contains(QStringLiteral("loses data")));
    for (const QString& line : expected) {
        if (line.startsWith(QLatin1String("up ")))
            QVERIFY2(upTexts.contains(line.mid(3)), qPrintable(line + QStringLiteral("\nis not in\n") + upTexts.join(QLatin1Char('\n'))));
    }
    const QString told = upTexts.join(QStringLiteral(";\n"));
    const auto ranUp = oldDb.live.run(upTexts);
    QVERIFY2(ranUp, ranUp ? "" : qPrintable(ranUp.error().toText() + QLatin1Char('\n') + told));
    const auto reached = readSchema(oldDb);
    VERIFY_OK(reached);
    if (schema::fingerprint(*reached) != schema::fingerprint(*to))
        qWarning("%s", qPrintable(told));
    QCOMPARE(describe(*reached), describe(*to));
    QCOMPARE(schema::fingerprint(*reached), schema::fingerprint(*to));
    QVERIFY(renderer->render({*reached, *to, {}, false, true}).statements.isEmpty());

    const QStringList downTexts = textsOf(renderer->render({*reached, *from, diff::reversed(renames), online, true}));
    const auto ranDown = oldDb.live.run(downTexts);
    QVERIFY2(ranDown, ranDown ? "" : qPrintable(ranDown.error().toText() + QLatin1Char('\n') + downTexts.join(QStringLiteral(";\n"))));
    const auto back = readSchema(oldDb);
    VERIFY_OK(back);
    QCOMPARE(describe(*back), describe(*from));
}

QTEST_GUILESS_MAIN(MysqlRenderer)
#include "tst_mysql_renderer.moc"

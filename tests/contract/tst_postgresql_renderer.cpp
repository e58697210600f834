// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgresql/postgresql_renderer.h"
#include "core/schema/schema_json.h"
#include "core/sql/statement_splitter.h"
#include "tests/contract/contract.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace strandline;
using sql::Dialect;
using test::Opened;

namespace {

const QByteArray kSeparator = "\n---- becomes\n";

/// The database as the owner of another one would have made it, so that two of them can be compared.
base::Result<schema::Database> readSchema(Opened& db, const QString& owner)
{
    auto read = db.live.engines().find(Dialect::PostgreSql)->introspector()->read(*db, {}, {});
    if (!read)
        return read;
    QByteArray text = QJsonDocument(schema::toJson(*read)).toJson(QJsonDocument::Compact);
    const auto asInJson = [](const QString& name) {
        const QByteArray array = QJsonDocument(QJsonArray {name}).toJson(QJsonDocument::Compact);
        return array.mid(1, array.size() - 2);
    };
    text.replace(asInJson(db.live.settings().user.value), asInJson(owner));
    return schema::databaseFromJson(QJsonDocument::fromJson(text).object());
}

base::Result<void> runScript(Opened& db, const QByteArray& script)
{
    QStringList statements;
    for (const sql::Statement& statement : sql::split(script, Dialect::PostgreSql).statements)
        statements << QString::fromUtf8(statement.textIn(script));
    return db.live.run(statements);
}

base::Result<void> runRendered(Opened& db, const dialect::Rendered& rendered)
{
    for (const dialect::RenderedStatement& statement : rendered.statements) {
        if (auto done = db->execute(statement.text); !done)
            return base::fail(done.error().withContext(statement.text));
    }
    return {};
}

QString textOf(const dialect::Rendered& rendered)
{
    QStringList lines;
    for (const dialect::RenderedStatement& statement : rendered.statements)
        lines << statement.text;
    for (const base::Error& error : rendered.impossible)
        lines << QStringLiteral("-- ") + error.toText();
    return lines.join(QStringLiteral(";\n"));
}

/// As JSON with the columns in order of their names: the server cannot put one between others.
QByteArrayList comparable(schema::Database database)
{
    const auto byName = [](const schema::Column& a, const schema::Column& b) { return a.name < b.name; };
    for (schema::Table& table : database.tables)
        std::sort(table.columns.begin(), table.columns.end(), byName);
    for (schema::UserType& type : database.types)
        std::sort(type.attributes.begin(), type.attributes.end(), byName);
    QJsonObject json = schema::toJson(database);
    for (const char* field : {"name", "serverVersion", "dependencies"})
        json.remove(QLatin1String(field));
    return QJsonDocument(json).toJson().split('\n');
}

/// Empty: the same.
QByteArray firstDifference(const schema::Database& actual, const schema::Database& expected)
{
    const QByteArrayList have = comparable(actual);
    const QByteArrayList want = comparable(expected);
    for (qsizetype i = 0; i < qMax(have.size(), want.size()); ++i) {
        if (have.value(i) != want.value(i)) {
            return "line " + QByteArray::number(i + 1) + " after " + have.mid(qMax(0, i - 6), 6).join(' ')
                + "\n  is:        " + have.value(i) + "\n  should be: " + want.value(i);
        }
    }
    return {};
}

} // namespace

/// Every tests/cases/render/postgresql/*.case holds two scripts. What is written for the way between the two
/// databases is run forth and back, and leads where it should, each time.
class PostgresqlRenderer : public QObject
{
    Q_OBJECT

private slots:
    void pairs_data();
    void pairs();
};

void PostgresqlRenderer::pairs_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("online");
    const QDir folder(QStringLiteral(STRANDLINE_SOURCE_DIR "/tests/cases/render/postgresql"));
    const QStringList names = folder.entryList({QStringLiteral("*.case")}, QDir::Files, QDir::Name);
    QVERIFY2(names.size() >= 10, "the case files are not there");
    for (const QString& name : names) {
        QTest::addRow("%s", qPrintable(name)) << folder.filePath(name) << false;
        if (name.startsWith(QLatin1String("online")))
            QTest::addRow("%s --online", qPrintable(name)) << folder.filePath(name) << true;
    }
}

void PostgresqlRenderer::pairs()
{
    QFETCH(QString, path);
    QFETCH(bool, online);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    const qsizetype split = text.indexOf(kSeparator);
    QVERIFY2(split >= 0, "the case has one script only");

    OPENED(old, Dialect::PostgreSql);
    OPENED(wanted, Dialect::PostgreSql);
    const QString owner = old.live.settings().user.value;
    VERIFY_OK(runScript(old, text.left(split)));
    VERIFY_OK(runScript(wanted, text.mid(split + kSeparator.size())));
    const auto from = readSchema(old, owner);
    VERIFY_OK(from);
    const auto to = readSchema(wanted, owner);
    VERIFY_OK(to);

    const auto renderer = dialect::makePostgresqlRenderer();
    const auto travel = [&](const schema::Database& start, const schema::Database& end) {
        const dialect::Rendered way = renderer->render({start, end, {}, online, true});
        const QByteArray script = textOf(way).toUtf8();
        QVERIFY2(way.impossible.isEmpty(), script.constData());
        QVERIFY2(!way.statements.isEmpty(), "nothing is written although the two differ");
        const auto done = runRendered(old, way);
        QVERIFY2(
            done.has_value(), done ? "" : (done.error().toText().toUtf8() + "\n\n" + script).constData());
        const auto reached = readSchema(old, owner);
        VERIFY_OK(reached);
        const QByteArray difference = firstDifference(*reached, end);
        QVERIFY2(difference.isEmpty(), (difference + "\n\n" + script).constData());
        const QByteArray rest = textOf(renderer->render({*reached, end, {}, online, true})).toUtf8();
        QVERIFY2(rest.isEmpty(), ("a second comparison still writes:\n" + rest).constData());
    };
    travel(*from, *to);
    if (QTest::currentTestFailed())
        return;
    travel(*to, *from);
}

QTEST_GUILESS_MAIN(PostgresqlRenderer)
#include "tst_postgresql_renderer.moc"

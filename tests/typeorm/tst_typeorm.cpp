// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/cli_program.h"
#include "tests/support/live_database.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace strandline;

/// The story of the missing column with the real TypeORM: an entity gains a column, `generate` writes the
/// migration. Fetches packages, so it runs only with STRANDLINE_TYPEORM=1.
class TypeormTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void anEntityGainsAColumn();

private:
    test::CliAnswer call(const QStringList& arguments) const
    {
        return test::callCli(m_live->settings(), m_project, arguments, 600000);
    }
    void changeEntity(const QByteArray& from, const QByteArray& to) const;

    test::TempProject m_project;
    std::unique_ptr<test::LiveDatabase> m_live;
};

#define EXIT(answer, code) QVERIFY2((answer).exitCode == (code), qPrintable((answer).text()))

void TypeormTest::initTestCase()
{
    if (qEnvironmentVariableIsEmpty("STRANDLINE_TYPEORM"))
        QSKIP("STRANDLINE_TYPEORM is not set: this test fetches packages of npm");
    QVERIFY2(!QStandardPaths::findExecutable(QStringLiteral("npm")).isEmpty(), "npm is not installed");
    STRANDLINE_NEEDS_ENGINE(sql::Dialect::PostgreSql);
    const QString source = QStringLiteral(STRANDLINE_SOURCE_DIR "/tests/typeorm/project/");
    for (const char* name : {"package.json", "data-source.js", "entities/user.js", "entities/order.js"}) {
        QFile file(source + QLatin1String(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!m_project.write(QLatin1String(name), file.readAll()).isEmpty());
    }
    QProcess npm;
    npm.setWorkingDirectory(m_project.path());
    npm.setProcessChannelMode(QProcess::MergedChannels);
    npm.start(QStringLiteral("npm"),
        {QStringLiteral("install"), QStringLiteral("--no-audit"), QStringLiteral("--no-fund")});
    QVERIFY(npm.waitForFinished(600000));
    QVERIFY2(npm.exitCode() == 0, npm.readAll().constData());
    test::writeProjectFile(m_project,
        "[desired]\ncommand = [\"npx\", \"typeorm\", \"schema:sync\", \"-d\", \"data-source.js\"]\n");
    QVERIFY(QDir().mkpath(m_project.filePath(QStringLiteral("migrations"))));
    m_live = std::make_unique<test::LiveDatabase>(sql::Dialect::PostgreSql);
    QVERIFY2(m_live->problem().isEmpty(), qPrintable(m_live->problem()));
}

void TypeormTest::changeEntity(const QByteArray& from, const QByteArray& to) const
{
    const QString name = QStringLiteral("entities/user.js");
    QVERIFY(m_project.read(name).contains(from));
    QVERIFY(!m_project.write(name, m_project.read(name).replace(from, to)).isEmpty());
}

void TypeormTest::anEntityGainsAColumn()
{
    EXIT(call({QStringLiteral("generate"), QStringLiteral("begin")}), 0);
    EXIT(call({QStringLiteral("up")}), 0);
    const auto equal = call({QStringLiteral("generate"), QStringLiteral("nothing")});
    EXIT(equal, 0);
    QVERIFY2(equal.json()[QStringLiteral("migrations")].toArray().isEmpty(), qPrintable(equal.text()));

    changeEntity("// new columns go here", "loyaltyPoints: { type: 'int', default: 0 },");
    const auto written = call({QStringLiteral("generate"), QStringLiteral("add loyalty points to users")});
    EXIT(written, 0);
    const QJsonArray migrations = written.json()[QStringLiteral("migrations")].toArray();
    QVERIFY2(migrations.size() == 1, qPrintable(written.text()));
    QCOMPARE(migrations[0][QStringLiteral("name")].toString(), QStringLiteral("add_loyalty_points_to_users"));
    const QString up = migrations[0][QStringLiteral("up")].toString();
    QVERIFY2(
        up.contains(QStringLiteral("loyaltyPoints")) && !up.contains(QStringLiteral("DROP")), qPrintable(up));
    QVERIFY2(migrations[0][QStringLiteral("down")].toString().contains(QStringLiteral("DROP COLUMN")),
        qPrintable(written.text()));

    EXIT(call({QStringLiteral("up")}), 0);
    EXIT(call({QStringLiteral("verify")}), 0);
    EXIT(call({QStringLiteral("down"), QStringLiteral("--allow-data-loss")}), 0);
    EXIT(call({QStringLiteral("up")}), 0);
    const auto again = call({QStringLiteral("generate"), QStringLiteral("nothing")});
    EXIT(again, 0);
    QVERIFY(again.json()[QStringLiteral("migrations")].toArray().isEmpty());
}

QTEST_GUILESS_MAIN(TypeormTest)
#include "tst_typeorm.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

/// The servers of a test run must never outlive it.
class PrivateServers : public QObject
{
    Q_OBJECT

private slots:
    void endWith_data();
    void endWith();
};

namespace {

QJsonObject readFacts(const QString& folder)
{
    QFile file(folder + QStringLiteral("/servers.json"));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

bool isAlive(qint64 process)
{
    // A zombie that nobody waits for has ended as well.
    QFile stat(QStringLiteral("/proc/%1/stat").arg(process));
    return stat.open(QIODevice::ReadOnly) && !stat.readAll().contains(") Z ");
}

} // namespace

void PrivateServers::endWith_data()
{
    QTest::addColumn<QString>("end");
    QTest::newRow("stop") << QStringLiteral("stop");
    QTest::newRow("the run is killed") << QStringLiteral("kill run");
    QTest::newRow("the keeper is killed") << QStringLiteral("kill keeper");
}

void PrivateServers::endWith()
{
    QFETCH(QString, end);
    QTemporaryDir outer;
    const QString folder = outer.filePath(QStringLiteral("a folder with spaces"));
    QProcess run; // stands for the run
    run.start(QStringLiteral("sleep"), {QStringLiteral("300")});
    QVERIFY(run.waitForStarted());
    const QString program = QStringLiteral(STRANDLINE_TEST_SERVERS_PROGRAM);
    QCOMPARE(QProcess::execute(program,
                 {QStringLiteral("start"), QStringLiteral("--dir"), folder, QStringLiteral("--watch"),
                     QString::number(run.processId())}),
        0);
    const QJsonObject facts = readFacts(folder);
    const qint64 keeper = facts.value(QStringLiteral("keeper")).toInteger();
    QVERIFY(isAlive(keeper));
    QList<qint64> servers;
    QStringList sockets;
    for (const QString& name : {QStringLiteral("postgresql"), QStringLiteral("mariadb")}) {
        const QJsonObject server = facts.value(name).toObject();
        if (server.contains(QStringLiteral("pid"))) {
            servers << server.value(QStringLiteral("pid")).toInteger();
            sockets << server.value(QStringLiteral("socket")).toString();
        }
    }
    if (servers.isEmpty())
        QSKIP("no server is installed");
    for (const qint64 server : servers)
        QVERIFY(isAlive(server));

    if (end == QLatin1String("stop"))
        QCOMPARE(QProcess::execute(program, {QStringLiteral("stop"), QStringLiteral("--dir"), folder}), 0);
    else if (end == QLatin1String("kill run"))
        run.kill();
    else
        ::kill(pid_t(keeper), SIGKILL);
    run.waitForFinished(end == QLatin1String("kill run") ? 5000 : 0);

    for (const qint64 server : servers)
        QTRY_VERIFY_WITH_TIMEOUT(!isAlive(server), 20000);
    QTRY_VERIFY_WITH_TIMEOUT(!isAlive(keeper), 20000);
    if (end != QLatin1String("kill keeper")) { // nobody is left to tidy up then
        for (const QString& socket : sockets)
            QTRY_VERIFY(!QFileInfo::exists(QFileInfo(socket).absolutePath()));
    } else {
        QDir(QDir::cleanPath(QFileInfo(sockets.first()).absolutePath() + QStringLiteral("/..")))
            .removeRecursively();
    }
    run.kill();
    run.waitForFinished();
}

QTEST_GUILESS_MAIN(PrivateServers)
#include "tst_private_servers.moc"

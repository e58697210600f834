// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/server_facts.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <array>
#include <csignal>

namespace strandline::test {

namespace {

constexpr auto testOrigin = "private test server";

QJsonObject readFacts(const QString& folder)
{
    QFile file(folder + QStringLiteral("/servers.json"));
    if (folder.isEmpty() || !file.open(QIODevice::ReadOnly))
        return {};
    const QJsonObject facts = QJsonDocument::fromJson(file.readAll()).object();
    const qint64 keeper = facts.value(QStringLiteral("keeper")).toInteger();
    return keeper > 0 && ::kill(pid_t(keeper), 0) == 0 ? facts : QJsonObject();
}

QJsonObject startOwn(QTemporaryDir& folder)
{
    QProcess program;
    program.setProcessChannelMode(QProcess::ForwardedChannels);
    program.start(QStringLiteral(STRANDLINE_TEST_SERVERS_PROGRAM),
        {QStringLiteral("start"), QStringLiteral("--dir"), folder.path(), QStringLiteral("--watch"),
            QString::number(QCoreApplication::applicationPid())});
    program.waitForFinished(120000);
    return readFacts(folder.path());
}

ServerFacts parse(const QJsonObject& all, const QString& name, sql::Dialect dialect)
{
    const QJsonObject one = all.value(name).toObject();
    const auto text = [&one](const char* key) { return one.value(QLatin1String(key)).toString(); };
    const auto setting = [](const QString& value) {
        return connection::Setting {value, QString::fromLatin1(testOrigin)};
    };
    ServerFacts facts;
    facts.problem = one.isEmpty() ? QStringLiteral("the private server did not start") : text("problem");
    facts.socket = text("socket");
    facts.certificate = text("certificate");
    facts.port = one.value(QStringLiteral("port")).toInt();
    facts.pid = one.value(QStringLiteral("pid")).toInteger();
    facts.admin.dialect = dialect;
    facts.admin.host = setting(QStringLiteral("127.0.0.1"));
    facts.admin.port = setting(QString::number(facts.port));
    facts.admin.user = setting(text("user"));
    facts.admin.database =
        setting(dialect == sql::Dialect::PostgreSql ? QStringLiteral("postgres") : QStringLiteral("mysql"));
    facts.admin.password = base::Secret(text("password"));
    facts.admin.passwordOrigin = QString::fromLatin1(testOrigin);
    return facts;
}

struct AllFacts
{
    QTemporaryDir own;
    std::array<ServerFacts, 2> servers;

    AllFacts()
    {
        QJsonObject all = readFacts(qEnvironmentVariable("STRANDLINE_TEST_SERVERS"));
        if (all.isEmpty())
            all = startOwn(own);
        servers = {parse(all, QStringLiteral("postgresql"), sql::Dialect::PostgreSql),
            parse(all, QStringLiteral("mariadb"), sql::Dialect::MySql)};
    }
};

} // namespace

const ServerFacts& serverFacts(sql::Dialect dialect)
{
    static const AllFacts all;
    return all.servers.at(dialect == sql::Dialect::PostgreSql ? 0 : 1);
}

bool serversAreRequired()
{
    return !qEnvironmentVariableIsEmpty("CI")
        || qEnvironmentVariableIntValue("STRANDLINE_REQUIRE_SERVERS") == 1;
}

} // namespace strandline::test

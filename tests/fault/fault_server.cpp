// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fault/fault_server.h"

#include "tests/support/private_server.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>

namespace strandline::fault {

FaultServer::FaultServer(sql::Dialect dialect)
    : m_dialect(dialect)
    , m_folder(QStringLiteral("/tmp/strandline-XXXXXX"))
{
    const test::ServerUser user = test::ServerUser::choose();
    QFile::setPermissions(m_folder.path(),
        QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadOther | QFile::ExeOther);
    const QString data = m_folder.filePath(QStringLiteral("server"));
    user.makeFolder(data);
    m_server = dialect == sql::Dialect::PostgreSql ? test::makePostgresqlServer(data, user)
                                                   : test::makeMariadbServer(data, user);
    m_server->setCrashSafe();
    if (!m_server->beginSetup() || !m_server->finishSetup() || !publish())
        m_problem = m_server->problem().isEmpty() ? QStringLiteral("its file could not be written")
                                                  : m_server->problem();
}

FaultServer::~FaultServer()
{
    m_server->stop();
}

bool FaultServer::hasDied() const
{
    return m_server->hasDied();
}

qint64 FaultServer::pid() const
{
    return m_server->facts().value(QStringLiteral("pid")).toInteger();
}

int FaultServer::crashSignal() const
{
    return m_server->crashSignal();
}

QString FaultServer::restart()
{
    return m_server->restart() ? QString() : m_server->problem();
}

/// As the keeper of the ordinary servers does, so that the tests' own ways in lead here.
bool FaultServer::publish()
{
    QJsonObject facts;
    facts[QStringLiteral("keeper")] = QCoreApplication::applicationPid();
    facts[m_server->name()] = m_server->facts();
    QFile file(m_folder.filePath(QStringLiteral("servers.json")));
    if (!file.open(QIODevice::WriteOnly))
        return false;
    file.write(QJsonDocument(facts).toJson());
    return qputenv("STRANDLINE_TEST_SERVERS", m_folder.path().toLocal8Bit());
}

} // namespace strandline::fault

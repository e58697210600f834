// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/cli_program.h"

#include "core/connection/connection_url.h"

#include <QJsonDocument>
#include <QProcess>

namespace strandline::test {

QJsonObject CliAnswer::json() const
{
    return QJsonDocument::fromJson(out).object();
}

QString CliAnswer::text() const
{
    return QStringLiteral("exit %1%2\n%3\n%4")
        .arg(exitCode)
        .arg(crashed ? QStringLiteral(", crashed") : QString(), QString::fromUtf8(out),
            QString::fromUtf8(err));
}

QProcessEnvironment cliEnvironment(const connection::ConnectionSettings& settings, const TempProject& project)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QString password = settings.password.reveal();
    environment.insert(QStringLiteral("LIVE_URL"), connection::toDisplayUrl(settings));
    environment.insert(QStringLiteral("PGPASSWORD"), password);
    environment.insert(QStringLiteral("MYSQL_PWD"), password);
    environment.insert(QStringLiteral("HOME"), project.path());
    return environment;
}

void writeProjectFile(const TempProject& project, const QByteArray& more)
{
    project.write(QStringLiteral("strandline.toml"),
        "[project]\nname = \"live\"\n[environments.dev]\nurl_env = \"LIVE_URL\"\ntier = \"development\"\n"
            + more);
}

QString cliProgram()
{
    return QStringLiteral(STRANDLINE_BIN_DIR "/strandline-cli");
}

QStringList cliArguments(const TempProject& project, const QStringList& arguments)
{
    return QStringList {QStringLiteral("--project"), project.path(), QStringLiteral("--json")} + arguments;
}

CliAnswer callCli(const connection::ConnectionSettings& settings, const TempProject& project,
    const QStringList& arguments, int hangsAfterMs)
{
    QProcess process;
    process.setProcessEnvironment(cliEnvironment(settings, project));
    process.start(cliProgram(), cliArguments(project, arguments));
    CliAnswer answer;
    if (process.waitForFinished(hangsAfterMs)) {
        answer.exitCode = process.exitCode();
        answer.crashed = process.exitStatus() == QProcess::CrashExit;
    } else {
        process.kill();
        process.waitForFinished(5000);
    }
    answer.out = process.readAllStandardOutput();
    answer.err = process.readAllStandardError();
    return answer;
}

} // namespace strandline::test

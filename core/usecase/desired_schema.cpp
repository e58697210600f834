// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/desired_schema.h"

#include "core/connection/connection_url.h"
#include "core/runner/shell_command.h"

#include <QUrl>

namespace strandline::usecase {

using base::ErrorCode;

namespace {

constexpr int kCommandTimeoutMs = 600000;

QString shellLine(const QStringList& words)
{
    QStringList quoted;
    for (const QString& word : words)
        quoted << QLatin1Char('\'') + QString(word).replace(QLatin1Char('\''), QLatin1String("'\\''"))
                + QLatin1Char('\'');
    return quoted.join(QLatin1Char(' '));
}

/// With the password, which programs of others expect in it.
QByteArray urlWithPassword(const connection::ConnectionSettings& settings)
{
    const QString url = connection::toDisplayUrl(settings);
    const QString password = settings.password.reveal();
    if (password.isEmpty())
        return url.toUtf8();
    const qsizetype authority = url.indexOf(QLatin1String("://"));
    const qsizetype sign = url.indexOf(QLatin1Char('@'), authority);
    if (authority < 0 || sign < 0)
        return url.toUtf8();
    return (url.left(sign) + QLatin1Char(':') + QString::fromLatin1(QUrl::toPercentEncoding(password))
        + url.mid(sign))
        .toUtf8();
}

base::Failure commandFailed(const QString& line, const runner::ShellOutcome& outcome)
{
    QString why = outcome.output.right(2000).trimmed();
    if (outcome.end == runner::ShellOutcome::End::TimedOut)
        why = QStringLiteral("It did not come to an end within ten minutes.\n") + why;
    else if (outcome.end == runner::ShellOutcome::End::Exited)
        why = QStringLiteral("It ended with %1.\n").arg(outcome.code) + why;
    else if (!outcome.problem.isEmpty())
        why = outcome.problem;
    return base::fail(ErrorCode::Precondition,
        QStringLiteral("The command of [desired] did not build the schema: %1").arg(line), why.trimmed(),
        QStringLiteral("Run it by hand against an empty database; its address is in DATABASE_URL."));
}

base::Result<LoadedSchema> loadByCommand(SchemaLoader& loader, const project::Project& project)
{
    const auto scratch = loader.makeScratch();
    if (!scratch)
        return base::forward(scratch);
    if (loader.dialect() == sql::Dialect::Sqlite) {
        // An empty file, since not every program makes one.
        const auto made = engine::openScratch(*loader.engine(), (*scratch)->settings(), loader.context());
        if (!made)
            return base::forward(made);
    }
    runner::ShellCommand command;
    command.line = shellLine(project.desired.command);
    command.folder = project.root;
    command.timeoutMs = kCommandTimeoutMs;
    command.environment = runner::inheritedEnvironment();
    command.environment.insert(databaseVariables((*scratch)->settings()));
    const QString shown = project.desired.command.join(QLatin1Char(' '));
    loader.context().report({QStringLiteral("Building the desired schema"), 0, 0, shown});
    const runner::ShellOutcome outcome = runner::runShell(command, loader.context().cancel);
    if (outcome.end == runner::ShellOutcome::End::Cancelled)
        return base::fail(ErrorCode::Cancelled, QStringLiteral("Stopped on request"));
    if (outcome.end != runner::ShellOutcome::End::Exited || outcome.code != 0)
        return commandFailed(shown, outcome);
    return loader.introspectScratch(**scratch, shown);
}

} // namespace

QMap<QByteArray, QByteArray> databaseVariables(const connection::ConnectionSettings& settings)
{
    QMap<QByteArray, QByteArray> variables;
    const QByteArray host = settings.host.value.toUtf8();
    const QByteArray port = settings.port.value.toUtf8();
    const QByteArray user = settings.user.value.toUtf8();
    const QByteArray password = settings.password.reveal().toUtf8();
    const QByteArray database = settings.database.value.toUtf8();
    variables.insert("DATABASE_URL", urlWithPassword(settings));
    variables.insert("DB_HOST", host);
    variables.insert("DB_PORT", port);
    variables.insert("DB_USER", user);
    variables.insert("DB_PASS", password);
    variables.insert("DB_PASSWORD", password);
    variables.insert("DB_NAME", database);
    if (settings.socket.isSet())
        variables.insert("DB_SOCKET", settings.socket.value.toUtf8());
    if (settings.dialect == sql::Dialect::PostgreSql) {
        variables.insert("PGHOST", host);
        variables.insert("PGPORT", port);
        variables.insert("PGUSER", user);
        variables.insert("PGPASSWORD", password);
        variables.insert("PGDATABASE", database);
    } else if (settings.dialect == sql::Dialect::MySql) {
        variables.insert("MYSQL_PWD", password);
    }
    return variables;
}

base::Result<LoadedSchema> loadDesired(SchemaLoader& loader)
{
    const project::Project& project = loader.project()->project;
    const project::Desired& desired = project.desired;
    switch (desired.kind) {
    case project::DesiredKind::Sql:
        return loader.load({SourceKind::Script, desired.value, desired.value, {}});
    case project::DesiredKind::Environment:
        return loader.load({SourceKind::Environment, desired.value, desired.value, {}});
    case project::DesiredKind::Command:
        return loadByCommand(loader, project);
    case project::DesiredKind::None:
        break;
    }
    return base::fail(ErrorCode::Precondition, QStringLiteral("The project does not say what is desired"), {},
        QStringLiteral("Add to strandline.toml: [desired] with sql = \"schema\" (a file or folder of CREATE "
                       "statements), environment = \"…\", or command = […]."));
}

} // namespace strandline::usecase

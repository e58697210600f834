// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"

#include "core/report/json.h"

#include <QDir>
#include <QJsonDocument>

namespace strandline::cli {

QString CommandContext::projectFolder() const
{
    return options.project.empty() ? QDir::currentPath() : QString::fromStdString(options.project);
}

QString CommandContext::environmentName() const
{
    return QString::fromStdString(options.environment);
}

void printJson(Terminal& terminal, const QJsonObject& document)
{
    terminal.raw(QJsonDocument(document).toJson(QJsonDocument::Indented));
}

ExitCode reportFailure(CommandContext& context, const base::Error& error)
{
    if (context.options.json)
        printJson(context.terminal, QJsonObject {{QStringLiteral("error"), report::toJson(error)}});
    else
        context.terminal.error(error);
    return exitCodeFor(error);
}

ExitCode reportNotStarted(CommandContext& context, const base::Error& error)
{
    const ExitCode code = reportFailure(context, error);
    return error.code == base::ErrorCode::Conflict ? ExitCode::Refused : code;
}

} // namespace strandline::cli

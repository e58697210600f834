// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/schema/schema_access.h"

#include <QDir>

#include <CLI/CLI.hpp>

namespace strandline::cli {

namespace {

/// Nothing here, or a folder of another tool: neither is in the way of comparing two URLs.
bool saysNoProject(const base::Error& error)
{
    return error.code == base::ErrorCode::NotFound || error.code == base::ErrorCode::Unsupported;
}

} // namespace

void declareSchemaOptions(CLI::App& app, SchemaOptions& options)
{
    app.add_option("--engine", options.engine, "For scripts and migrations: postgresql, mariadb or sqlite")
        ->type_name("ENGINE")
        ->check(CLI::IsMember({"postgresql", "mariadb", "mysql", "sqlite"}));
}

base::Result<usecase::LoaderRequest> loaderRequest(
    const CommandContext& context, const SchemaOptions& options)
{
    usecase::LoaderRequest request;
    request.folder = QDir::currentPath(); // paths are completed by the shell, wherever the project is
    const QString engine = QString::fromStdString(options.engine);
    request.dialect = engine == QLatin1String("mariadb") ? sql::Dialect::MySql : sql::dialectFromName(engine);
    auto opened = openProject(context);
    if (opened)
        request.project = std::move(*opened);
    else if (!context.options.project.empty() || !saysNoProject(opened.error()))
        return base::forward(opened);
    return request;
}

void printNotes(CommandContext& context, const QStringList& notes)
{
    if (context.options.json)
        return;
    for (const QString& note : notes)
        context.terminal.note(QStringLiteral("note: ") + note);
}

} // namespace strandline::cli

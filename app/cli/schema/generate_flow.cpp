// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/schema/generate_flow.h"

#include "app/cli/schema/generated_printer.h"
#include "core/usecase/generate_migrations.h"
#include "core/usecase/verify_schema.h"

namespace strandline::cli {

namespace {

usecase::GenerateRequest requestOf(
    const GenerateOptions& options, const usecase::OpenedProject& opened, const QString& environment)
{
    usecase::GenerateRequest request;
    request.name = QString::fromStdString(options.name);
    request.environment = environment;
    request.fromDatabase = options.from == "database";
    for (const std::string& rename : options.renames)
        request.diff.renames << QString::fromStdString(rename);
    request.diff.rule = options.rule == "none" ? usecase::RenameRule::None : usecase::RenameRule::Ask;
    request.diff.online = options.online;
    request.diff.compare = usecase::compareOptions(opened.project);
    return request;
}

} // namespace

ExitCode generate(CommandContext& context, const GenerateOptions& options)
{
    const auto opened = openProject(context);
    if (!opened)
        return reportFailure(context, opened.error());
    const auto environment = chooseEnvironment(opened->project, context.environmentName());
    if (!environment)
        return reportFailure(context, environment.error());
    const QString name = *environment ? (*environment)->name : QString();
    const usecase::GenerateRequest request = requestOf(options, *opened, name);
    if (request.fromDatabase && name.isEmpty()) {
        return reportFailure(context,
            {base::ErrorCode::Precondition, QStringLiteral("There is no database to begin with"),
                QStringLiteral("The project names no environment."),
                QStringLiteral("Add one to strandline.toml, or leave --from out."), {}, {}});
    }
    const auto set = withPassword(name, [&](const base::Secret& password) {
        usecase::LoaderRequest loading;
        loading.project = *opened;
        loading.folder = opened->project.root;
        loading.password = password;
        usecase::SchemaLoader loader(context.engines, std::move(loading), context.job);
        return usecase::generateMigrations(loader, request);
    });
    if (!set)
        return reportFailure(context, set.error());
    return printGenerated(context, *opened, *set, !options.dryRun);
}

} // namespace strandline::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/init_command.h"

#include "core/project/init_project.h"
#include "core/sample/create_sample.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

#include <CLI/CLI.hpp>

namespace strandline::cli {

namespace {

class InitCommand final : public Command
{
public:
    const char* name() const override { return "init"; }
    const char* summary() const override { return "Make a new project in this folder, or in DIR"; }

    void declare(CLI::App& app) override
    {
        app.add_option(
               "dir", m_folder, "Folder to make the project in (default: --project, or the current one)")
            ->type_name("DIR");
        app.add_option("--name", m_name, "Name of the project (default: the folder's name)");
        app.add_option(
               "--url", m_url, "Connection URL of the development database; a password in it is not stored")
            ->type_name("URL");
        app.add_option("--migrations", m_migrations, "Folder for the migrations")
            ->type_name("DIR")
            ->capture_default_str();
        app.add_flag("--sample", m_sample,
            "Make the sample project instead: a small shop on SQLite, in an empty folder");
        app.footer("Writes strandline.toml, the migrations folder and a line in .gitignore.\n"
                   "An existing strandline.toml is never overwritten.\n"
                   "URLs: postgres://user@host/db, mysql://user@host/db, sqlite:path");
    }

    ExitCode run(CommandContext& context) override
    {
        if (m_sample)
            return makeSample(context);
        project::InitRequest request;
        const QString folder = m_folder.empty() ? context.projectFolder() : QString::fromStdString(m_folder);
        request.folder = QDir(folder).absolutePath();
        request.name = QString::fromStdString(m_name);
        request.url = QString::fromStdString(m_url);
        request.migrations = QString::fromStdString(m_migrations);
        const auto made = project::initProject(request);
        if (!made)
            return reportFailure(context, made.error());
        if (context.options.json) {
            printJson(context.terminal,
                {{QStringLiteral("files"), QJsonArray::fromStringList(made->written)},
                    {QStringLiteral("notes"), QJsonArray::fromStringList(made->notes)}});
            return ExitCode::Done;
        }
        Terminal& terminal = context.terminal;
        terminal.line(QStringLiteral("Made a project in “%1”.").arg(oneLine(request.folder)));
        for (const QString& path : made->written)
            terminal.line(QStringLiteral("  ") + oneLine(QDir(request.folder).relativeFilePath(path))
                + (QFileInfo(path).isDir() ? QStringLiteral("/") : QString()));
        for (const QString& note : made->notes)
            terminal.note(QStringLiteral("note: ") + note);
        terminal.line();
        if (m_url.empty())
            terminal.line(QStringLiteral("Next: name your database in strandline.toml, then"));
        else
            terminal.line(QStringLiteral("Next:"));
        terminal.line(QStringLiteral("  strandline-cli create add_users --kind table"));
        terminal.line(QStringLiteral("  strandline-cli status"));
        return ExitCode::Done;
    }

private:
    ExitCode makeSample(CommandContext& context) const
    {
        const QString folder = m_folder.empty() ? context.projectFolder() : QString::fromStdString(m_folder);
        const auto made = sample::createSampleProject(folder, context.engines, context.job);
        if (!made)
            return reportFailure(context, made.error());
        if (context.options.json) {
            printJson(context.terminal,
                {{QStringLiteral("files"), QJsonArray {*made}}, {QStringLiteral("notes"), QJsonArray()}});
            return ExitCode::Done;
        }
        Terminal& terminal = context.terminal;
        terminal.line(QStringLiteral("The sample project is in “%1”. Look at it with:").arg(oneLine(*made)));
        const QString project =
            *made == QDir::currentPath() ? QString() : QStringLiteral("--project '%1' ").arg(oneLine(*made));
        terminal.line(QStringLiteral("  strandline-cli %1--env production status").arg(project));
        return ExitCode::Done;
    }

    std::string m_folder;
    std::string m_name;
    std::string m_url;
    std::string m_migrations = "migrations";
    bool m_sample = false;
};

} // namespace

std::unique_ptr<Command> makeInitCommand()
{
    return std::make_unique<InitCommand>();
}

} // namespace strandline::cli

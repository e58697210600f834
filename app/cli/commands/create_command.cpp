// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/create_command.h"

#include "app/cli/project_access.h"
#include "core/project/create_migration.h"
#include "core/project/migration_name.h"

#include <QDir>
#include <QJsonArray>

#include <CLI/CLI.hpp>

namespace strandline::cli {

namespace {

std::vector<std::string> kindNames()
{
    std::vector<std::string> names;
    for (const QString& kind : project::templateKindNames())
        names.push_back(kind.toStdString());
    return names;
}

class CreateCommand final : public Command
{
public:
    const char* name() const override { return "create"; }
    const char* summary() const override { return "Write a new migration, up and down, from a template"; }

    void declare(CLI::App& app) override
    {
        app.add_option("name", m_name, "What it does, for example \"add loyalty points to users\"")
            ->required()
            ->type_name("NAME");
        app.add_option("--kind", m_kind, "Template (default: what the name suggests)")
            ->type_name("KIND")
            ->check(CLI::IsMember(kindNames()));
        app.add_option("--table", m_table, "Table it is about (default: taken from the name)");
        app.add_option("--column", m_column, "Column it is about (default: taken from the name)");
        app.add_option("--references", m_references, "Table that a foreign key leads to")->type_name("TABLE");
        app.add_flag("--dry-run", m_dryRun, "Print both scripts, write nothing");
        app.footer(
            "Kinds: table (new table), alter (add a column), sync (create or alter), data, index, fk "
            "(foreign\n"
            "key), check, comment, empty. The scripts can be run again where the engine has forms for that.");
    }

    ExitCode run(CommandContext& context) override
    {
        const auto opened = openProject(context);
        if (!opened)
            return reportFailure(context, opened.error());
        const project::TemplateRequest request = templateRequest(opened->dialect);
        const auto scripts = project::fillTemplate(request);
        if (!scripts)
            return reportFailure(context, scripts.error());
        if (m_dryRun)
            return preview(context, request, *scripts);

        const QString folder = opened->project.migrationFolders.isEmpty()
            ? QDir(opened->project.root).filePath(QStringLiteral("migrations"))
            : opened->project.migrationFolders.constFirst();
        const auto created =
            project::createMigration({folder, QString::fromStdString(m_name), *scripts}, context.job);
        if (!created)
            return reportFailure(context, created.error());
        announce(context, opened->project, request, *created, *scripts);
        return ExitCode::Done;
    }

private:
    project::TemplateRequest templateRequest(sql::Dialect dialect) const
    {
        const QString name = QString::fromStdString(m_name);
        const auto normalised = project::normaliseName(name);
        project::TemplateRequest request;
        request.dialect = dialect;
        request.name = normalised ? *normalised : name; // createMigration() explains what is wrong with it
        request.kind = m_kind.empty() ? project::guessFromName(request.name).kind
                                      : project::templateKindFromName(QString::fromStdString(m_kind))
                                            .value_or(project::TemplateKind::Empty);
        request.table = QString::fromStdString(m_table);
        request.column = QString::fromStdString(m_column);
        request.references = QString::fromStdString(m_references);
        return request;
    }

    static ExitCode preview(
        CommandContext& context, const project::TemplateRequest& request, const project::ScriptPair& scripts)
    {
        if (context.options.json) {
            printJson(context.terminal,
                {{QStringLiteral("kind"), project::templateKindName(request.kind)},
                    {QStringLiteral("up"), QString::fromUtf8(scripts.up)},
                    {QStringLiteral("down"), QString::fromUtf8(scripts.down)}});
            return ExitCode::Done;
        }
        Terminal& terminal = context.terminal;
        terminal.line(terminal.styled(QStringLiteral("-- %1.up.sql").arg(oneLine(request.name)), Style::Dim));
        terminal.raw(scripts.up);
        terminal.line();
        terminal.line(
            terminal.styled(QStringLiteral("-- %1.down.sql").arg(oneLine(request.name)), Style::Dim));
        terminal.raw(scripts.down);
        return ExitCode::Done;
    }

    void announce(CommandContext& context, const project::Project& project,
        const project::TemplateRequest& request, const project::CreatedMigration& created,
        const project::ScriptPair& scripts) const
    {
        QStringList paths {created.upPath};
        if (!created.downPath.isEmpty())
            paths << created.downPath;
        if (context.options.json) {
            printJson(context.terminal,
                {{QStringLiteral("id"), created.id()}, {QStringLiteral("version"), created.version},
                    {QStringLiteral("kind"), project::templateKindName(request.kind)},
                    {QStringLiteral("files"), QJsonArray::fromStringList(paths)},
                    {QStringLiteral("up"), QString::fromUtf8(scripts.up)},
                    {QStringLiteral("down"), QString::fromUtf8(scripts.down)}});
            return;
        }
        Terminal& terminal = context.terminal;
        terminal.line(QStringLiteral("Created %1 from the template “%2”%3.")
                          .arg(created.id(), project::templateKindName(request.kind),
                              m_kind.empty() ? QStringLiteral(", which its name suggests") : QString()));
        for (const QString& path : paths)
            terminal.line(QStringLiteral("  ") + oneLine(QDir(project.root).relativeFilePath(path)));
        if (!created.note.isEmpty())
            terminal.note(QStringLiteral("note: ") + created.note);
        terminal.line(QStringLiteral("Edit both before they run; “strandline-cli show %1” prints them.")
                          .arg(created.version));
    }

    std::string m_name;
    std::string m_kind;
    std::string m_table;
    std::string m_column;
    std::string m_references;
    bool m_dryRun = false;
};

} // namespace

std::unique_ptr<Command> makeCreateCommand()
{
    return std::make_unique<CreateCommand>();
}

} // namespace strandline::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/schema_command.h"

#include "app/cli/schema/schema_diff_flow.h"
#include "app/cli/schema/schema_history_flow.h"
#include "core/dialect/script_writer.h"
#include "core/report/schema_text.h"
#include "core/schema/fingerprint.h"
#include "core/schema/schema_json.h"
#include "core/usecase/renderers.h"

#include <CLI/CLI.hpp>

namespace strandline::cli {

namespace {

/// One schema of one source, loaded and handed to `show`.
template <typename Show>
ExitCode withSchema(
    CommandContext& context, const SchemaOptions& options, const std::string& source, Show show)
{
    const auto loading = loaderRequest(context, options);
    if (!loading)
        return reportFailure(context, loading.error());
    QString text = QString::fromStdString(source);
    if (text.isEmpty()) {
        if (!loading->project)
            return reportFailure(context,
                {base::ErrorCode::NotFound,
                    QStringLiteral("No schema is named, and there is no project here"), {},
                    QStringLiteral("Name a URL, a file or a folder."), {}, {}});
        const auto environment = chooseEnvironment(loading->project->project, context.environmentName());
        if (!environment)
            return reportFailure(context, environment.error());
        text = *environment ? (*environment)->name : QStringLiteral("migrations");
    }
    const auto loaded =
        withPassword(text, [&](const base::Secret& password) -> base::Result<usecase::LoadedSchema> {
            usecase::LoaderRequest request = *loading;
            request.password = password;
            usecase::SchemaLoader loader(context.engines, std::move(request), context.job);
            const auto parsed = loader.parse(text);
            if (!parsed)
                return base::forward(parsed);
            auto schema = loader.load(*parsed);
            printNotes(context, loader.notes());
            return schema;
        });
    if (!loaded)
        return reportFailure(context, loaded.error());
    return show(*loaded);
}

ExitCode showTree(CommandContext& context, const usecase::LoadedSchema& loaded)
{
    if (context.options.json) {
        printJson(context.terminal,
            {{QStringLiteral("source"), loaded.label},
                {QStringLiteral("fingerprint"), QString::fromLatin1(schema::fingerprint(loaded.database))},
                {QStringLiteral("schema"), schema::toJson(loaded.database)}});
        return ExitCode::Done;
    }
    const QStringList tree = report::schemaTree(loaded.database);
    for (const QString& line : tree)
        context.terminal.line(line);
    if (tree.isEmpty())
        context.terminal.note(QStringLiteral("%1 holds nothing.").arg(oneLine(loaded.label)));
    return ExitCode::Done;
}

ExitCode showSql(CommandContext& context, const usecase::LoadedSchema& loaded)
{
    const auto renderer = usecase::rendererFor(loaded.database.dialect);
    if (!renderer)
        return reportFailure(context, renderer.error());
    const dialect::Rendered all = (*renderer)->renderAll(loaded.database);
    const QByteArray script = dialect::writeScript(all, loaded.database.dialect);
    if (context.options.json) {
        printJson(context.terminal,
            {{QStringLiteral("source"), loaded.label}, {QStringLiteral("sql"), QString::fromUtf8(script)}});
    } else {
        context.terminal.raw(script);
    }
    for (const QString& sentence : loaded.database.unread)
        context.terminal.note(QStringLiteral("note: not read: ") + sentence);
    return all.impossible.isEmpty() ? ExitCode::Done : ExitCode::Failed;
}

class SchemaCommand final : public Command
{
public:
    const char* name() const override { return "schema"; }
    const char* summary() const override
    {
        return "Show, dump and compare schemas, and say who changed what";
    }

    void declare(CLI::App& app) override
    {
        app.require_subcommand(1);
        app.footer("A source is a URL, an environment, an .sql file or folder, “migrations”,\n"
                   "“migrations@VERSION”, or what “schema inspect --json” printed. Scripts and migrations\n"
                   "are built in a scratch database, which is removed afterwards.");
        auto* inspect = app.add_subcommand("inspect", "Show a schema as a tree");
        auto* dump = app.add_subcommand("dump", "Print the statements that build a schema");
        for (auto* sub : {inspect, dump}) {
            sub->add_option("source", m_source, "What to read (default: the environment)")
                ->type_name("SOURCE");
            declareSchemaOptions(*sub, m_diff.schema);
        }
        inspect->callback([this] { m_action = Action::Inspect; });
        dump->callback([this] { m_action = Action::Dump; });
        auto* history = app.add_subcommand("history", "Show who changed a table or column");
        history->add_option("object", m_object, "users, users.email, app.users or app.users.email")
            ->required()
            ->type_name("OBJECT");
        history->footer("Read from the scripts of the project; renames are followed backwards.");
        history->callback([this] { m_action = Action::History; });
        declareDiff(*app.add_subcommand("diff", "Compare two schemas and write the way up and down"));
    }

    ExitCode run(CommandContext& context) override
    {
        if (m_action == Action::Diff)
            return diffSchemas(context, m_diff);
        if (m_action == Action::History)
            return showObjectHistory(context, QString::fromStdString(m_object));
        return withSchema(context, m_diff.schema, m_source, [&](const usecase::LoadedSchema& loaded) {
            return m_action == Action::Dump ? showSql(context, loaded) : showTree(context, loaded);
        });
    }

private:
    enum class Action { Inspect, Dump, Diff, History };

    void declareDiff(CLI::App& diff)
    {
        diff.add_option("from", m_diff.from, "The schema as it is")->required()->type_name("FROM");
        diff.add_option("to", m_diff.to, "The schema as it shall be")->required()->type_name("TO");
        diff.add_option("--up", m_diff.up, "Write the way from FROM to TO to this file; - prints it")
            ->type_name("FILE");
        diff.add_option("--down", m_diff.down, "Write the way back to this file; - prints it")
            ->type_name("FILE");
        diff.add_option("--rename", m_diff.renames, "It was renamed: users=people, users.mail=users.email")
            ->type_name("OLD=NEW")
            ->allow_extra_args(false);
        diff.add_option("--renames", m_diff.rule,
                "What to do with likely renames that nobody answered: ask (refuse), none (drop and create)")
            ->type_name("RULE")
            ->check(CLI::IsMember({"ask", "none"}));
        diff.add_flag("--online", m_diff.online, "Statements that do not keep readers and writers out");
        declareSchemaOptions(diff, m_diff.schema);
        diff.footer("Exits with 0 when nothing differs, with 3 when something does.");
        diff.callback([this] { m_action = Action::Diff; });
    }

    Action m_action = Action::Inspect;
    std::string m_source;
    std::string m_object;
    SchemaDiffOptions m_diff;
};

} // namespace

std::unique_ptr<Command> makeSchemaCommand()
{
    return std::make_unique<SchemaCommand>();
}

} // namespace strandline::cli

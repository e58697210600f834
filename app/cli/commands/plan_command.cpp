// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/plan_command.h"

#include "app/cli/run/run_flow.h"

#include <CLI/CLI.hpp>

namespace strandline::cli {

namespace {

class PlanCommand final : public Command
{
public:
    const char* name() const override { return "plan"; }
    const char* summary() const override { return "Show exactly what would run, without running it"; }

    void declare(CLI::App& app) override
    {
        auto* to = app.add_option("--to", m_to, "Up to this version")->type_name("V");
        auto* only = app.add_option("--only", m_only, "Only this migration")->type_name("V");
        auto* down =
            app.add_option("--down", m_down, "Undo the last N")->type_name("N")->check(checkPositive);
        auto* downTo =
            app.add_option("--down-to", m_downTo, "Undo everything newer than this version")->type_name("V");
        to->excludes(only)->excludes(down)->excludes(downTo);
        only->excludes(down)->excludes(downTo);
        down->excludes(downTo);
        app.add_flag("--single-transaction", m_single, "Plan everything in one transaction");
        auto* sql = app.add_flag("--sql", m_sql, "Print the SQL with its transaction borders");
        app.add_flag("--html", m_html, "Print it as a page to read, send or print")->excludes(sql);
        app.add_option("--save", m_save, "Write the plan to a file for “up --plan”")->type_name("FILE");
        app.footer("Only reads. Exits with 4 when the plan could not run as it is.");
    }

    ExitCode run(CommandContext& context) override
    {
        return showPlan(context, target(), {format(), QString::fromStdString(m_save)});
    }

private:
    PlanFormat format() const
    {
        return m_html ? PlanFormat::Html : m_sql ? PlanFormat::Sql : PlanFormat::Overview;
    }
    migration::PlanTarget target() const
    {
        migration::PlanTarget target;
        target.singleTransaction = m_single;
        if (!m_to.empty()) {
            target.kind = migration::TargetKind::UpTo;
            target.version = QString::fromStdString(m_to);
        } else if (!m_only.empty()) {
            target.kind = migration::TargetKind::Only;
            target.version = QString::fromStdString(m_only);
        } else if (!m_downTo.empty()) {
            target.kind = migration::TargetKind::DownTo;
            target.version = QString::fromStdString(m_downTo);
        } else if (m_down > 0) {
            target.kind = migration::TargetKind::DownCount;
            target.count = m_down;
        }
        return target;
    }

    std::string m_to;
    std::string m_only;
    std::string m_downTo;
    std::string m_save;
    int m_down = 0;
    bool m_single = false;
    bool m_sql = false;
    bool m_html = false;
};

} // namespace

std::unique_ptr<Command> makePlanCommand()
{
    return std::make_unique<PlanCommand>();
}

} // namespace strandline::cli

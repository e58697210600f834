// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/repair_command.h"

#include "app/cli/run/repair_advice.h"
#include "app/cli/run/run_flow.h"
#include "app/cli/run/settle_flow.h"

#include <CLI/CLI.hpp>

namespace strandline::cli {

namespace {

class RepairCommand final : public Command
{
public:
    const char* name() const override { return "repair"; }
    const char* summary() const override
    {
        return "Show what is wrong with the history, and put it in order";
    }

    void declare(CLI::App& app) override
    {
        app.add_option("migrations", m_words, "Versions or names; none: only show")->type_name("V");
        auto* undo =
            app.add_flag("--undo", m_undo, "Take back the statements that a half-applied migration left");
        auto* resolved =
            app.add_option("--resolved", m_resolved,
                   "It was put in order by hand, and counts as this from now on: applied or pending")
                ->type_name("STATE")
                ->check(CLI::IsMember({"applied", "pending"}));
        auto* accept = app.add_flag(
            "--accept-text", m_acceptText, "The edited file is the text that counts from now on");
        auto* forget = app.add_flag("--forget", m_forget, "The file is gone for good: forget that it ran");
        undo->excludes(resolved)->excludes(accept)->excludes(forget);
        resolved->excludes(accept)->excludes(forget);
        accept->excludes(forget);
        app.add_flag("--dry-run", m_run.dryRun, "Show what would be done");
        app.add_flag("--allow-data-loss", m_run.allowDataLoss,
            "With --undo: run statements that delete stored values");
        declareSettleOptions(app, m_options);
        app.footer("Without options it only reads, names each problem and the ways out, and exits with 3 "
                   "when there are any.");
    }

    ExitCode run(CommandContext& context) override
    {
        if (m_undo) {
            migration::PlanTarget target;
            target.kind = migration::TargetKind::UndoKept;
            target.version = m_words.empty() ? QString() : QString::fromStdString(m_words.front());
            m_run.forceEnabled = m_options.forceEnabled;
            m_run.lockWait = m_options.lockWait;
            return runTarget(context, m_run, target);
        }
        const bool acts = !m_resolved.empty() || m_acceptText || m_forget;
        if (!acts)
            return showAdvice(context, words());
        if (m_words.empty()) {
            return reportFailure(context,
                {base::ErrorCode::Precondition, QStringLiteral("No migration was named"), {},
                    QStringLiteral("Name those that are meant; “repair” alone lists them."), {}, {}});
        }
        usecase::SettleHistoryRequest request;
        request.words = words();
        request.kind = m_acceptText ? runner::SettleKind::AcceptText
            : m_forget              ? runner::SettleKind::ForgetMissing
                                    : runner::SettleKind::Resolve;
        request.resolvedTo =
            m_resolved == "applied" ? runner::SettleKind::MarkApplied : runner::SettleKind::MarkPending;
        m_options.dryRun = m_run.dryRun;
        return settle(context, m_options, request);
    }

private:
    QStringList words() const
    {
        QStringList words;
        for (const std::string& word : m_words)
            words << QString::fromStdString(word);
        return words;
    }

    std::vector<std::string> m_words;
    bool m_undo = false;
    std::string m_resolved;
    bool m_acceptText = false;
    bool m_forget = false;
    SettleOptions m_options;
    RunOptions m_run;
};

} // namespace

std::unique_ptr<Command> makeRepairCommand()
{
    return std::make_unique<RepairCommand>();
}

} // namespace strandline::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/plan_page.h"

namespace strandline::usecase {

report::PlanPage planPage(
    const PreparedRun& run, project::Tier tier, const QString& tierName, const QString& programVersion)
{
    report::PlanPage page;
    page.plan = run.plan;
    page.sentence = run.sentence();
    page.environment = run.view.environment;
    page.tier = tier;
    page.tierName = tierName;
    page.database = run.view.connection.describe();
    if (!run.view.server.product.isEmpty())
        page.database += QStringLiteral(", %1 %2").arg(run.view.server.product, run.view.server.versionText);
    page.readAt = run.view.readAt;
    page.programVersion = programVersion;
    page.losses = run.losses;
    for (const PreflightCheck& check : run.checks) {
        report::PageCheck line {checkLevelName(check.level), check.title, check.finding, {}};
        for (const base::Error& error : check.errors) {
            // A single finding repeats the check's own sentence.
            QString text = check.finding.startsWith(error.summary) ? QString() : error.summary;
            for (const QString& more : {error.detail.simplified(), error.hint}) {
                if (!more.isEmpty() && !check.finding.startsWith(more))
                    text += (text.isEmpty() ? QString() : QStringLiteral(". ")) + more;
            }
            if (!text.isEmpty())
                line.details << text;
        }
        page.checks << line;
    }
    return page;
}

} // namespace strandline::usecase

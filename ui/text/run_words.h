// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/data_loss.h"
#include "core/migration/lock_story.h"
#include "core/migration/run_report.h"
#include "core/project/project.h"
#include "core/report/run_text.h"
#include "core/usecase/prepare_run.h"

namespace strandline::ui {

/// Where a run happens, in the words of banner and title.
struct RunPlace
{
    QString environment;
    project::Tier tier = project::Tier::Development;
    QString tierName;
    QString database; ///< name; of SQLite the file's
};
/// "◆ Production shop_prod".
QString placeText(const RunPlace& place);

/// What can be done after a run, safest first, and always a way out: those of the report, "timeline" (show
/// what ran) and "close". Texts end in … where something is shown before it happens.
QList<report::RunChoice> resultChoices(const migration::RunReport& run);

/// "Apply 3 migrations", "Roll back 0044": what a button and the list of jobs call a plan.
QString planTitle(const migration::Plan& plan);
/// "0044 drop legacy invoice".
QString stepTitle(const migration::PlanStep& step);
QString stepActionText(const migration::PlanStep& step); ///< "apply", "roll back", "resume at statement 3"
/// What nobody would guess about this plan: DDL that commits at once, the past that cannot be undone.
QStringList planNotes(const migration::Plan& plan);

/// "Waiting 12 s for a lock on invoice, held by pid 4711 (reporting, idle in transaction 14 min)".
QString lockWaitText(const QList<migration::LockWait>& waits, qint64 waitedMs);
/// The same with statements and users, several lines.
QString lockWaitDetails(const QList<migration::LockWait>& waits);
/// "“reporting” (pid 4711)".
QString sessionText(const migration::LockWait& session);
/// What became of a session that was told to end, one sentence.
QString disconnectText(const migration::LockWait& session, migration::SessionEnd end);
QString lockHolderText(const migration::LockHolder& holder);

QString checkLevelWord(usecase::CheckLevel level); ///< "passed", "blocked"
QString checkLevelGlyph(usecase::CheckLevel level); ///< ✓ ● ▲ ⬣
/// Without those that turned out to delete nothing: what is not there, or holds no values.
QList<analysis::CountedLoss> realLosses(const QList<analysis::CountedLoss>& losses);
/// "18,204 values", "about 2,000,000 rows", "unknown".
QString lossCountText(const analysis::LossCount& count);

/// For a terminal, a ticket, a pull request.
/// A page of its own, see report::planToHtml().
QString planAsHtml(const usecase::PreparedRun& prepared, const RunPlace& place);
QString planAsMarkdown(const usecase::PreparedRun& prepared, const RunPlace& place);
QString planAsCommandLine(const usecase::PreparedRun& prepared);
QString reportAsText(const migration::RunReport& run, const RunPlace& place);
QString reportAsMarkdown(const migration::RunReport& run, const RunPlace& place);

/// "00:41", "1:02:03".
QString elapsedText(qint64 milliseconds);
/// "0.02 s": statements are quicker than shortDuration() tells apart.
QString statementTime(qint64 milliseconds);

} // namespace strandline::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/data_loss.h"
#include "core/migration/plan.h"
#include "core/project/project.h"

namespace strandline::report {

/// One line of the preflight; its type is not known here.
struct PageCheck
{
    QString level; ///< "pass", "note", "attention", "block"
    QString title;
    QString finding;
    QStringList details;
};

/// A plan with everything a reader needs who has neither the program nor the database.
struct PlanPage
{
    migration::Plan plan;
    QString sentence; ///< as the window and the terminal say it
    QString environment;
    project::Tier tier = project::Tier::Development;
    QString tierName; ///< as the project calls it
    QString database; ///< "shop on db1:5432 as deploy, PostgreSQL 16.3"
    QDateTime readAt; ///< UTC; shown with the offset of this machine
    QString programVersion;
    QList<analysis::CountedLoss> losses;
    QList<PageCheck> checks;
};

/// One file without references to others and without scripts: for a browser, a mail, a printer. Follows the
/// reader's light or dark scheme; prints light with everything opened. Very long scripts and statements are
/// cut, and say so.
QString planToHtml(const PlanPage& page);

} // namespace strandline::report

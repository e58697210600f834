// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/timeline.h"
#include "core/sql/dialect.h"

#include <QColor>

#include <optional>

namespace strandline::ui {

/// All that the Review page knows; it asks nobody.
struct ReviewInput
{
    migration::TimelineEntry entry;
    sql::Dialect dialect = sql::Dialect::PostgreSql;
    QString stateText; ///< "Failed": the word of the state model
    QString stateSentence; ///< "Failed on 20 Nov 2026 11:20 at statement 3 of 6."; may be empty
    QString spokenName; ///< "0043 backfill invoice"
    QString environmentLabel; ///< "◆ Production"; empty: no environment
    QColor environmentColour; ///< invalid: none
    bool compared = true; ///< false: nothing was asked of a database
    int queuePosition = 0; ///< from 1; 0: this one is not pending
    int queueSize = 0;
    std::optional<QByteArray> appliedUp; ///< the texts that ran, where they are recorded
    std::optional<QByteArray> appliedDown;
};

} // namespace strandline::ui

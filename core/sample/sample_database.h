// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job_context.h"
#include "core/db/connection.h"
#include "core/sample/sample_story.h"

namespace strandline::sample {

struct SampleScripts
{
    QByteArray up;
    QByteArray down;
};

/// The text of a migration of the sample as it ran: for production an earlier one than the file holds now,
/// where the story needs it.
base::Result<SampleScripts> scriptsThatRan(const QString& id, bool production);

/// Lets the story happen in an empty SQLite database: every statement really runs, every error is the
/// engine's own; only the times and the names of the people are the story's.
base::Result<void> tellStory(db::Connection& connection, const QList<StoryStep>& story, bool production,
    const base::JobContext& context);

} // namespace strandline::sample

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/usecase/refresh_timeline.h"

namespace strandline::usecase {

/// How the text that ran and the text of the file differ.
enum class TextVerdict {
    NotCompared, ///< it never ran, there is no file, or no database was asked
    Same,
    LineEndsDiffer, ///< only line ends, a byte order mark, or white space at the ends of lines
    LayoutDiffers, ///< only comments and spacing
    StatementsDiffer,
    TextUnknown, ///< they differ, and the text that ran is not recorded
};

/// "Only line endings differ": the line above a difference; empty for NotCompared and Same.
QString verdictText(TextVerdict verdict);

/// The entry that the words mean: a version, an id, a name, or the beginning of one of them. NotFound names
/// the nearest; several give Invalid and list the candidates in the detail. An exact match beats a beginning.
base::Result<migration::TimelineEntry> findEntry(const migration::Timeline& timeline, const QString& words);

struct MigrationDetails
{
    migration::TimelineEntry entry;
    TextVerdict verdict = TextVerdict::NotCompared;
    std::optional<QString> appliedUp; ///< the text that ran, when it is recorded and differs from the file
    std::optional<QString> appliedDown; ///< the way back that was recorded, when it differs from the file
    QList<base::Error> problems; ///< why a recorded text could not be had
};

struct ShowRequest
{
    RefreshRequest environment; ///< without an environment's name only the files are shown
    QString words;
};

struct ShownMigration
{
    std::optional<EnvironmentView> view; ///< absent: only files were read
    MigrationDetails details;
};

/// Reads what is needed, connects when an environment is named, never writes.
base::Result<ShownMigration> showMigration(
    const ShowRequest& request, const engine::Engines& engines, const base::JobContext& context);

/// The part behind connecting and finding: gets the recorded texts of one entry and compares.
MigrationDetails readDetails(
    db::Connection& connection, const QString& schema, const migration::TimelineEntry& entry);

/// Compares what ran with the file; recorded is nothing when the text is not known.
TextVerdict compareTexts(const migration::TimelineEntry& entry, const std::optional<QByteArray>& recorded);

} // namespace strandline::usecase

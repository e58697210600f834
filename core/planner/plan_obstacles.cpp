// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planner/plan_draft.h"

namespace strandline::planner {

using migration::Kind;
using migration::MigrationFlag;
using migration::MigrationState;
using migration::TimelineEntry;

namespace {

/// What the user types to name it.
QString wordFor(const TimelineEntry& entry)
{
    return entry.version.isEmpty() ? entry.name : entry.version;
}

QString whatStayed(const TimelineEntry& entry)
{
    if (entry.runs.isEmpty())
        return {};
    const migration::RunSummary& run = entry.runs.constLast();
    if (run.statementsKept == 1)
        return QStringLiteral("Its first statement stayed in the database.");
    if (run.statementsKept > 1)
        return QStringLiteral("Its first %1 statements stayed in the database.").arg(run.statementsKept);
    return run.partialStatement > 0
        ? QStringLiteral("Some batches of statement %1 stayed in the database.").arg(run.partialStatement)
        : QStringLiteral("Whether its first statement took effect is not known.");
}

void addState(PlanDraft& draft, const TimelineEntry& entry)
{
    const QString id = entry.id();
    switch (entry.state) {
    case MigrationState::Running:
        draft.block(check::history, QStringLiteral("%1 is running").arg(id),
            QStringLiteral("Another run works on this database right now."),
            QStringLiteral("Wait until it is over, then plan again."));
        break;
    case MigrationState::Partial: {
        draft.block(check::history, QStringLiteral("%1 is half applied").arg(id), whatStayed(entry),
            QStringLiteral(
                "Go on with it (resume %1), undo what stayed (repair %1 --undo), or put it in order "
                "by hand and say so (repair %1 --resolved).")
                .arg(wordFor(entry)));
        break;
    }
    default:
        break;
    }
}

/// What does not match between folder and history: nothing of it is run, but the database is not what the
/// folder describes.
void addMismatch(PlanDraft& draft, const TimelineEntry& entry)
{
    const QString id = entry.id();
    if (entry.flags.testFlag(MigrationFlag::Changed))
        draft.attention(check::files, QStringLiteral("%1 was edited after it ran").arg(id),
            QStringLiteral("The database has what the former text made."),
            QStringLiteral(
                "Put the change into a new migration and bring the former text back, or accept the "
                "new text (repair %1 --accept-text).")
                .arg(wordFor(entry)));
    else if (entry.flags.testFlag(MigrationFlag::ChangedCosmetic))
        draft.note(check::files, QStringLiteral("%1 was reformatted after it ran").arg(id),
            QStringLiteral("Only layout and comments differ."));
    if (entry.state == MigrationState::Missing)
        draft.attention(check::files, QStringLiteral("%1 ran, and its file is not here").arg(id), {},
            QStringLiteral("Bring the file back, or forget it if it is gone for good (repair %1 --forget).")
                .arg(wordFor(entry)));
    else if (entry.state == MigrationState::Future)
        draft.note(check::files, QStringLiteral("%1 is from a newer checkout").arg(id),
            QStringLiteral("It ran, and its file is not here."));
}

/// Two files of one version: nobody can know which of them is meant.
void addDuplicates(PlanDraft& draft)
{
    const QList<TimelineEntry>& entries = draft.entries();
    for (qsizetype i = 0; i < entries.size();) {
        QStringList ids;
        qsizetype next = i;
        for (; next < entries.size() && entries.at(next).kind == Kind::Versioned
             && entries.at(i).kind == Kind::Versioned
             && migration::versionKey(entries.at(next).version)
                 == migration::versionKey(entries.at(i).version);
             ++next) {
            if (entries.at(next).migration)
                ids.append(QStringLiteral("“%1”").arg(entries.at(next).id()));
        }
        if (ids.size() > 1)
            draft.block(check::files,
                QStringLiteral("Version %1 is used by %2 files").arg(entries.at(i).version).arg(ids.size()),
                QStringLiteral("They are %1.").arg(ids.join(QStringLiteral(" and "))),
                QStringLiteral("Give the younger one a new version; never rename one that has run."));
        i = qMax(next, i + 1);
    }
}

} // namespace

void addGeneralObstacles(PlanDraft& draft, bool goesUp)
{
    for (const TimelineEntry& entry : draft.entries()) {
        addState(draft, entry);
        if (goesUp)
            addMismatch(draft, entry);
    }
    addDuplicates(draft);
}

void addOrderObstacles(PlanDraft& draft, const QList<const TimelineEntry*>& up, const QString& head)
{
    const OrderRule rule = draft.question().outOfOrder;
    for (const TimelineEntry* entry : up) {
        if (entry->kind != Kind::Versioned || head.isEmpty() || !migration::versionLess(entry->version, head))
            continue;
        const QString summary = QStringLiteral("%1 is late").arg(entry->id());
        const QString detail =
            QStringLiteral("%1 is in the database already; this one would run behind it.").arg(head);
        if (rule == OrderRule::Block)
            draft.block(check::order, summary, detail,
                QStringLiteral("Give it a version after %1, or change “out_of_order” of this environment.")
                    .arg(head));
        else if (rule == OrderRule::Warn && !draft.target().allowOutOfOrder)
            draft.attention(check::order, summary, detail,
                QStringLiteral("Make sure that nothing after it depends on it having run first."));
        else
            draft.note(check::order, summary, detail);
    }
}

} // namespace strandline::planner

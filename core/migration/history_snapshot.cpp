// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/history_snapshot.h"

#include "core/migration/names.h"

#include <array>

namespace strandline::migration {

namespace {

constexpr std::array kEventNames {
    detail::NameOf {EventKind::Planned, "planned"},
    detail::NameOf {EventKind::Started, "started"},
    detail::NameOf {EventKind::StatementStarted, "statement-started"},
    detail::NameOf {EventKind::StatementDone, "statement-done"},
    detail::NameOf {EventKind::Applied, "applied"},
    detail::NameOf {EventKind::Reverted, "reverted"},
    detail::NameOf {EventKind::Failed, "failed"},
    detail::NameOf {EventKind::Resumed, "resumed"},
    detail::NameOf {EventKind::Restored, "restored"},
    detail::NameOf {EventKind::Baselined, "baselined"},
    detail::NameOf {EventKind::Skipped, "skipped"},
    detail::NameOf {EventKind::Repaired, "repaired"},
    detail::NameOf {EventKind::DriftFound, "drift-found"},
    detail::NameOf {EventKind::BookkeepingChanged, "bookkeeping-changed"},
    detail::NameOf {EventKind::BatchDone, "batch-done"},
    detail::NameOf {EventKind::HookDone, "hook-done"},
    detail::NameOf {EventKind::Notice, "notice"},
};

constexpr std::array kStatusNames {
    detail::NameOf {HistoryStatus::Applied, "applied"},
    detail::NameOf {HistoryStatus::Skipped, "skipped"},
    detail::NameOf {HistoryStatus::Baseline, "baseline"},
};

} // namespace

QString eventKindName(EventKind kind)
{
    return detail::nameIn(kEventNames, kind);
}

std::optional<EventKind> eventKindFromName(const QString& name)
{
    return detail::valueIn<EventKind>(kEventNames, name);
}

QString historyStatusName(HistoryStatus status)
{
    return detail::nameIn(kStatusNames, status);
}

std::optional<HistoryStatus> historyStatusFromName(const QString& name)
{
    return detail::valueIn<HistoryStatus>(kStatusNames, name);
}

} // namespace strandline::migration

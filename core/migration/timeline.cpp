// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/timeline.h"

#include "core/migration/names.h"

#include <array>

namespace strandline::migration {

namespace {

constexpr std::array kStateNames {
    detail::NameOf {MigrationState::Applied, "applied"},
    detail::NameOf {MigrationState::Pending, "pending"},
    detail::NameOf {MigrationState::Running, "running"},
    detail::NameOf {MigrationState::Failed, "failed"},
    detail::NameOf {MigrationState::Partial, "partial"},
    detail::NameOf {MigrationState::RolledBack, "rolledBack"},
    detail::NameOf {MigrationState::Missing, "missing"},
    detail::NameOf {MigrationState::Future, "future"},
    detail::NameOf {MigrationState::Skipped, "skipped"},
    detail::NameOf {MigrationState::Baseline, "baseline"},
};

constexpr std::array kFlagNames {
    detail::NameOf {MigrationFlag::Changed, "changed"},
    detail::NameOf {MigrationFlag::ChangedCosmetic, "changedCosmetic"},
    detail::NameOf {MigrationFlag::OutOfOrder, "outOfOrder"},
    detail::NameOf {MigrationFlag::Irreversible, "irreversible"},
    detail::NameOf {MigrationFlag::DataLoss, "dataLoss"},
    detail::NameOf {MigrationFlag::DownDataLoss, "downDataLoss"},
    detail::NameOf {MigrationFlag::NoTransaction, "noTransaction"},
    detail::NameOf {MigrationFlag::Repeatable, "repeatable"},
    detail::NameOf {MigrationFlag::Unsaved, "unsaved"},
};

} // namespace

QString stateName(MigrationState state)
{
    return detail::nameIn(kStateNames, state);
}

std::optional<MigrationState> stateFromName(const QString& name)
{
    return detail::valueIn<MigrationState>(kStateNames, name);
}

QString flagName(MigrationFlag flag)
{
    return detail::nameIn(kFlagNames, flag);
}

std::optional<MigrationFlag> flagFromName(const QString& name)
{
    return detail::valueIn<MigrationFlag>(kFlagNames, name);
}

QList<MigrationFlag> flagList(MigrationFlags flags)
{
    QList<MigrationFlag> list;
    for (const auto& entry : kFlagNames) {
        if (flags.testFlag(entry.value))
            list.append(entry.value);
    }
    return list;
}

QString TimelineEntry::id() const
{
    Migration self;
    self.kind = kind;
    self.version = version;
    self.name = name;
    return self.id();
}

} // namespace strandline::migration

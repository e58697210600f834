// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/project.h"

#include "core/migration/names.h"

#include <array>

namespace strandline::project {

namespace {

constexpr std::array kTierNames {
    migration::detail::NameOf {Tier::Development, "development"},
    migration::detail::NameOf {Tier::Test, "test"},
    migration::detail::NameOf {Tier::Staging, "staging"},
    migration::detail::NameOf {Tier::Production, "production"},
    migration::detail::NameOf {Tier::Custom, "custom"},
};

} // namespace

QString tierName(Tier tier)
{
    return migration::detail::nameIn(kTierNames, tier);
}

std::optional<Tier> tierFromName(const QString& name)
{
    return migration::detail::valueIn<Tier>(kTierNames, name);
}

Policy Policy::forTier(Tier tier)
{
    Policy policy;
    switch (tier) {
    case Tier::Development:
        policy.backup = BackupPolicy::Full;
        policy.onFailure = OnFailure::Restore;
        break;
    case Tier::Test:
        // Made anew by every test run: a backup of it protects nothing.
        policy.drift = Level::Allow;
        policy.dataLoss = Level::Allow;
        break;
    case Tier::Staging:
        policy.backup = BackupPolicy::Full;
        policy.outOfOrder = Level::Warn;
        break;
    case Tier::Production:
    case Tier::Custom: // nothing is known about it, so it gets the strictest
        policy.backup = BackupPolicy::Full;
        policy.requireReview = true;
        policy.outOfOrder = Level::Block;
        policy.drift = Level::Block;
        break;
    }
    return policy;
}

QStringList compareIgnoreNames()
{
    return {QStringLiteral("owner"), QStringLiteral("grants"), QStringLiteral("tablespace"),
        QStringLiteral("comments"), QStringLiteral("column-order"), QStringLiteral("whitespace"),
        QStringLiteral("collation-names"), QStringLiteral("generated-names"), QStringLiteral("schema-name")};
}

const Environment* Project::environment(const QString& environmentName) const
{
    for (const Environment& candidate : environments) {
        if (candidate.name == environmentName)
            return &candidate;
    }
    return nullptr;
}

} // namespace strandline::project

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/delegates/state_palette.h"

#include <QCoreApplication>
#include <QPalette>

namespace strandline::ui {

using migration::MigrationFlag;
using migration::MigrationState;

namespace {

struct Pair
{
    QRgb light;
    QRgb dark;
};

QColor pick(Pair pair, Scheme scheme)
{
    return QColor::fromRgb(scheme == Scheme::Dark ? pair.dark : pair.light);
}

Pair statePair(MigrationState state)
{
    switch (state) {
    case MigrationState::Applied:
        return {0xFF18794E, 0xFF4CC38A};
    case MigrationState::Pending:
        return {0xFF1D62C4, 0xFF6EA8FE};
    case MigrationState::Running:
        return {0xFF0B6E86, 0xFF4FC3DC};
    case MigrationState::Failed:
        return {0xFFC0271F, 0xFFFF8A80};
    case MigrationState::Partial:
        return {0xFFB3261E, 0xFFFFA08A};
    case MigrationState::RolledBack:
        return {0xFF6B5B4D, 0xFFCDB9A5};
    case MigrationState::Missing:
    case MigrationState::Future:
    case MigrationState::Baseline:
        return {0xFF5B6470, 0xFFA6AFBA};
    case MigrationState::Skipped:
        return {0xFF6A6F78, 0xFF9AA3AE};
    }
    return {0xFF5B6470, 0xFFA6AFBA};
}

std::optional<Pair> flagPair(MigrationFlag flag)
{
    switch (flag) {
    case MigrationFlag::Changed:
    case MigrationFlag::DownDataLoss:
        return Pair {0xFF8F5A00, 0xFFF0B849};
    case MigrationFlag::ChangedCosmetic:
        return Pair {0xFF6A6F78, 0xFF9AA3AE};
    case MigrationFlag::OutOfOrder:
        return Pair {0xFF7340B8, 0xFFC3A1FF};
    case MigrationFlag::Irreversible:
        return Pair {0xFF9C2A6B, 0xFFF49AC8};
    case MigrationFlag::DataLoss:
        return statePair(MigrationState::Failed);
    case MigrationFlag::NoTransaction:
    case MigrationFlag::Repeatable:
    case MigrationFlag::Unsaved:
        return std::nullopt;
    }
    return std::nullopt;
}

QColor mix(const QColor& a, const QColor& b, double share)
{
    return QColor::fromRgbF(float(a.redF() * (1 - share) + b.redF() * share),
        float(a.greenF() * (1 - share) + b.greenF() * share),
        float(a.blueF() * (1 - share) + b.blueF() * share));
}

} // namespace

QColor stateColour(MigrationState state, Scheme scheme)
{
    return pick(statePair(state), scheme);
}

QColor flagColour(MigrationFlag flag, Scheme scheme)
{
    const auto pair = flagPair(flag);
    if (!pair)
        return scheme == Scheme::Dark ? QColor(0xE6, 0xE6, 0xE6) : QColor(0x20, 0x20, 0x20);
    return pick(*pair, scheme);
}

QColor stateColour(MigrationState state, const QPalette& palette)
{
    const Scheme scheme = schemeOf(palette);
    return scheme == Scheme::HighContrast ? palette.color(QPalette::Text) : stateColour(state, scheme);
}

QColor flagColour(MigrationFlag flag, const QPalette& palette)
{
    const Scheme scheme = schemeOf(palette);
    if (scheme == Scheme::HighContrast || !flagPair(flag))
        return palette.color(QPalette::Text);
    return flagColour(flag, scheme);
}

QColor mutedText(const QPalette& palette)
{
    const QColor base = palette.color(QPalette::Base);
    const QColor text = palette.color(QPalette::Text);
    if (schemeOf(palette) == Scheme::HighContrast)
        return text;
    // As quiet as readable: stop well above 4.5:1, because the alternate row is a little closer.
    for (double share = 0.42; share > 0.05; share -= 0.04) {
        const QColor mixed = mix(text, base, share);
        if (contrastRatio(mixed, base) >= 5.2)
            return mixed;
    }
    return text;
}

QColor hairline(const QPalette& palette)
{
    return mix(palette.color(QPalette::Window), palette.color(QPalette::WindowText),
        schemeOf(palette) == Scheme::HighContrast ? 1.0 : 0.18);
}

QColor tierFill(project::Tier tier)
{
    switch (tier) {
    case project::Tier::Development:
        return QColor(0x1E, 0x6B, 0x3C);
    case project::Tier::Test:
        return QColor(0x1D, 0x5F, 0xA8);
    case project::Tier::Staging:
        return QColor(0x8A, 0x53, 0x00);
    case project::Tier::Production:
        return QColor(0xA8, 0x1C, 0x1C);
    case project::Tier::Custom:
        return QColor(0x5A, 0x3E, 0x9B);
    }
    return QColor(0x5A, 0x3E, 0x9B);
}

QString tierCharacter(project::Tier tier)
{
    switch (tier) {
    case project::Tier::Development:
        return QStringLiteral("■");
    case project::Tier::Test:
        return QStringLiteral("●");
    case project::Tier::Staging:
        return QStringLiteral("▲");
    case project::Tier::Production:
        return QStringLiteral("◆");
    case project::Tier::Custom:
        return QStringLiteral("⬟");
    }
    return {};
}

QString tierWord(project::Tier tier)
{
    switch (tier) {
    case project::Tier::Development:
        return QCoreApplication::translate("Tier", "Development");
    case project::Tier::Test:
        return QCoreApplication::translate("Tier", "Test");
    case project::Tier::Staging:
        return QCoreApplication::translate("Tier", "Staging");
    case project::Tier::Production:
        return QCoreApplication::translate("Tier", "Production");
    case project::Tier::Custom:
        return QCoreApplication::translate("Tier", "Custom");
    }
    return {};
}

QString tierWord(const project::Environment& environment)
{
    if (environment.tier == project::Tier::Custom && !environment.customTier.isEmpty())
        return environment.customTier;
    return tierWord(environment.tier);
}

} // namespace strandline::ui

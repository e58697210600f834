// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <functional>
#include <optional>

namespace strandline::ui {

/// One thing that "go to anything" can reach.
struct PaletteItem
{
    enum class Group { Migration, Object, Command };

    Group group = Group::Command;
    QString id; ///< "migration:v:0044", "object:…", "command:actionRefresh": stable, for the recent list
    QString title;
    QString second; ///< menu path, state
    QString shortcut;
    QString reason; ///< not empty: cannot be used now, and why
};

struct PaletteMatch
{
    int item = -1;
    int score = 0;
    QList<int> positions; ///< of the matched characters in the title
};

/// Characters of the needle in their order, case ignored; nothing when one is missing. Word starts and
/// neighbouring characters count more.
std::optional<PaletteMatch> subsequenceMatch(const QString& needle, const QString& title);

/// What to list for what was typed. `>` limits to commands, `#` to migrations, `@` to objects of the schema;
/// without text the recent ones come first. Unavailable commands come last.
QList<PaletteMatch> findInPalette(
    const QList<PaletteItem>& items, const QString& typed, const QStringList& recent);

} // namespace strandline::ui

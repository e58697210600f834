// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/palette_items.h"

#include <algorithm>
#include <array>

namespace strandline::ui {

namespace {

bool startsWord(const QString& text, int at)
{
    if (at == 0)
        return true;
    const QChar before = text[at - 1];
    return !before.isLetterOrNumber() || (before.isLower() && text[at].isUpper());
}

/// More rows than anybody reads; sorting and showing 5,000 would cost the keystroke its budget.
constexpr int kMaxResults = 200;

} // namespace

std::optional<PaletteMatch> subsequenceMatch(const QString& needle, const QString& title)
{
    PaletteMatch match;
    const qsizetype whole = title.indexOf(needle, 0, Qt::CaseInsensitive);
    if (!needle.isEmpty() && whole >= 0) {
        for (qsizetype i = 0; i < needle.size(); ++i)
            match.positions << int(whole + i);
        match.score = 200 + (startsWord(title, int(whole)) ? 60 : 0) + (whole == 0 ? 40 : 0)
            - int(std::min<qsizetype>(title.size() - needle.size(), 40));
        return match;
    }
    int at = 0;
    int previous = -2;
    for (const QChar wanted : needle) {
        if (wanted.isSpace())
            continue;
        int best = -1;
        for (int i = at; i < title.size(); ++i) {
            if (title[i].toCaseFolded() != wanted.toCaseFolded())
                continue;
            if (best < 0)
                best = i;
            // A later word start reads better than the first letter that happens to fit.
            if (startsWord(title, i) || i == previous + 1) {
                best = i;
                break;
            }
        }
        if (best < 0)
            return std::nullopt;
        match.positions << best;
        match.score += best == previous + 1 ? 8 : startsWord(title, best) ? 6 : 1;
        previous = best;
        at = best + 1;
    }
    return match;
}

QList<PaletteMatch> findInPalette(
    const QList<PaletteItem>& items, const QString& typed, const QStringList& recent)
{
    QString needle = typed.trimmed();
    std::optional<PaletteItem::Group> only;
    if (needle.startsWith(QLatin1Char('>')))
        only = PaletteItem::Group::Command;
    else if (needle.startsWith(QLatin1Char('#')))
        only = PaletteItem::Group::Migration;
    else if (needle.startsWith(QLatin1Char('@')))
        only = PaletteItem::Group::Object;
    if (only)
        needle = needle.mid(1).trimmed();

    QList<PaletteMatch> found;
    for (int i = 0; i < items.size(); ++i) {
        const PaletteItem& item = items[i];
        if (only && item.group != *only)
            continue;
        auto match = subsequenceMatch(needle, item.title);
        if (!match)
            continue;
        match->item = i;
        const qsizetype used = recent.indexOf(item.id);
        if (used >= 0)
            match->score += needle.isEmpty() ? 1000 - int(used) : 10;
        found << *match;
    }
    // The group with the better best match stands first: "refr" means Refresh, however many names contain it.
    constexpr int kGroups = int(PaletteItem::Group::Command) + 1;
    std::array<int, kGroups> best;
    best.fill(-1);
    for (const PaletteMatch& match : std::as_const(found)) {
        const PaletteItem& item = items[match.item];
        if (item.reason.isEmpty())
            best[std::size_t(item.group)] = std::max(best[std::size_t(item.group)], match.score);
    }
    const auto place = [&best, &needle](PaletteItem::Group group) {
        const auto own = std::size_t(group);
        int before = 0;
        for (std::size_t other = 0; other < best.size(); ++other)
            before += needle.isEmpty() || best[other] == best[own] ? other < own : best[other] > best[own];
        return before;
    };
    const auto rank = [&items, &recent, &needle, &place](const PaletteMatch& match) {
        const PaletteItem& item = items[match.item];
        if (!item.reason.isEmpty())
            return kGroups + 1;
        if (needle.isEmpty() && recent.contains(item.id))
            return 0;
        return 1 + place(item.group);
    };
    std::stable_sort(found.begin(), found.end(), [&](const PaletteMatch& a, const PaletteMatch& b) {
        const int left = rank(a);
        const int right = rank(b);
        return left != right ? left < right : a.score > b.score;
    });
    // Without a search word everything would be the project's first 200 migrations and no command at all.
    if (needle.isEmpty() && !only) {
        QList<PaletteMatch> few;
        int migrations = 0;
        for (const PaletteMatch& match : std::as_const(found)) {
            const bool fresh = !recent.contains(items[match.item].id);
            const PaletteItem::Group group = items[match.item].group;
            if (fresh && group == PaletteItem::Group::Migration && ++migrations > 8)
                continue;
            if (fresh && group == PaletteItem::Group::Object)
                continue;
            few << match;
        }
        found = few;
    }
    if (found.size() > kMaxResults)
        found.resize(kMaxResults);
    return found;
}

} // namespace strandline::ui

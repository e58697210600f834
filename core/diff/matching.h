// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/database.h"

#include <QHash>

#include <utility>
#include <vector>

namespace strandline::diff {

/// Two parts that are one; null on a side that has none.
template <typename T> using Match = std::pair<const T*, const T*>;

/// By name, in the order of `to`, what is left of `from` behind it. Equal names that repeat pair in their order.
template <typename T, typename KeyOf>
std::vector<Match<T>> matchBy(const QList<T>& from, const QList<T>& to, KeyOf keyOf)
{
    std::vector<Match<T>> matches;
    matches.reserve(std::size_t(std::max(from.size(), to.size())));
    // The usual case costs no table: both lists name the same things in the same order.
    qsizetype same = 0;
    while (same < from.size() && same < to.size() && keyOf(from.at(same)) == keyOf(to.at(same))) {
        matches.push_back({&from.at(same), &to.at(same)});
        ++same;
    }
    if (same == from.size() && same == to.size())
        return matches;
    using Key = std::decay_t<decltype(keyOf(from.at(0)))>;
    QHash<Key, QList<qsizetype>> places;
    for (qsizetype i = from.size() - 1; i >= same; --i)
        places[keyOf(from.at(i))].append(i);
    std::vector<bool> isTaken(std::size_t(from.size()), false);
    for (qsizetype i = same; i < to.size(); ++i) {
        const auto found = places.find(keyOf(to.at(i)));
        if (found == places.end() || found->isEmpty()) {
            matches.push_back({nullptr, &to.at(i)});
            continue;
        }
        const qsizetype place = found->takeLast();
        isTaken[std::size_t(place)] = true;
        matches.push_back({&from.at(place), &to.at(i)});
    }
    for (qsizetype i = same; i < from.size(); ++i) {
        if (!isTaken[std::size_t(i)])
            matches.push_back({&from.at(i), nullptr});
    }
    return matches;
}

/// By name; those without one by what they say, then by kind and columns, so that a changed one is a change.
std::vector<Match<schema::Constraint>> matchConstraints(
    const QList<schema::Constraint>& from, const QList<schema::Constraint>& to);
std::vector<Match<schema::Index>> matchIndexes(const QList<schema::Index>& from, const QList<schema::Index>& to);

} // namespace strandline::diff

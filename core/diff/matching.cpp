// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diff/matching.h"

#include "core/diff/identity.h"
#include "core/schema/enum_names.h"

#include <functional>

namespace strandline::diff {

namespace {

/// What a constraint says, without its name. `definition` is left out: it is derived, and holds old names.
QString meaning(const schema::Constraint& constraint)
{
    const QStringList parts {enumWord(constraint.kind), constraint.columns.join(u','), constraint.expression,
        constraint.referencedTable.display(), constraint.referencedColumns.join(u','), constraint.onDelete,
        constraint.onUpdate};
    return parts.join(QChar(u'\x1f'));
}
QString meaning(const schema::Index& index)
{
    const QStringList parts {index.method, elementsText(index.elements), index.includes.join(u','),
        index.isUnique ? QStringLiteral("unique") : QString(), index.predicate};
    return parts.join(QChar(u'\x1f'));
}

/// What two unnamed ones have to share to be one that changed. A check has nothing but its expression.
QString likeness(const schema::Constraint& constraint)
{
    if (constraint.kind == schema::ConstraintKind::Check)
        return {};
    const bool isKey = constraint.kind == schema::ConstraintKind::PrimaryKey;
    return enumWord(constraint.kind) + u'\x1f' + (isKey ? QString() : constraint.columns.join(u','));
}
QString likeness(const schema::Index& index)
{
    return elementsText(index.elements);
}

template <typename T>
std::vector<Match<T>> matchNamedAndUnnamed(const QList<T>& from, const QList<T>& to)
{
    std::vector<Match<T>> open = matchBy(from, to, [](const T& part) { return part.name; });
    const auto hasUnnamed = [](const QList<T>& parts) {
        return std::any_of(parts.begin(), parts.end(), [](const T& part) { return part.name.isEmpty(); });
    };
    if (!hasUnnamed(from) && !hasUnnamed(to))
        return open;

    std::vector<Match<T>> matches;
    QList<const T*> left;
    QList<const T*> right;
    for (const Match<T>& match : open) {
        if (match.first && match.second && !match.first->name.isEmpty()) {
            matches.push_back(match);
            continue;
        }
        if (match.first)
            left.append(match.first);
        if (match.second)
            right.append(match.second);
    }
    // Of two that are left, at least one has no name: two names that differ are for a rename to join.
    const auto pairUp = [&](auto keyOf) {
        QHash<QString, QList<const T*>> byKey;
        for (auto it = left.rbegin(); it != left.rend(); ++it)
            byKey[keyOf(**it)].append(*it);
        QList<const T*> unmatched;
        for (const T* expected : right) {
            QList<const T*>& candidates = byKey[keyOf(*expected)];
            const auto fits = [&](const T* part) { return part->name.isEmpty() || expected->name.isEmpty(); };
            const auto found = std::find_if(candidates.rbegin(), candidates.rend(), fits);
            if (keyOf(*expected).isEmpty() || found == candidates.rend()) {
                unmatched.append(expected);
                continue;
            }
            matches.push_back({*found, expected});
            left.removeOne(*found);
            candidates.erase(std::next(found).base());
        }
        right = unmatched;
    };
    pairUp([](const T& part) { return meaning(part); });
    pairUp([](const T& part) { return likeness(part); });
    for (const T* part : right)
        matches.push_back({nullptr, part});
    for (const T* part : left)
        matches.push_back({part, nullptr});
    return matches;
}

} // namespace

std::vector<Match<schema::Constraint>> matchConstraints(
    const QList<schema::Constraint>& from, const QList<schema::Constraint>& to)
{
    return matchNamedAndUnnamed(from, to);
}

std::vector<Match<schema::Index>> matchIndexes(const QList<schema::Index>& from, const QList<schema::Index>& to)
{
    return matchNamedAndUnnamed(from, to);
}

} // namespace strandline::diff

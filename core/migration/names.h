// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace strandline::migration::detail {

/// One line of a table that spells an enumeration in both directions.
template <typename Enum> struct NameOf
{
    Enum value;
    const char* name;
};

/// Newer compilers deduce this for an aggregate by themselves; clang 14 of Debian 12 does not.
template <typename Enum> NameOf(Enum, const char*) -> NameOf<Enum>;

template <typename Table, typename Enum> QString nameIn(const Table& table, Enum value)
{
    for (const auto& entry : table) {
        if (entry.value == value)
            return QString::fromLatin1(entry.name);
    }
    Q_UNREACHABLE(); // a value without a spelling is our own mistake; the tests walk through every one
    return {};
}

template <typename Enum, typename Table> std::optional<Enum> valueIn(const Table& table, const QString& name)
{
    for (const auto& entry : table) {
        if (name == QLatin1String(entry.name))
            return entry.value;
    }
    return std::nullopt;
}

} // namespace strandline::migration::detail

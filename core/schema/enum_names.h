// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/database.h"

#include <array>
#include <utility>

namespace strandline::schema {

/// The words of an enumeration in JSON and messages, in the order of its values. Only types with such a list
/// can be fields.
template <typename Enum> struct EnumWords;

template <> struct EnumWords<ObjectKind>
{
    static constexpr std::array words {"schema", "extension", "type", "sequence", "table", "view", "routine",
        "column", "constraint", "index", "trigger", "rule", "policy", "other"};
};
template <> struct EnumWords<Identity>
{
    static constexpr std::array words {"none", "always", "by default"};
};
template <> struct EnumWords<Generated>
{
    static constexpr std::array words {"none", "stored", "virtual"};
};
template <> struct EnumWords<ConstraintKind>
{
    static constexpr std::array words {
        "primary key", "unique", "check", "foreign key", "exclusion", "not null"};
};
template <> struct EnumWords<TableKind>
{
    static constexpr std::array words {"ordinary", "partitioned", "foreign", "virtual"};
};
template <> struct EnumWords<RoutineKind>
{
    static constexpr std::array words {"function", "procedure", "aggregate", "window"};
};
template <> struct EnumWords<TypeKind>
{
    static constexpr std::array words {"enum", "domain", "composite", "range", "base"};
};
template <> struct EnumWords<sql::Dialect>
{
    static constexpr std::array words {"postgresql", "mysql", "sqlite"};
};

template <typename Enum> QString enumWord(Enum value)
{
    return QLatin1String(EnumWords<Enum>::words.at(std::size_t(value)));
}

/// False, and the value as it was, for a word that is not known.
template <typename Enum> bool readEnumWord(const QString& word, Enum& value)
{
    const auto& words = EnumWords<Enum>::words;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (word == QLatin1String(words.at(i))) {
            value = Enum(i);
            return true;
        }
    }
    return false;
}

} // namespace strandline::schema

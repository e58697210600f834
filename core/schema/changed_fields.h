// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/enum_names.h"

#include <QStringList>

#include <type_traits>

namespace strandline::schema {

/// Whether two values of the model are equal, field by field, for every type that lists its fields.
template <typename T> bool isSame(const T& a, const T& b);

namespace detail {

template <typename T, typename = void> struct HasFields : std::false_type
{ };
struct Probe
{
    template <typename... Args> void operator()(Args&&...) { }
};
template <typename T>
struct HasFields<T, std::void_t<decltype(T::fields(std::declval<const T&>(), std::declval<Probe&>()))>>
    : std::true_type
{ };

template <typename T> bool areSame(const T& a, const T& b)
{
    if constexpr (HasFields<T>::value)
        return isSame(a, b);
    else
        return a == b;
}
template <typename T> bool areSame(const QList<T>& a, const QList<T>& b)
{
    if (a.size() != b.size())
        return false;
    for (qsizetype i = 0; i < a.size(); ++i) {
        if (!areSame(a.at(i), b.at(i)))
            return false;
    }
    return true;
}
template <typename T> bool areSame(const std::optional<T>& a, const std::optional<T>& b)
{
    return a.has_value() == b.has_value() && (!a || areSame(*a, *b));
}

/// Walks the fields of one object and looks each up in the other, by its place: both walks are the same.
struct AddressCollector
{
    QList<const void*> addresses;
    template <typename T> void operator()(const char*, const T& field, bool = false)
    {
        addresses.append(&field);
    }
};
struct Comparer
{
    const QList<const void*>& others;
    QStringList& changed;
    qsizetype place = 0;
    template <typename T> void operator()(const char* name, const T& field, bool = false)
    {
        const T& other = *static_cast<const T*>(others.at(place++));
        // What somebody wrote, beside what it means: comments and line breaks are no difference.
        if (qstrcmp(name, "source") != 0 && !areSame(field, other))
            changed.append(QLatin1String(name));
    }
};

} // namespace detail

/// The names of the fields in which two objects differ, as they stand in the JSON form.
template <typename T> QStringList changedFields(const T& a, const T& b)
{
    detail::AddressCollector collector;
    T::fields(b, collector);
    QStringList changed;
    detail::Comparer comparer {collector.addresses, changed};
    T::fields(a, comparer);
    return changed;
}

template <typename T> bool isSame(const T& a, const T& b)
{
    return changedFields(a, b).isEmpty();
}

} // namespace strandline::schema

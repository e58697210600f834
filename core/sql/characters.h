// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <array>

namespace strandline::sql {

namespace detail {

enum CharacterClass : unsigned char {
    SpaceClass = 1,
    NameStartClass = 2,
    NameClass = 4,
    DigitClass = 8,
    OperatorClass = 16
};

constexpr std::array<unsigned char, 256> makeClasses()
{
    std::array<unsigned char, 256> classes {};
    for (const unsigned char c : {' ', '\t', '\n', '\r', '\f', '\v'})
        classes[c] = SpaceClass;
    for (unsigned c = 'a'; c <= 'z'; ++c)
        classes[c] = classes[c - 0x20] = NameStartClass | NameClass;
    for (unsigned c = 0x80; c < 0x100; ++c)
        classes[c] = NameStartClass | NameClass;
    classes['_'] = NameStartClass | NameClass;
    classes['$'] = NameClass;
    for (unsigned c = '0'; c <= '9'; ++c)
        classes[c] = DigitClass | NameClass;
    for (const unsigned char c :
        {'+', '-', '*', '/', '<', '>', '=', '~', '!', '@', '#', '%', '^', '&', '|', '`', '?'})
        classes[c] = OperatorClass;
    return classes;
}

inline constexpr std::array<unsigned char, 256> classes = makeClasses();

} // namespace detail

// Every byte above 127 counts as part of a name, as in the three engines, so UTF-8 needs no decoding here.
inline bool isSpaceByte(unsigned char c)
{
    return detail::classes[c] & detail::SpaceClass;
}
inline bool isNameStart(unsigned char c)
{
    return detail::classes[c] & detail::NameStartClass;
}
inline bool isNameByte(unsigned char c)
{
    return detail::classes[c] & detail::NameClass;
}
inline bool isDigit(unsigned char c)
{
    return detail::classes[c] & detail::DigitClass;
}
inline bool isOperatorByte(unsigned char c)
{
    return detail::classes[c] & detail::OperatorClass;
}

/// Compares with an upper-case ASCII keyword; the locale never takes part.
inline bool equalsKeyword(QByteArrayView word, std::string_view keyword)
{
    if (size_t(word.size()) != keyword.size())
        return false;
    for (size_t i = 0; i < keyword.size(); ++i) {
        const char c = word[qsizetype(i)];
        if ((c >= 'a' && c <= 'z' ? char(c - 0x20) : c) != keyword[i])
            return false;
    }
    return true;
}

} // namespace strandline::sql

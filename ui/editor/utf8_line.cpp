// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/utf8_line.h"

#include <algorithm>

namespace strandline::ui {

namespace {

struct Character
{
    char32_t code = 0xfffd;
    int length = 1;
};

bool isContinuation(uchar byte)
{
    return (byte & 0xc0) == 0x80;
}

/// QString::fromUtf8 is not used because it does not say how many bytes one replacement character stands for;
/// here a byte that is not UTF-8 is always one unit.
Character next(QByteArrayView bytes, qsizetype at)
{
    const auto byte = [&](qsizetype offset) { return static_cast<uchar>(bytes[at + offset]); };
    const uchar lead = byte(0);
    const int length = lead < 0x80 ? 1
        : lead < 0xc2              ? 0
        : lead < 0xe0              ? 2
        : lead < 0xf0              ? 3
        : lead < 0xf5              ? 4
                                   : 0;
    if (length == 1)
        return {lead, 1};
    if (length == 0 || at + length > bytes.size())
        return {};
    char32_t code = lead & (0xff >> (length + 1));
    for (int i = 1; i < length; ++i) {
        if (!isContinuation(byte(i)))
            return {};
        code = (code << 6) | (byte(i) & 0x3f);
    }
    const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    if (overlong || (code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff)
        return {};
    return {code, length};
}

} // namespace

Utf8Line::Utf8Line(QByteArrayView bytes)
    : m_byteCount(bytes.size())
{
    const bool ascii =
        std::all_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<uchar>(c) < 0x80; });
    if (ascii)
        m_text = QString::fromLatin1(bytes.data(), bytes.size());
    else
        decode(bytes);
}

void Utf8Line::decode(QByteArrayView bytes)
{
    m_text.reserve(bytes.size());
    m_offsets.reserve(bytes.size());
    for (qsizetype at = 0; at < bytes.size();) {
        const Character character = next(bytes, at);
        if (QChar::requiresSurrogates(character.code)) {
            m_text += QChar(QChar::highSurrogate(character.code));
            m_text += QChar(QChar::lowSurrogate(character.code));
            m_offsets << at << at;
        } else {
            m_text += QChar(static_cast<char16_t>(character.code));
            m_offsets << at;
        }
        at += character.length;
    }
}

} // namespace strandline::ui

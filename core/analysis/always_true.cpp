// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/always_true.h"

namespace strandline::analysis {

using sql::TokenKind;

namespace {

std::vector<TokenRange> splitAt(const StatementView& view, TokenRange range, Keywords words)
{
    std::vector<TokenRange> parts;
    Cursor cursor(view, range);
    while (true) {
        const size_t begin = cursor.position();
        const bool found = cursor.moveToWord(words);
        parts.push_back({begin, cursor.position()});
        if (!found)
            return parts;
        cursor.skip();
    }
}

bool isLiteral(const StatementView& view, size_t i)
{
    return view.kind(i) == TokenKind::Number || view.kind(i) == TokenKind::String
        || view.isOneOf(i, {"TRUE", "FALSE"});
}

bool isTrueNumber(QByteArrayView text)
{
    for (const char c : text) {
        if (c >= '1' && c <= '9')
            return true;
    }
    return false;
}

/// `a = a`: the same tokens on both sides.
bool isSameOnBothSides(const StatementView& view, TokenRange range, size_t sign)
{
    const size_t length = sign - range.begin;
    if (length == 0 || range.end - sign - 1 != length)
        return false;
    for (size_t i = 0; i < length; ++i) {
        const bool isValue = view.kind(range.begin + i) == TokenKind::Word
            || view.kind(range.begin + i) == TokenKind::QuotedIdentifier
            || view.kind(range.begin + i) == TokenKind::Dot || isLiteral(view, range.begin + i);
        if (!isValue || view.text(range.begin + i) != view.text(sign + 1 + i))
            return false;
    }
    return true;
}

} // namespace

bool isAlwaysTrue(const StatementView& view, TokenRange range, int depth)
{
    constexpr int maxDepth = 50; // a limit against texts made to overflow the stack
    if (range.isEmpty() || depth > maxDepth)
        return false;
    if (view.kind(range.begin) == TokenKind::OpenParen
        && view.behindParentheses(range.begin, range.end) == range.end)
        return isAlwaysTrue(view, {range.begin + 1, range.end - 1}, depth + 1);
    if (const auto either = splitAt(view, range, {"OR"}); either.size() > 1) {
        for (const TokenRange part : either) {
            if (isAlwaysTrue(view, part, depth + 1))
                return true;
        }
        return false;
    }
    if (const auto all = splitAt(view, range, {"AND"}); all.size() > 1) {
        for (const TokenRange part : all) {
            if (!isAlwaysTrue(view, part, depth + 1))
                return false;
        }
        return true;
    }
    const size_t length = range.end - range.begin;
    if (length == 1)
        return view.is(range.begin, "TRUE")
            || (view.kind(range.begin) == TokenKind::Number && isTrueNumber(view.text(range.begin)));
    if (length == 2 && view.is(range.begin, "NOT"))
        return view.is(range.begin + 1, "FALSE")
            || (view.kind(range.begin + 1) == TokenKind::Number && !isTrueNumber(view.text(range.begin + 1)));
    if (view.is(range.begin + 1, "IS")) { // NULL IS NULL, 1 IS NOT NULL
        const bool isNull = view.is(range.begin, "NULL");
        if (length == 3 && view.is(range.begin + 2, "NULL"))
            return isNull;
        return length == 4 && view.is(range.begin + 2, "NOT") && view.is(range.begin + 3, "NULL")
            && isLiteral(view, range.begin);
    }
    for (size_t i = range.begin; i < range.end; ++i) {
        if (view.isOperator(i, "=") || view.isOperator(i, "==") || view.isOperator(i, "<=>"))
            return isSameOnBothSides(view, range, i);
        const bool differs = view.isOperator(i, "<>") || view.isOperator(i, "!=");
        if (differs && length == 3 && isLiteral(view, range.begin) && isLiteral(view, i + 1))
            return view.text(range.begin) != view.text(i + 1);
        if (view.is(i, "LIKE") && length == 3 && i == range.begin + 1)
            return isLiteral(view, range.begin) && view.text(i + 1) == QByteArrayView("'%'");
    }
    return false;
}

} // namespace strandline::analysis

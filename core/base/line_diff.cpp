// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/line_diff.h"

#include <QHash>

#include <algorithm>
#include <utility>
#include <vector>

namespace strandline::base {

namespace {

/// Edits that a gap between anchors may have before it counts as replaced. The search keeps a row per edit,
/// so this bounds memory too: about 500 * 1000 numbers.
constexpr int maxEdits = 500;

struct Range
{
    qsizetype begin = 0;
    qsizetype end = 0;
    qsizetype size() const { return end - begin; }
};

using Pair = std::pair<qsizetype, qsizetype>; ///< line before, line after

class Differ
{
public:
    Differ(const QList<QByteArrayView>& before, const QList<QByteArrayView>& after)
    {
        QHash<QByteArrayView, int> numbers;
        m_before = numbered(before, &numbers);
        m_after = numbered(after, &numbers);
        m_keptBefore.assign(m_before.size(), false);
        m_keptAfter.assign(m_after.size(), false);
        m_numbers = static_cast<int>(numbers.size());
    }

    QList<DiffRun> run()
    {
        match({0, qsizetype(m_before.size())}, {0, qsizetype(m_after.size())}, true);
        return runs();
    }

private:
    static std::vector<int> numbered(const QList<QByteArrayView>& lines, QHash<QByteArrayView, int>* numbers)
    {
        std::vector<int> result;
        result.reserve(static_cast<size_t>(lines.size()));
        for (const QByteArrayView line : lines) {
            const auto known = numbers->constFind(line);
            if (known != numbers->constEnd()) {
                result.push_back(*known);
                continue;
            }
            const int number = static_cast<int>(numbers->size());
            numbers->insert(line, number);
            result.push_back(number);
        }
        return result;
    }

    bool same(qsizetype a, qsizetype b) const { return m_before[size_t(a)] == m_after[size_t(b)]; }

    void keep(qsizetype a, qsizetype b)
    {
        m_keptBefore[size_t(a)] = true;
        m_keptAfter[size_t(b)] = true;
    }

    void match(Range a, Range b, bool withAnchors)
    {
        while (a.begin < a.end && b.begin < b.end && same(a.begin, b.begin))
            keep(a.begin++, b.begin++);
        while (a.begin < a.end && b.begin < b.end && same(a.end - 1, b.end - 1))
            keep(--a.end, --b.end);
        if (a.size() == 0 || b.size() == 0)
            return;
        const std::vector<Pair> found = withAnchors ? anchors(a, b) : std::vector<Pair>();
        if (found.empty()) {
            shortest(a, b);
            return;
        }
        // One level only: lines that are unique between two anchors but not in the whole are left to the
        // search, which keeps the depth at two whatever the input.
        Range left {a.begin, a.begin};
        Range right {b.begin, b.begin};
        for (const auto& [lineA, lineB] : found) {
            keep(lineA, lineB);
            match({left.begin, lineA}, {right.begin, lineB}, false);
            left.begin = lineA + 1;
            right.begin = lineB + 1;
        }
        match({left.begin, a.end}, {right.begin, b.end}, false);
    }

    /// Lines that occur exactly once in both ranges, thinned to the longest sequence in the same order.
    std::vector<Pair> anchors(Range a, Range b) const
    {
        struct Seen
        {
            int countBefore = 0;
            int countAfter = 0;
            qsizetype lineAfter = 0;
        };
        std::vector<Seen> seen(static_cast<size_t>(m_numbers));
        for (qsizetype i = a.begin; i < a.end; ++i)
            ++seen[size_t(m_before[size_t(i)])].countBefore;
        for (qsizetype i = b.begin; i < b.end; ++i) {
            Seen& entry = seen[size_t(m_after[size_t(i)])];
            ++entry.countAfter;
            entry.lineAfter = i;
        }
        std::vector<Pair> unique;
        for (qsizetype i = a.begin; i < a.end; ++i) {
            const Seen& entry = seen[size_t(m_before[size_t(i)])];
            if (entry.countBefore == 1 && entry.countAfter == 1)
                unique.emplace_back(i, entry.lineAfter);
        }
        return longestIncreasing(unique);
    }

    static std::vector<Pair> longestIncreasing(const std::vector<Pair>& pairs)
    {
        std::vector<size_t> tails; // index of the smallest end of a sequence of that length
        std::vector<size_t> previous(pairs.size());
        for (size_t i = 0; i < pairs.size(); ++i) {
            const auto at = std::lower_bound(tails.begin(), tails.end(), pairs[i].second,
                [&](size_t index, qsizetype value) { return pairs[index].second < value; });
            previous[i] = at == tails.begin() ? i : *std::prev(at);
            if (at == tails.end())
                tails.push_back(i);
            else
                *at = i;
        }
        std::vector<Pair> result;
        if (tails.empty())
            return result;
        size_t index = tails.back();
        for (size_t i = 0; i < tails.size(); ++i) {
            result.push_back(pairs[index]);
            index = previous[index];
        }
        std::reverse(result.begin(), result.end());
        return result;
    }

    /// Myers' greedy search, remembering the furthest points of each round.
    void shortest(Range a, Range b)
    {
        const qsizetype limit = std::min<qsizetype>(maxEdits, a.size() + b.size());
        std::vector<std::vector<qsizetype>> rounds;
        std::vector<qsizetype> furthest(static_cast<size_t>(2 * limit + 3), 0);
        const auto at = [&](std::vector<qsizetype>& row, qsizetype k) -> qsizetype& {
            return row[size_t(k + limit + 1)];
        };
        for (qsizetype edits = 0; edits <= limit; ++edits) {
            rounds.emplace_back(
                furthest.begin() + (limit + 1 - edits - 1), furthest.begin() + (limit + 1 + edits + 2));
            for (qsizetype k = -edits; k <= edits; k += 2) {
                const bool down = k == -edits || (k != edits && at(furthest, k - 1) < at(furthest, k + 1));
                qsizetype x = down ? at(furthest, k + 1) : at(furthest, k - 1) + 1;
                while (x < a.size() && x - k < b.size() && x - k >= 0 && same(a.begin + x, b.begin + x - k))
                    ++x;
                at(furthest, k) = x;
                if (x >= a.size() && x - k >= b.size()) {
                    walkBack(rounds, a, b);
                    return;
                }
            }
        }
    }

    /// rounds[d] holds the furthest points before round d for k from -d-1 to d+1.
    void walkBack(const std::vector<std::vector<qsizetype>>& rounds, Range a, Range b)
    {
        qsizetype x = a.size();
        qsizetype y = b.size();
        for (qsizetype edits = qsizetype(rounds.size()) - 1; edits >= 0; --edits) {
            const auto& row = rounds[size_t(edits)];
            const auto at = [&](qsizetype k) { return row[size_t(k + edits + 1)]; };
            const qsizetype k = x - y;
            const bool down = k == -edits || (k != edits && at(k - 1) < at(k + 1));
            const qsizetype fromK = down ? k + 1 : k - 1;
            const qsizetype fromX = edits == 0 ? 0 : at(fromK);
            const qsizetype startX = edits == 0 ? 0 : down ? fromX : fromX + 1;
            while (x > startX && y > startX - k) {
                --x;
                --y;
                keep(a.begin + x, b.begin + y);
            }
            x = fromX;
            y = fromX - fromK;
        }
    }

    QList<DiffRun> runs() const
    {
        QList<DiffRun> result;
        const auto size = [](const std::vector<bool>& kept) { return qsizetype(kept.size()); };
        qsizetype a = 0;
        qsizetype b = 0;
        const auto add = [&result](DiffOp op, qsizetype oldLine, qsizetype newLine, qsizetype count) {
            if (count > 0)
                result.append({op, oldLine, newLine, count});
        };
        while (a < size(m_keptBefore) || b < size(m_keptAfter)) {
            const Pair start(a, b);
            while (a < size(m_keptBefore) && b < size(m_keptAfter) && m_keptBefore[size_t(a)]
                && m_keptAfter[size_t(b)])
                ++a, ++b;
            add(DiffOp::Equal, start.first, start.second, a - start.first);
            const qsizetype removed = a;
            while (a < size(m_keptBefore) && !m_keptBefore[size_t(a)])
                ++a;
            add(DiffOp::Removed, removed, b, a - removed);
            const qsizetype added = b;
            while (b < size(m_keptAfter) && !m_keptAfter[size_t(b)])
                ++b;
            add(DiffOp::Added, a, added, b - added);
        }
        return result;
    }

    std::vector<int> m_before;
    std::vector<int> m_after;
    std::vector<bool> m_keptBefore; ///< in the order of lines; kept lines pair up one by one
    std::vector<bool> m_keptAfter;
    int m_numbers = 0;
};

} // namespace

QList<QByteArrayView> splitLines(QByteArrayView text)
{
    QList<QByteArrayView> lines;
    qsizetype begin = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c != '\n' && c != '\r')
            continue;
        lines.append(text.sliced(begin, i - begin));
        if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n')
            ++i;
        begin = i + 1;
    }
    if (begin < text.size())
        lines.append(text.sliced(begin));
    return lines;
}

QList<DiffRun> diffLines(const QList<QByteArrayView>& before, const QList<QByteArrayView>& after)
{
    return Differ(before, after).run();
}

} // namespace strandline::base

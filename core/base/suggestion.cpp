// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/suggestion.h"

#include <algorithm>
#include <vector>

namespace strandline::base {

namespace {

// Longer words are nobody's typing error of ours, and the table below grows with the length.
constexpr qsizetype kMaxWord = 64;

int distance(const QString& a, const QString& b)
{
    std::vector<int> before(size_t(b.size()) + 1);
    std::vector<int> last(before.size());
    std::vector<int> row(before.size());
    for (size_t j = 0; j < last.size(); ++j)
        last[j] = int(j);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        row[0] = int(i);
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const auto at = size_t(j);
            const int replace = last[at - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[at] = std::min({row[at - 1] + 1, last[at] + 1, replace});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped)
                row[at] = std::min(row[at], before[at - 2] + 1);
        }
        before.swap(last);
        last.swap(row);
    }
    return last.back();
}

} // namespace

QString nearestWord(const QString& written, const QStringList& known)
{
    if (written.isEmpty() || written.size() > kMaxWord)
        return {};
    const QString lower = written.toLower();
    QString best;
    int bestDistance = 1 + int(std::max<qsizetype>(lower.size(), 3)) / 3;
    for (const QString& word : known) {
        const int d = distance(lower, word.toLower());
        if (d < bestDistance) {
            bestDistance = d;
            best = word;
        }
    }
    constexpr qsizetype kTellingPrefix = 4; // "on_fail" for on_failure: cut short rather than mistyped
    for (const QString& word : known) {
        if (best.isEmpty() && lower.size() >= kTellingPrefix && word.toLower().startsWith(lower))
            best = word;
    }
    return best;
}

QString nearestWordHint(const QString& written, const QStringList& known)
{
    const QString near = nearestWord(written, known);
    if (!near.isEmpty())
        return QStringLiteral("Did you mean “%1”?").arg(near);
    return QStringLiteral("Known are %1.").arg(known.join(QStringLiteral(", ")));
}

} // namespace strandline::base

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/loss_flags.h"

#include "core/analysis/data_loss.h"
#include "core/sql/characters.h"

#include <algorithm>

namespace strandline::analysis {

using migration::MigrationFlag;

namespace {

/// Without one of these words no script can have a loss that sets a flag. Comments and strings count as
/// well: this only saves the reading of most scripts, since most of them only create.
bool mayDelete(QByteArrayView script)
{
    constexpr std::string_view words[] = {"DROP", "DELETE", "TRUNCATE", "UPDATE", "DISCARD", "REPLACE"};
    const char* data = script.data();
    const qsizetype size = script.size();
    for (qsizetype i = 0; i + 4 <= size; ++i) {
        const char first = char(data[i] & ~0x20);
        if (first != 'D' && first != 'T' && first != 'U' && first != 'R')
            continue;
        for (const std::string_view word : words) {
            const qsizetype length = qsizetype(word.size());
            if (word.front() == first && i + length <= size
                && sql::equalsKeyword(script.sliced(i, length), word))
                return true;
        }
    }
    return false;
}

} // namespace

bool deletesData(const migration::Script& script, sql::Dialect dialect)
{
    if (script.isLarge || !mayDelete(script.bytes))
        return false;
    const LossScan scan = findLosses(script, dialect);
    return std::any_of(scan.losses.begin(), scan.losses.end(), [](const DataLoss& loss) {
        return loss.kind != LossKind::NarrowType && loss.kind != LossKind::ReplaceRows
            && loss.keptColumns.isEmpty();
    });
}

bool LossFlagCache::deletesData(const migration::Script& script, sql::Dialect dialect)
{
    if (script.sha256.isEmpty())
        return analysis::deletesData(script, dialect);
    const QByteArray key = char('0' + int(dialect)) + script.sha256;
    const auto known = m_known.constFind(key);
    if (known != m_known.cend())
        return *known;
    return *m_known.insert(key, analysis::deletesData(script, dialect));
}

void markDataLoss(migration::Timeline& timeline, sql::Dialect dialect, LossFlagCache* cache)
{
    const auto deletes = [&](const std::optional<migration::Script>& script) {
        if (!script)
            return false;
        return cache ? cache->deletesData(*script, dialect) : deletesData(*script, dialect);
    };
    for (migration::TimelineEntry& entry : timeline.entries) {
        if (!entry.migration)
            continue;
        entry.flags.setFlag(MigrationFlag::DataLoss, deletes(entry.migration->up));
        entry.flags.setFlag(MigrationFlag::DownDataLoss, deletes(entry.migration->down));
    }
}

} // namespace strandline::analysis

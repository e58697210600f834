// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diff/table_likeness.h"

#include <algorithm>
#include <cmath>

namespace strandline::diff {

namespace {

// Below half of what can speak for a rename, tables of one program that share id and created_at would be asked
// about. Equal columns alone give 75, which is enough under any name; an equal name alone is not.
constexpr int kThreshold = 50;
constexpr double kColumnsWeigh = 75;
constexpr double kNameWeighs = 25;

// So many pairs are scored one by one in a moment; more are looked for by rare columns, shape and name.
constexpr qsizetype kAllPairs = 20000;
constexpr qsizetype kRareColumn = 32;
constexpr qsizetype kCandidates = 16;

QString keyOf(const schema::Column& column)
{
    return column.name + QChar(u'\x1f') + column.type;
}

QString shapeOf(const schema::Table& table)
{
    QStringList keys;
    for (const schema::Column& column : table.columns)
        keys.append(keyOf(column));
    keys.sort();
    return keys.join(QChar(u'\x1e'));
}

} // namespace

TableLikeness::TableLikeness(const schema::Database& from, const schema::Database& to,
    QList<const schema::Table*> gone, QList<const schema::Table*> came)
    : m_gone(std::move(gone))
    , m_came(std::move(came))
{
    if (m_gone.isEmpty() || m_came.isEmpty())
        return;
    for (const schema::Database* database : {&from, &to}) {
        for (const schema::Table& table : database->tables) {
            for (const schema::Column& column : table.columns)
                ++m_tablesWithColumn[keyOf(column)];
        }
    }
    for (qsizetype i = 0; i < m_came.size(); ++i) {
        const schema::Table& table = *m_came.at(i);
        for (const schema::Column& column : table.columns)
            m_cameByColumn[keyOf(column)].append(i);
        m_cameByShape[shapeOf(table)].append(i);
        m_cameByName[table.name.name.toLower()].append(i);
    }
}

/// A column that every table has says little about which table it is.
double TableLikeness::weight(const schema::Column& column) const
{
    // A pair of equal columns is two; that is as rare as it gets.
    const int tables = std::max(2, m_tablesWithColumn.value(keyOf(column)));
    return 1.0 / std::log2(double(tables));
}

ScoredPair TableLikeness::score(qsizetype gone, qsizetype came) const
{
    const schema::Table& a = *m_gone.at(gone);
    const schema::Table& b = *m_came.at(came);
    ScoredPair pair {gone, came, 0, {}};
    if (a.kind != b.kind || a.partitionOf.isEmpty() != b.partitionOf.isEmpty() || a.columns.isEmpty())
        return pair;
    double all = 0;
    QHash<QString, const schema::Column*> open;
    for (const schema::Column& column : a.columns) {
        open.insert(column.name, &column);
        all += weight(column);
    }
    double common = 0;
    int equal = 0;
    for (const schema::Column& column : b.columns) {
        all += weight(column);
        const schema::Column* other = open.take(column.name);
        if (!other)
            continue;
        const bool isEqual = other->type == column.type;
        equal += isEqual ? 1 : 0;
        common += (weight(column) + weight(*other)) * (isEqual ? 1.0 : 0.7);
    }
    pair.score =
        int(kColumnsWeigh * common / all + kNameWeighs * nameLikeness(a.name.name, b.name.name) + 0.5);
    pair.reason = QStringLiteral("%1 of %2 columns equal")
                      .arg(equal)
                      .arg(std::max(a.columns.size(), b.columns.size()));
    return pair;
}

QList<qsizetype> TableLikeness::candidates(qsizetype gone) const
{
    const schema::Table& table = *m_gone.at(gone);
    QHash<qsizetype, int> hits;
    for (const schema::Column& column : table.columns) {
        const QList<qsizetype> found = m_cameByColumn.value(keyOf(column));
        if (found.size() > kRareColumn)
            continue;
        for (const qsizetype place : found)
            ++hits[place];
    }
    const QList<qsizetype> shaped = m_cameByShape.value(shapeOf(table)).mid(0, kCandidates);
    for (const qsizetype place : shaped)
        hits[place] += int(table.columns.size());
    const QList<qsizetype> called = m_cameByName.value(table.name.name.toLower()).mid(0, kCandidates);
    for (const qsizetype place : called)
        hits[place] += 2 * int(table.columns.size());
    QList<qsizetype> places = hits.keys();
    std::sort(places.begin(), places.end(), [&](qsizetype a, qsizetype b) {
        const int hitsOfA = hits.value(a);
        const int hitsOfB = hits.value(b);
        return hitsOfA != hitsOfB ? hitsOfA > hitsOfB : a < b;
    });
    return places.mid(0, kCandidates);
}

QList<ScoredPair> TableLikeness::pairs() const
{
    if (m_gone.size() * m_came.size() <= kAllPairs)
        return scoreAll(m_gone.size(), m_came.size(), kThreshold,
            [this](qsizetype gone, qsizetype came) { return score(gone, came); });
    QList<ScoredPair> pairs;
    for (qsizetype i = 0; i < m_gone.size(); ++i) {
        for (const qsizetype place : candidates(i)) {
            const ScoredPair pair = score(i, place);
            if (pair.score >= kThreshold)
                pairs.append(pair);
        }
    }
    return pairs;
}

} // namespace strandline::diff

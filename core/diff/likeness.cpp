// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diff/likeness.h"

#include <QHash>
#include <QSet>
#include <QStringList>

#include <algorithm>
#include <tuple>

namespace strandline::diff {

namespace {

/// "fullName", "full_name" and "FULL NAME" are full and name.
QStringList wordsOf(const QString& name)
{
    QStringList words;
    QString word;
    const auto finish = [&] {
        if (!word.isEmpty())
            words.append(word.toLower());
        word.clear();
    };
    for (qsizetype i = 0; i < name.size(); ++i) {
        const QChar c = name.at(i);
        if (!c.isLetterOrNumber() && !c.isSurrogate()) {
            finish();
            continue;
        }
        if (c.isUpper() && i > 0 && name.at(i - 1).isLower())
            finish();
        word += c;
    }
    finish();
    return words;
}

/// Pairs of neighbouring letters that both have, of all that they have.
double bigramLikeness(const QString& a, const QString& b)
{
    if (a.size() < 2 || b.size() < 2)
        return a == b ? 1 : 0;
    QHash<QString, int> open;
    for (qsizetype i = 0; i + 1 < a.size(); ++i)
        ++open[a.mid(i, 2)];
    int common = 0;
    for (qsizetype i = 0; i + 1 < b.size(); ++i) {
        int& left = open[b.mid(i, 2)];
        if (left > 0) {
            --left;
            ++common;
        }
    }
    return 2.0 * common / double(a.size() + b.size() - 2);
}

QString baseWord(const QString& type)
{
    QString text = type.toLower();
    const qsizetype bracket = text.indexOf(u'(');
    if (bracket >= 0)
        text.truncate(bracket);
    text.remove(QLatin1String(" unsigned")).remove(QLatin1String(" zerofill"));
    return text.trimmed();
}

QString familyOf(const QString& type)
{
    static const QHash<QString, QString> families = [] {
        QHash<QString, QString> map;
        const QList<QList<const char*>> groups {
            {"tinyint", "smallint", "mediumint", "int", "integer", "bigint", "numeric", "decimal"},
            {"real", "float", "double", "double precision"},
            {"char", "varchar", "character", "character varying", "nchar", "nvarchar", "text", "tinytext",
                "mediumtext", "longtext", "citext", "clob"},
            {"date", "datetime", "timestamp", "timestamp without time zone", "timestamp with time zone"},
            {"time", "time without time zone", "time with time zone"},
            {"binary", "varbinary", "blob", "tinyblob", "mediumblob", "longblob", "bytea"}, {"json", "jsonb"},
            {"boolean", "bool"}};
        for (const auto& group : groups) {
            for (const char* word : group)
                map.insert(QLatin1String(word), QLatin1String(group.first()));
        }
        return map;
    }();
    const QString word = baseWord(type);
    return families.value(word, word);
}

} // namespace

double nameLikeness(const QString& a, const QString& b)
{
    const QStringList words = wordsOf(a);
    const QStringList others = wordsOf(b);
    const QString joined = words.join(QString());
    const QString otherJoined = others.join(QString());
    if (joined == otherJoined)
        return 1;
    int common = 0;
    for (const QString& word : words)
        common += others.contains(word) ? 1 : 0;
    const double letters = bigramLikeness(joined, otherJoined);
    if (common == 0)
        return letters;
    // One name that holds the other whole was made longer or shorter: the usual rename.
    const bool isWithin = common == std::min(words.size(), others.size());
    const double shared = 2.0 * common / double(words.size() + others.size());
    return std::max({letters, shared, isWithin ? 0.85 : 0.0});
}

bool isSameTypeFamily(const QString& a, const QString& b)
{
    return familyOf(a) == familyOf(b);
}

QList<ScoredPair> bestOneToOne(QList<ScoredPair> pairs)
{
    std::stable_sort(pairs.begin(), pairs.end(), [](const ScoredPair& a, const ScoredPair& b) {
        return std::tie(b.score, a.from, a.to) < std::tie(a.score, b.from, b.to);
    });
    QSet<qsizetype> from;
    QSet<qsizetype> to;
    QList<ScoredPair> chosen;
    for (const ScoredPair& pair : pairs) {
        if (from.contains(pair.from) || to.contains(pair.to))
            continue;
        from.insert(pair.from);
        to.insert(pair.to);
        chosen.append(pair);
    }
    std::sort(chosen.begin(), chosen.end(),
        [](const ScoredPair& a, const ScoredPair& b) { return a.from < b.from; });
    return chosen;
}

QList<ScoredPair> scoreAll(qsizetype fromCount, qsizetype toCount, int threshold, const PairScore& score)
{
    QList<ScoredPair> pairs;
    for (qsizetype i = 0; i < fromCount; ++i) {
        for (qsizetype k = 0; k < toCount; ++k) {
            ScoredPair pair = score(i, k);
            pair.from = i;
            pair.to = k;
            if (pair.score >= threshold)
                pairs.append(pair);
        }
    }
    return pairs;
}

} // namespace strandline::diff

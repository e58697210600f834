// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diff/part_likeness.h"

#include "core/diff/identity.h"
#include "core/schema/changed_fields.h"

#include <QSet>

#include <algorithm>

namespace strandline::diff {

namespace {

// A column of the same type in the same place is asked about whatever it is called (35 + 20 + 10); one of the
// same type elsewhere only when its name or its use speaks for it. Lower, and every dropped text column would be
// held against every added one.
constexpr int kColumnThreshold = 50;
constexpr int kSameType = 35;
constexpr int kSameFamily = 20;
constexpr int kSamePlace = 20;
constexpr int kSameNull = 5;
constexpr int kSameDefault = 5;
constexpr int kSameRareProperty = 10; ///< a default, comment or identity that is there and equal
constexpr int kSameUse = 15; ///< the same foreign key, or its place in an index
constexpr double kColumnName = 25;

// The value in the same place of an enum of the same length (40 + 20) is asked about whatever it is called.
constexpr int kValueThreshold = 60;
constexpr int kSameValuePlace = 40;
constexpr int kSameValueCount = 20;
constexpr double kValueName = 40;

// More than that of one table come and go only in a table that was replaced as a whole; then the pairs are too
// many to look at, and none of them would mean anything.
constexpr qsizetype kMostParts = 300;

/// Those of `own` that `other` does not have, each with how many common ones stand before it.
struct Lone
{
    qsizetype place = 0;
    int slot = 0;
    int placeInSlot = 0;
};
template <typename T, typename NameOf>
QList<Lone> loneOnes(const QList<T>& own, const QList<T>& other, NameOf nameOf)
{
    QSet<QString> others;
    for (const T& part : other)
        others.insert(nameOf(part));
    QList<Lone> lone;
    int slot = 0;
    int placeInSlot = 0;
    for (qsizetype i = 0; i < own.size(); ++i) {
        if (others.contains(nameOf(own.at(i)))) {
            ++slot;
            placeInSlot = 0;
        } else {
            lone.append({i, slot, placeInSlot++});
        }
    }
    return lone;
}

/// What the constraints and indexes of a table do with a column, with the column itself left out.
QSet<QString> usesOf(const schema::Table& table, const QString& column)
{
    QSet<QString> uses;
    const auto others = [&](QStringList columns) {
        for (QString& name : columns)
            name = name == column ? QStringLiteral("*") : name;
        return columns.join(u',');
    };
    for (const schema::Constraint& constraint : table.constraints) {
        if (constraint.columns.contains(column))
            uses.insert(QStringLiteral("%1 %2 %3").arg(schema::enumWord(constraint.kind),
                others(constraint.columns), constraint.referencedTable.display()));
    }
    for (const schema::Index& index : table.indexes) {
        QStringList columns;
        for (const schema::IndexElement& element : index.elements)
            columns.append(element.column);
        if (columns.contains(column) && index.constraintName.isEmpty())
            uses.insert(QStringLiteral("index ") + others(columns));
    }
    return uses;
}

struct LoneColumn
{
    schema::Column column;
    Lone lone;
    QSet<QString> uses;
};

QList<LoneColumn> loneColumns(const schema::Table& own, const schema::Table& other)
{
    QList<LoneColumn> columns;
    const auto nameOf = [](const schema::Column& column) { return column.name; };
    for (const Lone& lone : loneOnes(own.columns, other.columns, nameOf)) {
        const schema::Column& column = own.columns.at(lone.place);
        columns.append({column, lone, usesOf(own, column.name)});
    }
    return columns;
}

ScoredPair scoreColumns(const LoneColumn& from, const LoneColumn& to)
{
    const schema::Column& a = from.column;
    const schema::Column& b = to.column;
    ScoredPair pair;
    if (a.isInherited || b.isInherited || a.generated != b.generated)
        return pair;
    QStringList reasons;
    double score = 0;
    if (a.type == b.type) {
        score += kSameType;
        reasons.append(QStringLiteral("same type"));
    } else if (isSameTypeFamily(a.type, b.type)) {
        score += kSameFamily;
        reasons.append(QStringLiteral("similar type"));
    }
    if (from.lone.slot == to.lone.slot && from.lone.placeInSlot == to.lone.placeInSlot) {
        score += kSamePlace;
        reasons.append(QStringLiteral("same place"));
    }
    score += a.notNull == b.notNull ? kSameNull : 0;
    score += a.defaultValue == b.defaultValue ? kSameDefault : 0;
    const bool hasRare = (a.defaultValue && a.defaultValue == b.defaultValue)
        || (!a.comment.isEmpty() && a.comment == b.comment)
        || (a.identity != schema::Identity::None && a.identity == b.identity)
        || (a.isAutoIncrement && b.isAutoIncrement)
        || (!a.generationExpression.isEmpty() && a.generationExpression == b.generationExpression);
    if (hasRare) {
        score += kSameRareProperty;
        reasons.append(QStringLiteral("same default, comment or numbering"));
    }
    if (from.uses.intersects(to.uses)) {
        score += kSameUse;
        reasons.append(QStringLiteral("same key or index"));
    }
    const double names = nameLikeness(a.name, b.name);
    score += kColumnName * names;
    if (names >= 0.5)
        reasons.append(QStringLiteral("similar name"));
    pair.score = std::min(100, int(score + 0.5));
    pair.reason = reasons.join(QStringLiteral(", "));
    return pair;
}

QList<ScoredPair> atPlaces(QList<ScoredPair> pairs, const QList<Lone>& from, const QList<Lone>& to)
{
    for (ScoredPair& pair : pairs) {
        pair.from = from.at(pair.from).place;
        pair.to = to.at(pair.to).place;
    }
    return pairs;
}

} // namespace

QList<ScoredPair> renamedColumns(const schema::Table& from, const schema::Table& to)
{
    const QList<LoneColumn> gone = loneColumns(from, to);
    const QList<LoneColumn> came = gone.isEmpty() ? QList<LoneColumn>() : loneColumns(to, from);
    if (came.isEmpty() || gone.size() > kMostParts || came.size() > kMostParts)
        return {};
    auto pairs = scoreAll(gone.size(), came.size(), kColumnThreshold,
        [&](qsizetype i, qsizetype k) { return scoreColumns(gone.at(i), came.at(k)); });
    for (ScoredPair& pair : pairs) {
        pair.from = gone.at(pair.from).lone.place;
        pair.to = came.at(pair.to).lone.place;
    }
    return pairs;
}

namespace {

bool isEqualButName(const schema::Constraint& from, const schema::Constraint& to, const SqlLikeness& sql)
{
    if (from.kind != to.kind || from.columns != to.columns || from.name.isEmpty() || to.name.isEmpty()
        || from.isInherited || to.isInherited || !sql.isSame(from.expression, to.expression))
        return false;
    schema::Constraint settled = from;
    settled.name = to.name;
    settled.expression = to.expression;
    settled.definition = to.definition;
    settled.comment = to.comment;
    return schema::isSame(settled, to);
}

bool isEqualButName(const schema::Index& from, const schema::Index& to, const SqlLikeness& sql)
{
    // An index that belongs to a constraint is renamed with it.
    if (from.elements.size() != to.elements.size() || !from.constraintName.isEmpty()
        || !to.constraintName.isEmpty() || !from.parentIndex.isEmpty() || !to.parentIndex.isEmpty()
        || !sql.isSame(from.predicate, to.predicate))
        return false;
    schema::Index settled = from;
    settled.name = to.name;
    settled.predicate = to.predicate;
    settled.definition = to.definition;
    settled.comment = to.comment;
    for (qsizetype i = 0; i < to.elements.size(); ++i) {
        QString& expression = settled.elements[i].expression;
        if (sql.isSame(expression, to.elements.at(i).expression))
            expression = to.elements.at(i).expression;
    }
    return schema::isSame(settled, to);
}

template <typename T>
QList<ScoredPair> renamedEqualOnes(const QList<T>& from, const QList<T>& to, const SqlLikeness& sql)
{
    const auto nameOf = [](const T& part) { return part.name; };
    const QList<Lone> gone = loneOnes(from, to, nameOf);
    const QList<Lone> came = loneOnes(to, from, nameOf);
    if (gone.isEmpty() || came.isEmpty() || gone.size() > kMostParts || came.size() > kMostParts)
        return {};
    const auto pairs = scoreAll(gone.size(), came.size(), 1, [&](qsizetype i, qsizetype k) {
        const bool isEqual = isEqualButName(from.at(gone.at(i).place), to.at(came.at(k).place), sql);
        return ScoredPair {i, k, isEqual ? 100 : 0, QStringLiteral("same definition")};
    });
    return atPlaces(pairs, gone, came);
}

} // namespace

QList<ScoredPair> renamedConstraints(
    const schema::Table& from, const schema::Table& to, const SqlLikeness& sql)
{
    return renamedEqualOnes(from.constraints, to.constraints, sql);
}

QList<ScoredPair> renamedIndexes(
    const QList<schema::Index>& from, const QList<schema::Index>& to, const SqlLikeness& sql)
{
    return renamedEqualOnes(from, to, sql);
}

QList<ScoredPair> renamedValues(const QStringList& from, const QStringList& to)
{
    const auto nameOf = [](const QString& value) { return value; };
    const QList<Lone> gone = loneOnes<QString>(from, to, nameOf);
    const QList<Lone> came = loneOnes<QString>(to, from, nameOf);
    if (gone.isEmpty() || came.isEmpty() || gone.size() > kMostParts || came.size() > kMostParts)
        return {};
    const auto pairs = scoreAll(gone.size(), came.size(), kValueThreshold, [&](qsizetype i, qsizetype k) {
        const Lone& a = gone.at(i);
        const Lone& b = came.at(k);
        const bool isSamePlace = a.slot == b.slot && a.placeInSlot == b.placeInSlot;
        const double names = nameLikeness(from.at(a.place), to.at(b.place));
        QStringList reasons;
        if (isSamePlace)
            reasons.append(QStringLiteral("same place"));
        if (names >= 0.5)
            reasons.append(QStringLiteral("similar text"));
        const double score = (isSamePlace ? kSameValuePlace : 0)
            + (from.size() == to.size() ? kSameValueCount : 0) + kValueName * names;
        return ScoredPair {i, k, int(score + 0.5), reasons.join(QStringLiteral(", "))};
    });
    return atPlaces(pairs, gone, came);
}

} // namespace strandline::diff

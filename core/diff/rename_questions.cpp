// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diff/identity.h"
#include "core/diff/matching.h"
#include "core/diff/part_likeness.h"
#include "core/diff/rename.h"
#include "core/diff/rename_index.h"
#include "core/diff/table_likeness.h"
#include "core/schema/changed_fields.h"

#include <algorithm>

namespace strandline::diff {

using schema::ObjectId;
using schema::ObjectKind;
using schema::ObjectName;

namespace {

// Half of what can speak for it, as for tables: a type may carry the values of many columns.
constexpr int kTypeThreshold = 50;
// A sequence holds one number, and its options are mostly the default: the name or the owner has to speak too.
constexpr int kSequenceThreshold = 60;
// Nothing is lost when a view or routine is made anew, so that only clear cases are worth a question.
constexpr int kBodyThreshold = 70;
// As of tables: beyond it every pair would be looked at for minutes.
constexpr qsizetype kAllPairs = 20000;

class Questioner
{
public:
    Questioner(const schema::Database& from, const schema::Database& to, const QList<Rename>& answered,
        const QList<Rename>& refused)
        : m_renames(answered)
        , m_from(withRenames(from, m_renames))
        , m_to(to)
        , m_sql(to.dialect, m_renames.words())
    {
        for (const Rename& pair : refused)
            m_refused.insert(qMakePair(pair.from, pair.to));
    }

    QList<RenameQuestion> run();

private:
    template <typename T> struct Lone
    {
        QList<const T*> gone;
        QList<const T*> came;
    };
    template <typename T> Lone<T> loneOnes(const QList<T>& from, const QList<T>& to) const
    {
        Lone<T> lone;
        for (const Match<T>& match : matchBy(from, to, [](const T& object) { return idOf(object); })) {
            if (!match.second)
                lone.gone.append(match.first);
            else if (!match.first)
                lone.came.append(match.second);
        }
        return lone;
    }
    void ask(const ObjectId& from, const ObjectId& to, const ScoredPair& pair)
    {
        m_questions.append({m_renames.original(from), to, pair.score, pair.reason});
    }
    bool isRefused(const ObjectId& from, const ObjectId& to) const
    {
        return m_refused.contains(qMakePair(m_renames.original(from), to));
    }
    /// Drops what was refused, so that the second best is asked about, and asks about the best of the rest.
    template <typename IdOfFrom, typename IdOfTo>
    void askBest(QList<ScoredPair> pairs, IdOfFrom fromId, IdOfTo toId)
    {
        if (!m_refused.isEmpty())
            pairs.removeIf([&](const ScoredPair& pair) { return isRefused(fromId(pair.from), toId(pair.to)); });
        for (const ScoredPair& pair : bestOneToOne(pairs))
            ask(fromId(pair.from), toId(pair.to), pair);
    }
    template <typename T, typename Score> void askObjects(const Lone<T>& lone, int threshold, Score score)
    {
        if (lone.gone.size() * lone.came.size() > kAllPairs)
            return;
        const auto pairs = scoreAll(lone.gone.size(), lone.came.size(), threshold,
            [&](qsizetype i, qsizetype k) { return score(*lone.gone.at(i), *lone.came.at(k)); });
        askBest(
            pairs, [&](qsizetype i) { return idOf(*lone.gone.at(i)); },
            [&](qsizetype k) { return idOf(*lone.came.at(k)); });
    }

    void types();
    void sequences();
    void tables();
    void views();
    void routines();
    void tableParts(const schema::Table& from, const schema::Table& to);
    void indexes(
        const ObjectName& owner, const QList<schema::Index>& from, const QList<schema::Index>& to);
    ScoredPair scoreTypes(const schema::UserType& from, const schema::UserType& to) const;

    RenameIndex m_renames;
    schema::Database m_from; ///< in the names of m_to, as far as they are answered
    const schema::Database& m_to;
    SqlLikeness m_sql;
    QSet<QPair<ObjectId, ObjectId>> m_refused;
    QHash<QPair<ObjectName, ObjectName>, int> m_typeUses; ///< columns that had the one and have the other
    QList<RenameQuestion> m_questions;
};

QList<RenameQuestion> Questioner::run()
{
    const auto tableName = [](const schema::Table& table) { return table.name; };
    const auto matches = matchBy(m_from.tables, m_to.tables, tableName);
    for (const Match<schema::Table>& match : matches) {
        if (!match.first || !match.second)
            continue;
        const auto columnName = [](const schema::Column& column) { return column.name; };
        for (const auto& column : matchBy(match.first->columns, match.second->columns, columnName)) {
            if (column.first && column.second && column.first->typeName != column.second->typeName)
                ++m_typeUses[qMakePair(column.first->typeName, column.second->typeName)];
        }
    }
    types();
    sequences();
    tables();
    for (const Match<schema::Table>& match : matches) {
        if (match.first && match.second)
            tableParts(*match.first, *match.second);
    }
    views();
    routines();
    return m_questions;
}

ScoredPair Questioner::scoreTypes(const schema::UserType& from, const schema::UserType& to) const
{
    ScoredPair pair;
    if (from.kind != to.kind)
        return pair;
    double same = 0;
    QStringList reasons;
    const auto share = [&](const QStringList& own, const QStringList& other, const QString& what) {
        QStringList open = other;
        int common = 0;
        for (const QString& text : own)
            common += open.removeOne(text) ? 1 : 0;
        same = own.isEmpty() && other.isEmpty() ? 0 : 2.0 * common / double(own.size() + other.size());
        reasons.append(
            QStringLiteral("%1 of %2 %3 equal").arg(common).arg(std::max(own.size(), other.size())).arg(what));
    };
    const auto attributes = [](const schema::UserType& type) {
        QStringList texts;
        for (const schema::Column& attribute : type.attributes)
            texts.append(attribute.name + u' ' + attribute.type);
        return texts;
    };
    if (from.kind == schema::TypeKind::Enum) {
        share(from.values, to.values, QStringLiteral("values"));
    } else if (from.kind == schema::TypeKind::Composite) {
        share(attributes(from), attributes(to), QStringLiteral("attributes"));
    } else if (from.baseType == to.baseType) {
        // A domain over text is one of many; what it checks makes it itself.
        const bool checksSame = from.constraints.size() == to.constraints.size()
            && std::equal(from.constraints.begin(), from.constraints.end(), to.constraints.begin(),
                [&](const auto& a, const auto& b) { return m_sql.isSame(a.expression, b.expression); });
        same = checksSame && !from.constraints.isEmpty() ? 1.0 : 0.5;
        reasons.append(QStringLiteral("same base type"));
    }
    const int uses = m_typeUses.value(qMakePair(from.name, to.name));
    if (uses > 0)
        reasons.append(QStringLiteral("used by the same columns"));
    pair.score = std::min(
        100, int(65 * same + 25 * nameLikeness(from.name.name, to.name.name) + (uses > 0 ? 30 : 0) + 0.5));
    pair.reason = reasons.join(QStringLiteral(", "));
    return pair;
}

void Questioner::types()
{
    askObjects(loneOnes(m_from.types, m_to.types), kTypeThreshold,
        [this](const schema::UserType& from, const schema::UserType& to) { return scoreTypes(from, to); });
    for (const auto& match :
        matchBy(m_from.types, m_to.types, [](const schema::UserType& type) { return type.name; })) {
        if (!match.first || !match.second || match.first->values == match.second->values)
            continue;
        askBest(
            renamedValues(match.first->values, match.second->values),
            [&](qsizetype i) {
                return ObjectId {ObjectKind::Type, match.first->name, match.first->values.at(i)};
            },
            [&](qsizetype k) {
                return ObjectId {ObjectKind::Type, match.second->name, match.second->values.at(k)};
            });
    }
}

void Questioner::sequences()
{
    askObjects(loneOnes(m_from.sequences, m_to.sequences), kSequenceThreshold,
        [](const schema::Sequence& from, const schema::Sequence& to) {
            ScoredPair pair;
            const bool sameOptions = schema::isSame(from.options, to.options);
            const bool sameOwner = !from.ownedByTable.isEmpty() && from.ownedByTable == to.ownedByTable
                && from.ownedByColumn == to.ownedByColumn;
            const double names = nameLikeness(from.name.name, to.name.name);
            pair.score = std::min(100, int((sameOptions ? 30 : 0) + (sameOwner ? 40 : 0) + 40 * names + 0.5));
            pair.reason = sameOwner ? QStringLiteral("same owning column") : QStringLiteral("similar name");
            return pair;
        });
}

void Questioner::tables()
{
    const Lone<schema::Table> lone = loneOnes(m_from.tables, m_to.tables);
    if (lone.gone.isEmpty() || lone.came.isEmpty())
        return;
    askBest(
        TableLikeness(m_from, m_to, lone.gone, lone.came).pairs(),
        [&](qsizetype i) { return idOf(*lone.gone.at(i)); },
        [&](qsizetype k) { return idOf(*lone.came.at(k)); });
}

void Questioner::indexes(
    const ObjectName& owner, const QList<schema::Index>& from, const QList<schema::Index>& to)
{
    askBest(
        renamedIndexes(from, to, m_sql), [&](qsizetype i) { return idOf(owner, from.at(i)); },
        [&](qsizetype k) { return idOf(owner, to.at(k)); });
}

void Questioner::tableParts(const schema::Table& from, const schema::Table& to)
{
    askBest(
        renamedColumns(from, to), [&](qsizetype i) { return idOf(to.name, from.columns.at(i)); },
        [&](qsizetype k) { return idOf(to.name, to.columns.at(k)); });
    askBest(
        renamedConstraints(from, to, m_sql), [&](qsizetype i) { return idOf(to.name, from.constraints.at(i)); },
        [&](qsizetype k) { return idOf(to.name, to.constraints.at(k)); });
    indexes(to.name, from.indexes, to.indexes);
}

void Questioner::views()
{
    askObjects(loneOnes(m_from.views, m_to.views), kBodyThreshold,
        [this](const schema::View& from, const schema::View& to) {
            ScoredPair pair;
            if (from.isMaterialized != to.isMaterialized)
                return pair;
            const double names = nameLikeness(from.name.name, to.name.name);
            const Words own {{from.name.name, {to.name.name}}};
            if (m_sql.isSame(from.definition, to.definition, own)) {
                pair.score = int(90 + 10 * names);
                pair.reason = QStringLiteral("same query");
                return pair;
            }
            const auto columns = [](const schema::View& view) {
                QStringList texts;
                for (const schema::Column& column : view.columns)
                    texts.append(column.name);
                return texts;
            };
            const bool sameColumns = !from.columns.isEmpty() && columns(from) == columns(to);
            pair.score = int((sameColumns ? 55 : 0) + 40 * names + 0.5);
            pair.reason = QStringLiteral("same columns, similar name");
            return pair;
        });
    for (const auto& match : matchBy(m_from.views, m_to.views, [](const schema::View& view) { return view.name; })) {
        if (match.first && match.second)
            indexes(match.second->name, match.first->indexes, match.second->indexes);
    }
}

void Questioner::routines()
{
    askObjects(loneOnes(m_from.routines, m_to.routines), kBodyThreshold,
        [this](const schema::Routine& from, const schema::Routine& to) {
            ScoredPair pair;
            // Other arguments under the same name are another signature, which no engine can rename to.
            if (from.kind != to.kind || from.name == to.name || from.identityArguments != to.identityArguments)
                return pair;
            const double names = nameLikeness(from.name.name, to.name.name);
            const Words own {{from.name.name, {to.name.name}}};
            if (m_sql.isSame(from.definition, to.definition, own)) {
                pair.score = int(90 + 10 * names);
                pair.reason = QStringLiteral("same body");
                return pair;
            }
            const bool sameResult = from.returnType == to.returnType && from.language == to.language;
            pair.score = int((sameResult ? 40 : 0) + 50 * names + 0.5);
            pair.reason = QStringLiteral("same arguments and result, similar name");
            return pair;
        });
}

} // namespace

QList<RenameQuestion> renameQuestions(const schema::Database& from, const schema::Database& to,
    const QList<Rename>& answered, const QList<Rename>& refused)
{
    return Questioner(from, to, answered, refused).run();
}

} // namespace strandline::diff

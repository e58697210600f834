// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diff/comparison.h"

#include "core/diff/consequence.h"
#include "core/diff/ignored.h"

#include <algorithm>

namespace strandline::diff {

using schema::ObjectId;
using schema::ObjectKind;
using schema::ObjectName;

namespace {

QList<Rename> withSchemaRename(const schema::Database& from, const schema::Database& to,
    const QList<Rename>& renames, const CompareOptions& options)
{
    const QString before = onlySchema(from);
    const QString after = onlySchema(to);
    if (!options.ignoreSchemaName || before.isEmpty() || after.isEmpty() || before == after)
        return renames;
    return renames
        + QList<Rename> {{{ObjectKind::Schema, {{}, before}, {}}, {ObjectKind::Schema, {{}, after}, {}}}};
}

/// What of a part that both sides inherit follows from the parent, where it is reported.
bool followsFromParent(const schema::Column& from, const schema::Column& to, const QString& field)
{
    static const QStringList own {
        QStringLiteral("default"), QStringLiteral("comment"), QStringLiteral("grants")};
    return from.isInherited && to.isInherited && !own.contains(field);
}
bool followsFromParent(const schema::Constraint& from, const schema::Constraint& to, const QString& field)
{
    return from.isInherited && to.isInherited && field != QLatin1String("validated");
}
bool followsFromParent(const schema::Trigger& from, const schema::Trigger& to, const QString& field)
{
    return from.isInherited && to.isInherited && field != QLatin1String("enabled");
}
bool followsFromParent(const schema::Index& from, const schema::Index& to, const QString& field)
{
    return !from.parentIndex.isEmpty() && !to.parentIndex.isEmpty() && field != QLatin1String("valid");
}
template <typename T> bool followsFromParent(const T&, const T&, const QString&)
{
    return false;
}

bool followsFromParent(const schema::Column& part)
{
    return part.isInherited;
}
bool followsFromParent(const schema::Constraint& part)
{
    return part.isInherited;
}
bool followsFromParent(const schema::Trigger& part)
{
    return part.isInherited;
}
bool followsFromParent(const schema::Index& part)
{
    return !part.parentIndex.isEmpty();
}
template <typename T> bool followsFromParent(const T&)
{
    return false;
}

/// Fields that say nothing of their own.
bool isLeftOut(const schema::Index& from, const schema::Index& to, const QString& field)
{
    // An index whose generated name does not count still has it in its definition.
    return field == QLatin1String("definition") && (from.name.isEmpty() || to.name.isEmpty());
}
template <typename T> bool isLeftOut(const T&, const T&, const QString&)
{
    return false;
}

/// The definition is the whole statement, and differs because another field does.
template <typename T> constexpr bool hasDerivedDefinition()
{
    return !std::is_same_v<T,
               schema::View> && !std::is_same_v<T, schema::Rule> && !std::is_same_v<T, schema::OtherObject>;
}
void dropDerived(QList<FieldDifference>& fields, bool hasDerivedDefinition)
{
    const auto has = [&](auto test) { return std::any_of(fields.begin(), fields.end(), test); };
    const auto remove = [&](QLatin1String name) {
        fields.removeIf([name](const FieldDifference& field) { return field.field == name; });
    };
    if (has([](const FieldDifference& field) { return field.field == QLatin1String("type"); }))
        remove(QLatin1String("typeName"));
    const auto shapesDefinition = [](const FieldDifference& field) {
        static const QStringList beside {QStringLiteral("definition"), QStringLiteral("comment"),
            QStringLiteral("enabled"), QStringLiteral("name"), QStringLiteral("valid")};
        return !beside.contains(field.field) && !field.field.startsWith(QLatin1String("options."))
            && !field.field.startsWith(QLatin1String("access."));
    };
    if (hasDerivedDefinition && has(shapesDefinition))
        remove(QLatin1String("definition"));
}

template <typename T> constexpr bool isBody()
{
    return std::is_same_v<T,
               schema::
                   View> || std::is_same_v<T, schema::Routine> || std::is_same_v<T, schema::Trigger> || std::is_same_v<T, schema::Rule> || std::is_same_v<T, schema::OtherObject>;
}

} // namespace

Comparison::Comparison(const schema::Database& from, const schema::Database& to, const QList<Rename>& renames,
    const CompareOptions& options)
    : m_options(options)
    , m_renames(withSchemaRename(from, to, renames, options))
    , m_from(withRenames(withoutIgnored(from, options), m_renames))
    , m_to(withoutIgnored(to, options))
    , m_sql(to.dialect, m_renames.words())
    , m_fromWords(from.defaultSchema)
    , m_toWords(to.defaultSchema)
{
    if (options.ignoreSchemaName) {
        const QString before = onlySchema(from);
        const QString after = onlySchema(to);
        if (!before.isEmpty() && !after.isEmpty())
            m_sql.leaveOutSchemas(before, after);
    }
}

QList<Difference> Comparison::run()
{
    databaseOptions();
    objects(m_from.schemas, m_to.schemas);
    objects(m_from.extensions, m_to.extensions);
    objects(m_from.types, m_to.types);
    objects(m_from.sequences, m_to.sequences);
    objects(m_from.tables, m_to.tables);
    objects(m_from.views, m_to.views);
    objects(m_from.routines, m_to.routines);
    objects(m_from.others, m_to.others);
    objects(m_from.defaultPrivileges, m_to.defaultPrivileges);
    return m_differences;
}

template <typename T> void Comparison::objects(const QList<T>& from, const QList<T>& to)
{
    auto matches = matchBy(from, to, [](const T& object) { return idOf(object); });
    std::stable_sort(matches.begin(), matches.end(), [](const Match<T>& a, const Match<T>& b) {
        return idOf(a.second ? *a.second : *a.first) < idOf(b.second ? *b.second : *b.first);
    });
    for (const Match<T>& match : matches) {
        if (match.first && match.second)
            compareObject(*match.first, *match.second);
        else
            onlyOne(match.first, match.second, idOf(match.second ? *match.second : *match.first));
    }
}

template <typename T> void Comparison::compareObject(const T& from, const T& to)
{
    QList<FieldDifference> more;
    if constexpr (std::is_same_v<T, schema::Table>) {
        const QString order = m_options.ignoreColumnOrder ? QString() : columnOrder(from, to);
        const QString expected = m_options.ignoreColumnOrder ? QString() : columnOrder(to, from);
        if (order != expected)
            more.append({QStringLiteral("columnOrder"), order, expected});
    }
    both(from, to, idOf(to), more);
    if constexpr (std::is_same_v<T, schema::UserType>)
        enumValues(from, to);
    compareParts(from, to);
}

template <typename T> void Comparison::compareParts(const T& from, const T& to)
{
    if constexpr (std::is_same_v<T, schema::Table>) {
        named(to.name, from.columns, to.columns);
        QStringList reported;
        parts(to.name, matchConstraints(from.constraints, to.constraints), &reported);
        indexes(to.name, from.indexes, to.indexes, reported);
        named(to.name, from.triggers, to.triggers);
        named(to.name, from.rules, to.rules);
        named(to.name, from.policies, to.policies);
    } else if constexpr (std::is_same_v<T, schema::View>) {
        // Which columns there are, and of which type, follows from the query and the tables behind it.
        for (const auto& match :
            matchBy(from.columns, to.columns, [](const schema::Column& column) { return column.name; })) {
            if (!match.first || !match.second)
                continue;
            schema::Column settled = *match.first;
            settled.defaultValue = match.second->defaultValue;
            settled.comment = match.second->comment;
            settled.grants = match.second->grants;
            both(*match.first, settled, idOf(to.name, settled));
        }
        indexes(to.name, from.indexes, to.indexes, {});
        named(to.name, from.triggers, to.triggers);
        named(to.name, from.rules, to.rules);
    } else if constexpr (std::is_same_v<T, schema::UserType>) {
        named(to.name, from.attributes, to.attributes);
        parts(to.name, matchConstraints(from.constraints, to.constraints));
    }
}

template <typename T>
void Comparison::parts(const ObjectName& owner, const std::vector<Match<T>>& matches, QStringList* reported)
{
    for (const Match<T>& match : matches) {
        const T& shown = match.second ? *match.second : *match.first;
        const ObjectId id = idOf(owner, shown);
        const bool isBoth = match.first && match.second;
        if (isBoth ? both(*match.first, *match.second, id) : !followsFromParent(shown)) {
            if (!isBoth)
                onlyOne(match.first, match.second, id);
            if (reported)
                reported->append(shown.name);
        }
    }
}

void Comparison::indexes(const ObjectName& owner, const QList<schema::Index>& from,
    const QList<schema::Index>& to, const QStringList& reportedConstraints)
{
    std::vector<Match<schema::Index>> own;
    for (const Match<schema::Index>& match : matchIndexes(from, to)) {
        // The index of a constraint comes, changes and goes with it.
        const auto belongs = [&](const schema::Index* index) {
            return !index
                || (!index->constraintName.isEmpty()
                    && (!match.first || !match.second
                        || reportedConstraints.contains(index->constraintName)));
        };
        if (!belongs(match.first) || !belongs(match.second))
            own.push_back(match);
    }
    parts(owner, own);
}

template <typename T> void Comparison::onlyOne(const T* from, const T* to, const ObjectId& id)
{
    Difference difference;
    difference.kind = from ? DifferenceKind::OnlyFrom : DifferenceKind::OnlyTo;
    if (from) {
        difference.from = m_renames.original(id);
        difference.sentence = m_fromWords.unexpected(nounOf(*from), difference.from);
    } else {
        difference.to = id;
        difference.sentence = m_toWords.missing(nounOf(*to), id);
    }
    difference.consequence = consequence(from, to);
    m_differences.append(difference);
}

template <typename T>
bool Comparison::both(const T& from, const T& to, const ObjectId& id, QList<FieldDifference> more)
{
    Difference difference;
    difference.from = m_renames.original(id);
    difference.to = id;
    const bool isOtherName =
        isPart(id.kind) ? difference.from.part != id.part : m_renames.isRenamed(difference.from);
    const bool isIgnored = id.kind == ObjectKind::Schema && m_options.ignoreSchemaName;
    const bool isRenamed = isOtherName && !isIgnored;
    const bool isSame = schema::isSame(from, to);
    if (isSame && !isRenamed && more.isEmpty())
        return false;
    if (!isSame)
        difference.fields = fieldDifferences(from, to);
    difference.fields += more;
    if (difference.fields.isEmpty() && !isRenamed)
        return false;
    difference.kind = isRenamed ? DifferenceKind::Renamed : DifferenceKind::Changed;
    const QString noun = nounOf(to);
    QStringList sentences;
    if (isRenamed)
        sentences.append(m_toWords.renamed(noun, difference.from, id));
    QList<FieldDifference> told = difference.fields;
    if constexpr (std::is_same_v<T, schema::UserType>) {
        const auto isValues = [](const FieldDifference& field) {
            return field.field == QLatin1String("values");
        };
        if (told.removeIf(isValues) > 0)
            sentences.append(m_toWords.values(id, from.values, to.values));
    }
    if (!told.isEmpty())
        sentences.append(m_fromWords.changed(noun, difference.from, told));
    difference.sentence = sentences.join(QStringLiteral("; "));
    difference.consequence =
        isRenamed ? QStringLiteral("Queries that name it fail.") : consequence(&from, &to);
    if (isRenamed && (id.kind == ObjectKind::Constraint || id.kind == ObjectKind::Index))
        difference.consequence = consequence(&from, &to);
    m_differences.append(difference);
    return true;
}

void Comparison::enumValues(const schema::UserType& from, const schema::UserType& to)
{
    for (const QString& value : to.values) {
        const ObjectId now {ObjectKind::Type, to.name, value};
        const ObjectId before = m_renames.original(now);
        if (before.part == value || !from.values.contains(value))
            continue;
        m_differences.append(
            {DifferenceKind::Renamed, before, now, {}, m_toWords.renamed(nounOf(to), before, now),
                QStringLiteral("Storing or comparing with “%1” fails.").arg(value)});
    }
}

template <typename T> QList<FieldDifference> Comparison::fieldDifferences(const T& from, const T& to) const
{
    const QList<FieldValue> before = fieldValues(from);
    const QList<FieldValue> after = fieldValues(to);
    QHash<QString, const FieldValue*> open;
    for (const FieldValue& value : before)
        open.insert(value.name, &value);
    QList<FieldDifference> fields;
    const auto add = [&](const FieldValue& a, const FieldValue& b) {
        if (a.key != b.key && !isSameText(from, to, a, b) && !isLeftOut(from, to, b.name)
            && !followsFromParent(from, to, b.name))
            fields.append({b.name, a.shown, b.shown});
    };
    // Only options can be on one side alone.
    const QString notSet = QStringLiteral("not set");
    for (const FieldValue& value : after) {
        const FieldValue* other = open.take(value.name);
        add(other ? *other : FieldValue {value.name, {}, notSet}, value);
    }
    for (const FieldValue& value : before) {
        if (open.contains(value.name))
            add(value, {value.name, {}, notSet});
    }
    dropDerived(fields, hasDerivedDefinition<T>());
    return fields;
}

template <typename T>
bool Comparison::isSameText(const T& from, const T& to, const FieldValue& a, const FieldValue& b) const
{
    static const QStringList plain {QStringLiteral("name"), QStringLiteral("comment"),
        QStringLiteral("access.owner"), QStringLiteral("values")};
    if (plain.contains(b.name))
        return false;
    const bool isDefinition = b.name == QLatin1String("definition");
    // SQLite keeps expressions as they were typed, the others print them anew.
    static const QStringList expressions {QStringLiteral("expression"), QStringLiteral("predicate"),
        QStringLiteral("generationExpression"), QStringLiteral("default"), QStringLiteral("elements")};
    bool isLoose =
        m_sql.knowsWords() || (m_to.dialect == sql::Dialect::Sqlite && expressions.contains(b.name));
    if (isDefinition)
        isLoose = isLoose || !isBody<T>() || m_options.ignoreWhitespace;
    if (!isLoose)
        return false;
    Words own;
    if constexpr (
        std::is_same_v<T,
            schema::Index> || std::is_same_v<T, schema::Constraint> || std::is_same_v<T, schema::Trigger>)
        own[from.name].insert(to.name);
    return m_sql.isSame(a.key, b.key, own);
}

/// Of the columns that both have: one that is missing does not move the others.
QString Comparison::columnOrder(const schema::Table& table, const schema::Table& other) const
{
    QSet<QString> others;
    for (const schema::Column& column : other.columns)
        others.insert(column.name);
    QStringList names;
    for (const schema::Column& column : table.columns) {
        if (others.contains(column.name))
            names.append(column.name);
    }
    return names.join(QStringLiteral(", "));
}

void Comparison::databaseOptions()
{
    Difference difference;
    // An option that one side does not tell is not known there, rather than not set.
    for (auto it = m_to.options.begin(); it != m_to.options.end(); ++it) {
        const auto other = m_from.options.constFind(it.key());
        if (other != m_from.options.constEnd() && *other != *it)
            difference.fields.append({QStringLiteral("options.") + it.key(), *other, *it});
    }
    if (difference.fields.isEmpty())
        return;
    difference.from = {ObjectKind::Other, {{}, m_from.name}, QStringLiteral("database")};
    difference.to = {ObjectKind::Other, {{}, m_to.name}, QStringLiteral("database")};
    difference.sentence = m_fromWords.changed(QStringLiteral("database"), difference.from, difference.fields);
    m_differences.append(difference);
}

} // namespace strandline::diff

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diff/wording.h"

#include "core/diff/identity.h"
#include "core/schema/enum_names.h"

#include <QHash>

namespace strandline::diff {

using schema::ObjectId;
using schema::ObjectKind;

QString nounOf(const schema::Schema&)
{
    return QStringLiteral("schema");
}
QString nounOf(const schema::Extension&)
{
    return QStringLiteral("extension");
}
QString nounOf(const schema::UserType& object)
{
    return object.kind == schema::TypeKind::Domain ? QStringLiteral("domain") : QStringLiteral("type");
}
QString nounOf(const schema::Sequence&)
{
    return QStringLiteral("sequence");
}
QString nounOf(const schema::Table& object)
{
    return object.partitionOf.isEmpty() ? QStringLiteral("table") : QStringLiteral("partition");
}
QString nounOf(const schema::View& object)
{
    return object.isMaterialized ? QStringLiteral("materialized view") : QStringLiteral("view");
}
QString nounOf(const schema::Routine& object)
{
    return object.kind == schema::RoutineKind::Window ? QStringLiteral("function") : enumWord(object.kind);
}
QString nounOf(const schema::OtherObject& object)
{
    return object.kind;
}
QString nounOf(const schema::DefaultPrivileges&)
{
    return QStringLiteral("default privileges");
}
QString nounOf(const schema::Column&)
{
    return QStringLiteral("column");
}
QString nounOf(const schema::Constraint& object)
{
    switch (object.kind) {
    case schema::ConstraintKind::PrimaryKey:
    case schema::ConstraintKind::ForeignKey:
        return enumWord(object.kind);
    default:
        return enumWord(object.kind) + QStringLiteral(" constraint");
    }
}
QString nounOf(const schema::Index& object)
{
    return object.isUnique ? QStringLiteral("unique index") : QStringLiteral("index");
}
QString nounOf(const schema::Trigger&)
{
    return QStringLiteral("trigger");
}
QString nounOf(const schema::Rule&)
{
    return QStringLiteral("rule");
}
QString nounOf(const schema::Policy&)
{
    return QStringLiteral("policy");
}

QString Wording::name(const schema::ObjectName& name) const
{
    return name.schema == m_defaultSchema ? name.name : name.display();
}

QString Wording::subject(const QString& noun, const ObjectId& id) const
{
    const QString owner = name(id.name);
    switch (id.kind) {
    case ObjectKind::Column:
        return QStringLiteral("%1 %2.%3").arg(noun, owner, id.part);
    case ObjectKind::Constraint: {
        // Without a name it is told by what it says, which begins with its kind.
        const qsizetype bracket = id.part.indexOf(QLatin1String(" ("));
        const bool isNameless = bracket > 0 && noun.startsWith(id.part.left(bracket));
        return isNameless ? QStringLiteral("%1%2 of %3").arg(noun, id.part.mid(bracket), owner)
                          : QStringLiteral("%1 %2 of %3").arg(noun, id.part, owner);
    }
    case ObjectKind::Index:
    case ObjectKind::Trigger:
    case ObjectKind::Rule:
    case ObjectKind::Policy:
        return QStringLiteral("%1 %2 on %3").arg(noun, id.part, owner);
    case ObjectKind::Routine:
        return QStringLiteral("%1 %2(%3)").arg(noun, owner, id.part);
    case ObjectKind::Other:
        return QStringLiteral("%1 %2").arg(id.part.isEmpty() ? noun : id.part, owner);
    case ObjectKind::Type:
        return id.part.isEmpty() ? QStringLiteral("%1 %2").arg(noun, owner)
                                 : QStringLiteral("value “%1” of %2 %3").arg(id.part, noun, owner);
    default:
        return QStringLiteral("%1 %2").arg(noun, owner);
    }
}

QString Wording::missing(const QString& noun, const ObjectId& id) const
{
    return QStringLiteral("%1 is missing").arg(subject(noun, id));
}

QString Wording::unexpected(const QString& noun, const ObjectId& id) const
{
    return QStringLiteral("%1 is there and is not expected").arg(subject(noun, id));
}

QString Wording::renamed(const QString& noun, const ObjectId& from, const ObjectId& to) const
{
    const bool isValue = from.kind == ObjectKind::Type && !from.part.isEmpty();
    if (isPart(from.kind) || isValue) {
        const QString expected =
            from.name == to.name || from.part == to.part ? to.part : subject(noun, to).mid(noun.size() + 1);
        return QStringLiteral("%1 is expected under the name %2").arg(subject(noun, from), expected);
    }
    return QStringLiteral("%1 is expected under the name %2").arg(subject(noun, from), name(to.name));
}

namespace {

/// For what is or is not: "is unlogged and should not be".
QString adjective(const QString& field)
{
    static const QHash<QString, QString> words {{QStringLiteral("unlogged"), QStringLiteral("unlogged")},
        {QStringLiteral("unique"), QStringLiteral("unique")},
        {QStringLiteral("deferrable"), QStringLiteral("deferrable")},
        {QStringLiteral("initiallyDeferred"), QStringLiteral("initially deferred")},
        {QStringLiteral("validated"), QStringLiteral("validated")},
        {QStringLiteral("enforced"), QStringLiteral("enforced")},
        {QStringLiteral("valid"), QStringLiteral("valid")},
        {QStringLiteral("ignored"), QStringLiteral("ignored by the server")},
        {QStringLiteral("noInherit"), QStringLiteral("kept from child tables")},
        {QStringLiteral("inherited"), QStringLiteral("inherited")},
        {QStringLiteral("invisible"), QStringLiteral("invisible")},
        {QStringLiteral("autoIncrement"), QStringLiteral("auto-incremented")},
        {QStringLiteral("materialized"), QStringLiteral("materialized")},
        {QStringLiteral("populated"), QStringLiteral("populated")},
        {QStringLiteral("permissive"), QStringLiteral("permissive")},
        {QStringLiteral("rowSecurity"), QStringLiteral("protected by row security")},
        {QStringLiteral("forceRowSecurity"), QStringLiteral("protected by row security from its owner")},
        {QStringLiteral("nullsNotDistinct"), QStringLiteral("counting NULLs as equal")},
        {QStringLiteral("options.cycle"), QStringLiteral("starting again at its end")},
        {QStringLiteral("identityOptions.cycle"), QStringLiteral("starting again at its end")},
        {QStringLiteral("access.explicit"), QStringLiteral("under explicit grants")}};
    return words.value(field);
}

/// "generationExpression" -> "generation expression", "options.fillfactor" -> "option fillfactor".
QString fieldWords(const QString& field)
{
    static const QHash<QString, QString> words {{QStringLiteral("access.owner"), QStringLiteral("owner")},
        {QStringLiteral("access.grants"), QStringLiteral("grants")},
        {QStringLiteral("elements"), QStringLiteral("columns")},
        {QStringLiteral("includes"), QStringLiteral("included columns")},
        {QStringLiteral("options.start"), QStringLiteral("start")},
        {QStringLiteral("options.minimum"), QStringLiteral("minimum")},
        {QStringLiteral("options.maximum"), QStringLiteral("maximum")},
        {QStringLiteral("options.increment"), QStringLiteral("increment")},
        {QStringLiteral("options.cache"), QStringLiteral("cache")},
        {QStringLiteral("onDelete"), QStringLiteral("action on delete")},
        {QStringLiteral("onUpdate"), QStringLiteral("action on update")},
        {QStringLiteral("using"), QStringLiteral("USING expression")},
        {QStringLiteral("check"), QStringLiteral("CHECK expression")},
        {QStringLiteral("columnOrder"), QStringLiteral("order of columns")},
        {QStringLiteral("ownedByTable"), QStringLiteral("owning table")},
        {QStringLiteral("ownedByColumn"), QStringLiteral("owning column")}};
    const auto known = words.constFind(field);
    if (known != words.constEnd())
        return *known;
    const qsizetype dot = field.indexOf(u'.');
    if (dot > 0 && field.startsWith(QLatin1String("options.")))
        return QStringLiteral("option ") + field.mid(dot + 1);
    QString text;
    for (const QChar c : dot > 0 ? field.mid(dot + 1) : field)
        text += c.isUpper() ? u' ' + QString(c.toLower()) : QString(c);
    return text;
}

/// A list within a sentence needs an end.
QString bracketed(const QString& text)
{
    return text.contains(QLatin1String(", ")) ? u'(' + text + u')' : text;
}

bool isShort(const QString& text)
{
    return text.size() <= 120 && !text.contains(u'\n');
}

} // namespace

QString Wording::clause(const QString& noun, const ObjectId& id, const FieldDifference& field) const
{
    const QString who = subject(noun, id);
    const bool was = field.from == QLatin1String("yes");
    if (field.field == QLatin1String("notNull"))
        return was ? QStringLiteral("%1 does not allow NULL, and should").arg(who)
                   : QStringLiteral("%1 allows NULL, and should not").arg(who);
    if (field.field == QLatin1String("enabled"))
        return field.to == QLatin1String("none")
            ? QStringLiteral("%1 is set to “%2”, and should be enabled").arg(who, field.from)
            : QStringLiteral("%1 should be set to “%2”").arg(who, field.to);
    const QString word = adjective(field.field);
    if (!word.isEmpty())
        return was ? QStringLiteral("%1 is %2, and should not be").arg(who, word)
                   : QStringLiteral("%1 is not %2, and should be").arg(who, word);
    // "type of orders.total": the noun of a column says nothing there.
    const QString of = id.kind == ObjectKind::Column ? who.mid(noun.size() + 1) : who;
    const QString what = fieldWords(field.field);
    if (field.field == QLatin1String("definition") || !isShort(field.from) || !isShort(field.to))
        return QStringLiteral("%1 of %2 is another than expected").arg(what, of);
    return QStringLiteral("%1 of %2 is %3, %4 is expected")
        .arg(what, of, bracketed(field.from), bracketed(field.to));
}

QString Wording::changed(const QString& noun, const ObjectId& id, const QList<FieldDifference>& fields) const
{
    QStringList clauses;
    for (const FieldDifference& field : fields)
        clauses.append(clause(noun, id, field));
    return clauses.join(QStringLiteral("; "));
}

QString Wording::values(const ObjectId& type, const QStringList& from, const QStringList& to) const
{
    const QString of = name(type.name);
    QStringList clauses;
    for (const QString& value : to) {
        if (!from.contains(value))
            clauses.append(QStringLiteral("value “%1” of type %2 is missing").arg(value, of));
    }
    for (const QString& value : from) {
        if (!to.contains(value))
            clauses.append(
                QStringLiteral("value “%1” of type %2 is there and is not expected").arg(value, of));
    }
    if (clauses.isEmpty())
        clauses.append(QStringLiteral("order of the values of type %1 is %2; %3 is expected")
                           .arg(of, from.join(QStringLiteral(", ")), to.join(QStringLiteral(", "))));
    return clauses.join(QStringLiteral("; "));
}

} // namespace strandline::diff

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diff/identity.h"

#include "core/schema/enum_names.h"

namespace strandline::diff {

using schema::ObjectId;
using schema::ObjectKind;
using schema::ObjectName;

ObjectId idOf(const schema::Schema& object)
{
    return {ObjectKind::Schema, {{}, object.name}, {}};
}
ObjectId idOf(const schema::Extension& object)
{
    return {ObjectKind::Extension, {{}, object.name}, {}};
}
ObjectId idOf(const schema::UserType& object)
{
    return {ObjectKind::Type, object.name, {}};
}
ObjectId idOf(const schema::Sequence& object)
{
    return {ObjectKind::Sequence, object.name, {}};
}
ObjectId idOf(const schema::Table& object)
{
    return {ObjectKind::Table, object.name, {}};
}
ObjectId idOf(const schema::View& object)
{
    return {ObjectKind::View, object.name, {}};
}
ObjectId idOf(const schema::Routine& object)
{
    return {ObjectKind::Routine, object.name, object.identityArguments};
}

ObjectId idOf(const schema::OtherObject& object)
{
    QString part = object.kind;
    if (!object.arguments.isEmpty())
        part += QLatin1Char(' ') + object.arguments;
    if (!object.table.isEmpty())
        part += QStringLiteral(" on ") + object.table.display();
    return {ObjectKind::Other, object.name, part};
}

ObjectId idOf(const schema::DefaultPrivileges& object)
{
    return {ObjectKind::Other, {object.schema, object.role},
        QStringLiteral("default privileges on %1 of").arg(object.objectType.toLower())};
}

ObjectId idOf(const ObjectName& owner, const schema::Column& part)
{
    return {ObjectKind::Column, owner, part.name};
}

ObjectId idOf(const ObjectName& owner, const schema::Constraint& part)
{
    if (!part.name.isEmpty())
        return {ObjectKind::Constraint, owner, part.name};
    const QString what =
        part.columns.isEmpty() || !part.expression.isEmpty() ? part.expression : part.columns.join(u", ");
    return {ObjectKind::Constraint, owner, QStringLiteral("%1 (%2)").arg(enumWord(part.kind), what)};
}

ObjectId idOf(const ObjectName& owner, const schema::Index& part)
{
    return {ObjectKind::Index, owner,
        part.name.isEmpty() ? QStringLiteral("on (%1)").arg(elementsText(part.elements)) : part.name};
}
ObjectId idOf(const ObjectName& owner, const schema::Trigger& part)
{
    return {ObjectKind::Trigger, owner, part.name};
}
ObjectId idOf(const ObjectName& owner, const schema::Rule& part)
{
    return {ObjectKind::Rule, owner, part.name};
}
ObjectId idOf(const ObjectName& owner, const schema::Policy& part)
{
    return {ObjectKind::Policy, owner, part.name};
}

bool isPart(ObjectKind kind)
{
    switch (kind) {
    case ObjectKind::Column:
    case ObjectKind::Constraint:
    case ObjectKind::Index:
    case ObjectKind::Trigger:
    case ObjectKind::Rule:
    case ObjectKind::Policy:
        return true;
    default:
        return false;
    }
}

QString elementText(const schema::IndexElement& element)
{
    QString text = element.column.isEmpty() ? element.expression : element.column;
    if (element.prefixLength > 0)
        text += QStringLiteral("(%1)").arg(element.prefixLength);
    if (!element.collation.isEmpty())
        text += QStringLiteral(" COLLATE ") + element.collation;
    if (!element.operatorClass.isEmpty())
        text += QLatin1Char(' ') + element.operatorClass;
    if (element.isDescending)
        text += QStringLiteral(" DESC");
    // Without a word where it is what the direction implies on PostgreSQL, the only engine that can choose.
    if (element.nullsFirst != element.isDescending)
        text += element.nullsFirst ? QStringLiteral(" NULLS FIRST") : QStringLiteral(" NULLS LAST");
    return text;
}

QString elementsText(const QList<schema::IndexElement>& elements)
{
    QStringList texts;
    for (const schema::IndexElement& element : elements)
        texts.append(elementText(element));
    return texts.join(QStringLiteral(", "));
}

} // namespace strandline::diff

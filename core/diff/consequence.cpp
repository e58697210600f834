// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diff/consequence.h"

#include <QRegularExpression>

namespace strandline::diff {

using schema::ConstraintKind;

namespace {

QString queriesFail()
{
    return QStringLiteral("Queries that name it fail.");
}

/// varchar(50), char(3), character varying(20): 50, 3, 20; nothing for any other type.
std::optional<int> textLength(const QString& type)
{
    static const QRegularExpression pattern(
        QStringLiteral("^(?:varchar|char|character|character varying|varbinary|binary)\\((\\d+)\\)"));
    const QRegularExpressionMatch match = pattern.match(type.toLower());
    return match.hasMatch() ? std::optional(match.captured(1).toInt()) : std::nullopt;
}

/// By the bytes of an integer type; 0 for any other type.
int integerBytes(const QString& type)
{
    const QString word = type.toLower().section(QRegularExpression(QStringLiteral("[ (]")), 0, 0);
    if (word == QLatin1String("tinyint"))
        return 1;
    if (word == QLatin1String("smallint"))
        return 2;
    if (word == QLatin1String("mediumint"))
        return 3;
    if (word == QLatin1String("int") || word == QLatin1String("integer"))
        return 4;
    return word == QLatin1String("bigint") ? 8 : 0;
}

QString narrowerType(const QString& actual, const QString& expected)
{
    const auto length = textLength(actual);
    const auto expectedLength = textLength(expected);
    if (length && ((expectedLength && *length < *expectedLength) || expected.toLower() == QLatin1String("text")))
        return QStringLiteral("Texts of more than %1 characters are refused.").arg(*length);
    const int bytes = integerBytes(actual);
    if (bytes > 0 && bytes < integerBytes(expected)) {
        const bool isUnsigned = actual.contains(QLatin1String("unsigned"), Qt::CaseInsensitive);
        const qint64 highest = (qint64(1) << (bytes * 8 - (isUnsigned ? 0 : 1))) - 1;
        return QStringLiteral("Numbers above %1 are refused.").arg(highest);
    }
    return {};
}

bool fillsItself(const schema::Column& column)
{
    return column.defaultValue || column.isAutoIncrement || column.identity != schema::Identity::None
        || column.generated != schema::Generated::None;
}

} // namespace

QString consequence(const schema::Schema* actual, const schema::Schema*)
{
    return actual ? QString() : QStringLiteral("Nothing that lives in it is there.");
}

QString consequence(const schema::Extension* actual, const schema::Extension*)
{
    return actual ? QString() : QStringLiteral("Functions, types and operators of it are not there.");
}

QString consequence(const schema::UserType* actual, const schema::UserType* expected)
{
    if (!actual)
        return queriesFail();
    if (!expected || actual->kind != schema::TypeKind::Enum)
        return {};
    for (const QString& value : expected->values) {
        if (!actual->values.contains(value))
            return QStringLiteral("Storing or comparing with a missing value fails.");
    }
    return actual->values.size() == expected->values.size()
        ? QStringLiteral("Sorting by a column of this type gives another order.")
        : QString();
}

QString consequence(const schema::Sequence* actual, const schema::Sequence*)
{
    return actual ? QString() : QStringLiteral("Inserts that draw numbers from it fail.");
}

QString consequence(const schema::Table* actual, const schema::Table* expected)
{
    if (!actual)
        return expected->partitionOf.isEmpty()
            ? queriesFail()
            : QStringLiteral("Rows that belong into it are refused, unless a default partition takes them.");
    if (expected && expected->rowSecurity && !actual->rowSecurity)
        return QStringLiteral("Policies do not apply: who may read the table sees every row.");
    return {};
}

QString consequence(const schema::View* actual, const schema::View*)
{
    return actual ? QString() : queriesFail();
}

QString consequence(const schema::Routine* actual, const schema::Routine* expected)
{
    if (!actual)
        return QStringLiteral("Calls of it fail.");
    return expected && actual->returnType != expected->returnType
        ? QStringLiteral("Callers get another type than they expect.")
        : QString();
}

QString consequence(const schema::OtherObject*, const schema::OtherObject*)
{
    return {};
}

QString consequence(const schema::DefaultPrivileges*, const schema::DefaultPrivileges*)
{
    return QStringLiteral("Objects that are made from now on get other rights than expected.");
}

QString consequence(const schema::Column* actual, const schema::Column* expected)
{
    if (!actual)
        return queriesFail();
    if (!expected)
        return actual->notNull && !fillsItself(*actual)
            ? QStringLiteral("Inserts that do not name it fail: it needs a value and has no default.")
            : QString();
    const QString narrower = narrowerType(actual->type, expected->type);
    if (!narrower.isEmpty())
        return narrower;
    if (fillsItself(*expected) && !fillsItself(*actual))
        return actual->notNull ? QStringLiteral("Inserts that leave it out fail.")
                               : QStringLiteral("Inserts that leave it out store NULL.");
    if (actual->notNull && !expected->notNull)
        return QStringLiteral("Storing NULL fails.");
    if (!actual->notNull && expected->notNull)
        return QStringLiteral("NULL can be stored, which readers do not expect.");
    if (actual->generated != schema::Generated::None && expected->generated == schema::Generated::None)
        return QStringLiteral("Inserts and updates that give it a value fail.");
    return {};
}

QString consequence(const schema::Constraint* actual, const schema::Constraint* expected)
{
    if (!expected)
        return actual->kind == ConstraintKind::PrimaryKey
            ? QString()
            : QStringLiteral("Rows that are expected to be allowed may be refused.");
    if (actual)
        return expected->isEnforced && !actual->isEnforced ? QStringLiteral("Rows that break it are accepted.")
                                                           : QString();
    switch (expected->kind) {
    case ConstraintKind::PrimaryKey:
    case ConstraintKind::Unique:
        return QStringLiteral("The same key can be stored twice.");
    case ConstraintKind::ForeignKey:
        return QStringLiteral("Rows without a parent are accepted.");
    case ConstraintKind::NotNull:
        return QStringLiteral("NULL can be stored, which readers do not expect.");
    case ConstraintKind::Check:
    case ConstraintKind::Exclusion:
        break;
    }
    return QStringLiteral("Rows that it forbids are accepted.");
}

QString consequence(const schema::Index* actual, const schema::Index* expected)
{
    if (!expected)
        return actual->isUnique ? QStringLiteral("Rows that are expected to be allowed may be refused.")
                                : QString();
    if (expected->isUnique && (!actual || !actual->isUnique))
        return QStringLiteral("The same key can be stored twice.");
    if (!actual)
        return QStringLiteral("Queries that relied on it get slower.");
    if (!actual->isValid && expected->isValid)
        return QStringLiteral("No query uses it, and every write pays for it.");
    return {};
}

QString consequence(const schema::Trigger* actual, const schema::Trigger* expected)
{
    const bool isOff = actual && actual->enabled == QLatin1String("disabled");
    const bool isExpected = expected && expected->enabled != QLatin1String("disabled");
    if (isExpected && (!actual || isOff))
        return QStringLiteral("What it does does not happen.");
    return expected || isOff ? QString() : QStringLiteral("It does something that is not expected.");
}

QString consequence(const schema::Rule* actual, const schema::Rule* expected)
{
    if (!actual)
        return QStringLiteral("What it does does not happen.");
    return expected ? QString() : QStringLiteral("It does something that is not expected.");
}

QString consequence(const schema::Policy* actual, const schema::Policy* expected)
{
    if (actual && expected)
        return {};
    const bool isPermissive = actual ? actual->isPermissive : expected->isPermissive;
    return bool(actual) == isPermissive ? QStringLiteral("More rows can be seen or changed than expected.")
                                        : QStringLiteral("Fewer rows can be seen or changed than expected.");
}

} // namespace strandline::diff

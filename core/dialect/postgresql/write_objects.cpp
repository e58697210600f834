// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgresql/write_objects.h"

#include "core/dialect/postgresql/pg_text.h"
#include "core/dialect/postgresql/write_column.h"
#include "core/dialect/postgresql/write_table.h"
#include "core/schema/changed_fields.h"

namespace strandline::dialect::postgresql {

using namespace schema;

namespace {

void writeColumnDefaults(const QList<Column>& from, const View& to, Statements& out)
{
    for (const Column& column : to.columns) {
        std::optional<QString> before;
        for (const Column& old : from) {
            if (old.name == column.name)
                before = old.defaultValue;
        }
        if (before == column.defaultValue)
            continue;
        const QString alter =
            QStringLiteral("ALTER VIEW ") + quoted(to.name) + QStringLiteral(" ALTER COLUMN ") + quoted(column.name);
        out.add(column.defaultValue ? alter + QStringLiteral(" SET DEFAULT ") + *column.defaultValue
                                    : alter + QStringLiteral(" DROP DEFAULT"));
    }
}

void writeColumnComments(const QList<Column>& from, const View& to, Statements& out)
{
    for (const Column& column : to.columns) {
        QString before;
        for (const Column& old : from) {
            if (old.name == column.name)
                before = old.comment;
        }
        if (before != column.comment) {
            out.add(QStringLiteral("COMMENT ON COLUMN ") + quoted(to.name) + QLatin1Char('.')
                + quoted(column.name) + QStringLiteral(" IS ")
                + (column.comment.isEmpty() ? QStringLiteral("NULL") : literal(column.comment)));
        }
    }
}

/// Statistics and storage of the columns of a materialised view.
void writeColumnOptions(const QList<Column>& from, const View& to, Statements& out)
{
    if (!to.isMaterialized)
        return;
    for (const Column& column : to.columns) {
        Options before;
        for (const Column& old : from) {
            if (old.name == column.name)
                before = old.options;
        }
        const QString alter = QStringLiteral("ALTER MATERIALIZED VIEW ") + quoted(to.name)
            + QStringLiteral(" ALTER COLUMN ") + quoted(column.name) + QStringLiteral(" SET ");
        for (const char* word : {"storage", "compression", "statistics"}) {
            const QString value = column.options.value(QLatin1String(word));
            if (before.value(QLatin1String(word)) == value)
                continue;
            if (!value.isEmpty())
                out.add(alter + QString::fromLatin1(word).toUpper() + QLatin1Char(' ') + value);
            else if (qstrcmp(word, "statistics") == 0)
                out.add(alter + QStringLiteral("STATISTICS -1"));
        }
    }
}

QString attributeText(const Column& attribute)
{
    QString text = quoted(attribute.name) + QLatin1Char(' ') + attribute.type;
    if (!attribute.collation.isEmpty())
        text += QStringLiteral(" COLLATE ") + attribute.collation;
    return text;
}

QString domainText(const UserType& type)
{
    QString text =
        QStringLiteral("CREATE DOMAIN ") + quoted(type.name) + QStringLiteral(" AS ") + type.baseType;
    if (!type.collation.isEmpty())
        text += QStringLiteral(" COLLATE ") + type.collation;
    if (type.defaultValue)
        text += QStringLiteral(" DEFAULT ") + *type.defaultValue;
    if (type.notNull)
        text += QStringLiteral(" NOT NULL");
    for (const Constraint& constraint : type.constraints) {
        if (constraint.kind == ConstraintKind::Check && constraint.isValidated) {
            text += QStringLiteral("\n    CONSTRAINT ") + quoted(constraint.name) + QLatin1Char(' ')
                + constraint.definition;
        }
    }
    return text;
}

QString rangeText(const UserType& type)
{
    QStringList words {QStringLiteral("subtype = ") + type.baseType};
    if (!type.collation.isEmpty())
        words.append(QStringLiteral("collation = ") + type.collation);
    for (auto it = type.options.begin(); it != type.options.end(); ++it) {
        QString value = it.value();
        // A bare name there would be made in the schema that comes first in the search path.
        if (it.key() == QLatin1String("multirange_type_name"))
            value = quoted(ObjectName {type.name.schema, value});
        words.append(it.key() + QStringLiteral(" = ") + value);
    }
    return QStringLiteral("CREATE TYPE ") + quoted(type.name) + QStringLiteral(" AS RANGE (")
        + words.join(QStringLiteral(", ")) + QLatin1Char(')');
}

QString listText(const QString& head, const QStringList& items)
{
    return items.isEmpty()
        ? head + QStringLiteral(" ()")
        : head + QStringLiteral(" (\n    ") + items.join(QStringLiteral(",\n    ")) + QStringLiteral("\n)");
}

void addDomainConstraint(const UserType& type, const Constraint& constraint, Statements& out)
{
    out.add(QStringLiteral("ALTER DOMAIN ") + quoted(type.name) + QStringLiteral(" ADD CONSTRAINT ")
        + quoted(constraint.name) + QLatin1Char(' ') + constraint.definition);
}

const Constraint* named(const QList<Constraint>& constraints, const QString& name)
{
    for (const Constraint& constraint : constraints) {
        if (constraint.name == name)
            return &constraint;
    }
    return nullptr;
}

QString withoutValidity(QString definition)
{
    const QString suffix = QStringLiteral(" NOT VALID");
    if (definition.endsWith(suffix))
        definition.chop(suffix.size());
    return definition;
}

void writeDomainConstraints(const UserType& from, const UserType& to, Statements& out)
{
    const QString alter = QStringLiteral("ALTER DOMAIN ") + quoted(to.name);
    QStringList kept;
    for (const Constraint& old : from.constraints) {
        const Constraint* now = named(to.constraints, old.name);
        const bool isSame = now && withoutValidity(now->definition) == withoutValidity(old.definition)
            && (now->isValidated || !old.isValidated);
        if (isSame) {
            kept.append(old.name);
            if (now->isValidated && !old.isValidated)
                out.add(alter + QStringLiteral(" VALIDATE CONSTRAINT ") + quoted(old.name));
            continue;
        }
        const Constraint* renamed = nullptr;
        for (const Constraint& candidate : to.constraints) {
            if (candidate.definition == old.definition && !named(from.constraints, candidate.name)
                && !kept.contains(candidate.name) && !now)
                renamed = renamed ? renamed : &candidate;
        }
        if (renamed) {
            kept.append(renamed->name);
            out.add(alter + QStringLiteral(" RENAME CONSTRAINT ") + quoted(old.name) + QStringLiteral(" TO ")
                + quoted(renamed->name));
        } else {
            out.add(alter + QStringLiteral(" DROP CONSTRAINT ") + quoted(old.name));
        }
    }
    for (const Constraint& now : to.constraints) {
        if (!kept.contains(now.name) && now.kind == ConstraintKind::Check)
            addDomainConstraint(to, now, out);
    }
    for (const Constraint& now : to.constraints) {
        const Constraint* old = named(from.constraints, now.name);
        const QString before = old ? old->comment : QString();
        if (now.comment != before) {
            out.add(QStringLiteral("COMMENT ON CONSTRAINT ") + quoted(now.name) + QStringLiteral(" ON DOMAIN ")
                + quoted(to.name) + QStringLiteral(" IS ")
                + (now.comment.isEmpty() ? QStringLiteral("NULL") : literal(now.comment)));
        }
    }
}

void writeDomainChange(const UserType& from, const UserType& to, Statements& out)
{
    const QString alter = QStringLiteral("ALTER DOMAIN ") + quoted(to.name);
    if (from.defaultValue != to.defaultValue) {
        out.add(to.defaultValue ? alter + QStringLiteral(" SET DEFAULT ") + *to.defaultValue
                                : alter + QStringLiteral(" DROP DEFAULT"));
    }
    if (from.notNull != to.notNull)
        out.add(alter + (to.notNull ? QStringLiteral(" SET NOT NULL") : QStringLiteral(" DROP NOT NULL")));
    writeDomainConstraints(from, to, out);
}

void writeEnumChange(const UserType& from, const UserType& to, Statements& out)
{
    QStringList there = from.values;
    for (qsizetype i = 0; i < to.values.size(); ++i) {
        const QString& value = to.values.at(i);
        if (there.contains(value))
            continue;
        QString text =
            QStringLiteral("ALTER TYPE ") + quoted(to.name) + QStringLiteral(" ADD VALUE ") + literal(value);
        if (i > 0)
            text += QStringLiteral(" AFTER ") + literal(to.values.at(i - 1));
        else if (!there.isEmpty())
            text += QStringLiteral(" BEFORE ") + literal(there.first());
        there.insert(i, value);
        out.add(text);
    }
}

const Column* attribute(const UserType& type, const QString& name)
{
    for (const Column& column : type.attributes) {
        if (column.name == name)
            return &column;
    }
    return nullptr;
}

void writeCompositeChange(const UserType& from, const UserType& to, Statements& out)
{
    const QString alter = QStringLiteral("ALTER TYPE ") + quoted(to.name);
    for (const Column& old : from.attributes) {
        const Column* now = attribute(to, old.name);
        if (!now) {
            out.addLosing(alter + QStringLiteral(" DROP ATTRIBUTE ") + quoted(old.name) + QStringLiteral(" CASCADE"),
                QStringLiteral("Deletes attribute %1 in every value of %2.").arg(old.name, to.name.display()));
        } else if (now->type != old.type || now->collation != old.collation) {
            QString text =
                alter + QStringLiteral(" ALTER ATTRIBUTE ") + quoted(old.name) + QStringLiteral(" TYPE ") + now->type;
            if (!now->collation.isEmpty())
                text += QStringLiteral(" COLLATE ") + now->collation;
            out.add(text + QStringLiteral(" CASCADE"));
        }
    }
    for (const Column& now : to.attributes) {
        if (!attribute(from, now.name))
            out.add(alter + QStringLiteral(" ADD ATTRIBUTE ") + attributeText(now) + QStringLiteral(" CASCADE"));
    }
}

void writeAttributeComments(const UserType& from, const UserType& to, Statements& out)
{
    for (const Column& now : to.attributes) {
        const Column* old = attribute(from, now.name);
        if (now.comment != (old ? old->comment : QString())) {
            out.add(QStringLiteral("COMMENT ON COLUMN ") + quoted(to.name) + QLatin1Char('.') + quoted(now.name)
                + QStringLiteral(" IS ") + (now.comment.isEmpty() ? QStringLiteral("NULL") : literal(now.comment)));
        }
    }
}

bool isSubsequence(const QStringList& part, const QStringList& whole)
{
    qsizetype at = 0;
    for (const QString& value : whole) {
        if (at < part.size() && part.at(at) == value)
            ++at;
    }
    return at == part.size();
}

/// One argument as pg_get_function_arguments() prints it: "OUT name type DEFAULT x".
struct Argument
{
    QString mode;
    QString words; ///< name and type; which is which cannot be told apart
    bool hasDefault = false;
};

Argument argumentOf(const QString& text)
{
    Argument argument;
    argument.words = text;
    for (const char* mode : {"INOUT ", "OUT ", "IN ", "VARIADIC "}) {
        if (argument.words.startsWith(QLatin1String(mode))) {
            argument.mode = QLatin1String(mode);
            argument.words.remove(0, qsizetype(qstrlen(mode)));
        }
    }
    const qsizetype at = argument.words.indexOf(QLatin1String(" DEFAULT "));
    if (at >= 0) {
        argument.hasDefault = true;
        argument.words.truncate(at);
    }
    return argument;
}

} // namespace

void writeCreateSequence(const Sequence& sequence, Statements& out)
{
    QString text = sequence.isUnlogged ? QStringLiteral("CREATE UNLOGGED SEQUENCE ") : QStringLiteral("CREATE SEQUENCE ");
    text += quoted(sequence.name);
    for (const QString& word : sequenceWords(sequence.options))
        text += QLatin1Char(' ') + word;
    out.add(text);
}

void writeSequenceChange(
    const Question&, const Sequence& from, const Sequence& to, Statements& out)
{
    const QString alter = QStringLiteral("ALTER SEQUENCE ") + quoted(to.name);
    QStringList words = sequenceChanges(from.options, to.options);
    // A change of type moves the limits only where they were the former type's.
    if (from.options.type != to.options.type) {
        if (!words.filter(QStringLiteral("MAXVALUE")).size())
            words.append(to.options.maximum.isEmpty() ? QStringLiteral("NO MAXVALUE")
                                                      : QStringLiteral("MAXVALUE ") + to.options.maximum);
    }
    if (!words.isEmpty())
        out.add(alter + QLatin1Char(' ') + words.join(QLatin1Char(' ')));
    if (from.isUnlogged != to.isUnlogged)
        out.add(alter + (to.isUnlogged ? QStringLiteral(" SET UNLOGGED") : QStringLiteral(" SET LOGGED")));
}

void writeOwnedBy(const Sequence& sequence, Statements& out)
{
    const QString owner = sequence.ownedByTable.isEmpty()
        ? QStringLiteral("NONE")
        : quoted(sequence.ownedByTable) + QLatin1Char('.') + quoted(sequence.ownedByColumn);
    out.add(QStringLiteral("ALTER SEQUENCE ") + quoted(sequence.name) + QStringLiteral(" OWNED BY ") + owner);
}

void writeCreateType(const UserType& type, Statements& out)
{
    const QString create = QStringLiteral("CREATE TYPE ") + quoted(type.name);
    QStringList items;
    switch (type.kind) {
    case TypeKind::Enum:
        for (const QString& value : type.values)
            items.append(literal(value));
        out.add(listText(create + QStringLiteral(" AS ENUM"), items));
        break;
    case TypeKind::Composite:
        for (const Column& column : type.attributes)
            items.append(attributeText(column));
        out.add(listText(create + QStringLiteral(" AS"), items));
        break;
    case TypeKind::Domain:
        out.add(domainText(type));
        for (const Constraint& constraint : type.constraints) {
            if (constraint.kind == ConstraintKind::Check && !constraint.isValidated)
                addDomainConstraint(type, constraint, out);
        }
        for (const Constraint& constraint : type.constraints) {
            if (!constraint.comment.isEmpty()) {
                out.add(QStringLiteral("COMMENT ON CONSTRAINT ") + quoted(constraint.name)
                    + QStringLiteral(" ON DOMAIN ") + quoted(type.name) + QStringLiteral(" IS ")
                    + literal(constraint.comment));
            }
        }
        break;
    case TypeKind::Range:
        out.add(rangeText(type));
        break;
    case TypeKind::Base:
        out.add(type.definition);
        break;
    }
    writeAttributeComments({}, type, out);
}

bool isAlterable(const UserType& from, const UserType& to, bool isUsed)
{
    if (from.kind != to.kind)
        return false;
    switch (from.kind) {
    case TypeKind::Enum:
        return isSubsequence(from.values, to.values);
    case TypeKind::Domain:
        return from.baseType == to.baseType && from.collation == to.collation;
    case TypeKind::Composite:
        for (const Column& old : from.attributes) {
            const Column* now = attribute(to, old.name);
            if (isUsed && now && (now->type != old.type || now->collation != old.collation))
                return false;
        }
        return true;
    case TypeKind::Range:
    case TypeKind::Base:
        break;
    }
    return from.baseType == to.baseType && from.collation == to.collation && from.options == to.options
        && from.definition == to.definition;
}

void writeTypeChange(const UserType& from, const UserType& to, Statements& out)
{
    if (to.kind == TypeKind::Enum)
        writeEnumChange(from, to, out);
    else if (to.kind == TypeKind::Domain)
        writeDomainChange(from, to, out);
    else if (to.kind == TypeKind::Composite)
        writeCompositeChange(from, to, out);
    writeAttributeComments(from, to, out);
}

void writeCreateView(const View& view, bool replace, Statements& out)
{
    QString text = QStringLiteral("CREATE ");
    if (view.isMaterialized)
        text += QStringLiteral("MATERIALIZED VIEW ");
    else
        text += replace ? QStringLiteral("OR REPLACE VIEW ") : QStringLiteral("VIEW ");
    text += quoted(view.name);
    if (view.isMaterialized && view.options.contains(QStringLiteral("access_method")))
        text += QStringLiteral(" USING ") + quoted(view.options.value(QStringLiteral("access_method")));
    text += storageClause(view.options);
    if (view.isMaterialized && view.options.contains(QStringLiteral("tablespace")))
        text += QStringLiteral(" TABLESPACE ") + quoted(view.options.value(QStringLiteral("tablespace")));
    text += QStringLiteral(" AS\n") + view.definition;
    if (!view.checkOption.isEmpty())
        text += QStringLiteral("\nWITH ") + view.checkOption + QStringLiteral(" CHECK OPTION");
    if (view.isMaterialized && !view.isPopulated)
        text += QStringLiteral("\nWITH NO DATA");
    out.add(text);
    if (!replace) {
        writeColumnDefaults({}, view, out);
        writeColumnComments({}, view, out);
        writeColumnOptions({}, view, out);
    }
}

bool isReplaceable(const View& from, const View& to)
{
    if (from.isMaterialized || to.isMaterialized || from.columns.size() > to.columns.size())
        return false;
    for (qsizetype i = 0; i < from.columns.size(); ++i) {
        const Column& a = from.columns.at(i);
        const Column& b = to.columns.at(i);
        if (a.name != b.name || a.type != b.type || a.typeName != b.typeName || a.collation != b.collation)
            return false;
    }
    return true;
}

bool isSameQuery(const View& from, const View& to)
{
    return from.isMaterialized == to.isMaterialized && from.definition == to.definition
        && from.columns.size() == to.columns.size() && (from.isMaterialized || isReplaceable(from, to));
}

void writeViewChange(const View& from, const View& to, Statements& out)
{
    const QString alter =
        (to.isMaterialized ? QStringLiteral("ALTER MATERIALIZED VIEW ") : QStringLiteral("ALTER VIEW "))
        + quoted(to.name);
    if (!isSameQuery(from, to) || from.checkOption != to.checkOption) {
        writeCreateView(to, true, out);
        // What CREATE OR REPLACE does not say is kept, and WITH takes the place of all options.
    } else {
        writeStorageChange(from.options, to.options, alter, out);
        if (from.isPopulated != to.isPopulated) {
            out.add(QStringLiteral("REFRESH MATERIALIZED VIEW ") + quoted(to.name)
                + (to.isPopulated ? QString() : QStringLiteral(" WITH NO DATA")));
        }
    }
    writeColumnDefaults(from.columns, to, out);
    writeColumnComments(from.columns, to, out);
    writeColumnOptions(from.columns, to, out);
}

bool isReplaceable(const Routine& from, const Routine& to)
{
    if (from.kind != to.kind || from.returnType != to.returnType || from.kind == RoutineKind::Aggregate)
        return false;
    const QStringList before = splitAtCommas(from.arguments);
    const QStringList after = splitAtCommas(to.arguments);
    if (before.size() != after.size())
        return false;
    for (qsizetype i = 0; i < before.size(); ++i) {
        const Argument a = argumentOf(before.at(i));
        const Argument b = argumentOf(after.at(i));
        // A name may be given to an argument without one, and never changed.
        const bool isNamed = b.words.endsWith(QLatin1Char(' ') + a.words) || a.words == b.words;
        if (a.mode != b.mode || !isNamed || (a.hasDefault && !b.hasDefault))
            return false;
    }
    return true;
}

void writeCreateRoutine(const Routine& routine, Statements& out)
{
    out.add(routine.definition);
}

void writeCreateExtension(const Extension& extension, Statements& out)
{
    // Without its version: which ones there are depends on the server.
    QString text = QStringLiteral("CREATE EXTENSION ") + quoted(extension.name);
    if (!extension.schema.isEmpty())
        text += QStringLiteral(" WITH SCHEMA ") + quoted(extension.schema);
    out.add(text);
}

void writeExtensionChange(const Extension& from, const Extension& to, Statements& out)
{
    const QString alter = QStringLiteral("ALTER EXTENSION ") + quoted(to.name);
    if (from.schema != to.schema)
        out.add(alter + QStringLiteral(" SET SCHEMA ") + quoted(to.schema));
    if (from.version != to.version)
        out.add(alter + QStringLiteral(" UPDATE TO ") + literal(to.version));
}

} // namespace strandline::dialect::postgresql

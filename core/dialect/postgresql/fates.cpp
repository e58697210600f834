// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgresql/fates.h"

#include "core/dialect/postgresql/pg_text.h"
#include "core/dialect/postgresql/same.h"
#include "core/dialect/postgresql/write_objects.h"
#include "core/dialect/postgresql/write_parts.h"
#include "core/schema/changed_fields.h"

namespace strandline::dialect::postgresql {

using namespace schema;

namespace {

constexpr int firstVersionWithSetExpression = 170000;

/// Types whose values compare with each other, so that a foreign key between them stands.
QString family(const QString& type)
{
    const QString bare = bareType(type);
    static const QSet<QString> numbers {QStringLiteral("smallint"), QStringLiteral("integer"),
        QStringLiteral("bigint"), QStringLiteral("numeric"), QStringLiteral("real"),
        QStringLiteral("double precision")};
    static const QSet<QString> texts {
        QStringLiteral("text"), QStringLiteral("character varying"), QStringLiteral("character")};
    if (numbers.contains(bare))
        return QStringLiteral("number");
    return texts.contains(bare) ? QStringLiteral("text") : type;
}

bool hasExpression(const Index& index)
{
    if (!index.predicate.isEmpty())
        return true;
    for (const IndexElement& element : index.elements) {
        if (element.column.isEmpty() || !element.operatorClass.isEmpty())
            return true;
    }
    return false;
}

} // namespace

Fates::Fates(const Question& question, const QSet<ObjectName>& forced)
    : m_question(question)
    , m_forced(forced)
{
    compareAll();
    separateKeyTypes();
    propagate();
}

void Fates::compareAll()
{
    for (const ObjectId& id : m_question.from.ids()) {
        if (of(id) == Fate::Recreate)
            continue; // with its whole
        if (m_question.to.contains(id))
            set(id, compare(id));
        else
            set(id, Fate::Drop);
    }
    for (const ObjectId& id : m_question.to.ids()) {
        if (!m_question.from.contains(id))
            m_fates.insert(id, Fate::Create);
    }
}

void Fates::set(const ObjectId& id, Fate fate)
{
    m_fates.insert(id, fate);
    if (fate == Fate::Recreate || fate == Fate::Drop)
        m_open.append(id);
    if (fate == Fate::Recreate && (id.kind == ObjectKind::Table || id.kind == ObjectKind::View))
        recreateParts(id);
}

void Fates::recreateParts(const ObjectId& whole)
{
    for (const ObjectId& id : m_question.from.partsOf(whole.name)) {
        if (m_question.to.contains(id) && m_fates.value(id) != Fate::Recreate)
            set(id, Fate::Recreate);
    }
}

bool Fates::isTypeUsed(const ObjectName& type) const
{
    for (const ObjectId& user : m_question.from.dependentsOf({ObjectKind::Type, type, {}})) {
        if (user.kind == ObjectKind::Column || user.kind == ObjectKind::Table || user.kind == ObjectKind::Type)
            return true;
    }
    return false;
}

Fate Fates::compareTable(const ObjectId& id)
{
    const Table& from = *m_question.from.table(id.name);
    const Table& to = *m_question.to.table(id.name);
    if (from.kind != to.kind || from.partitionKey != to.partitionKey || from.foreignServer != to.foreignServer)
        return Fate::Recreate;
    if (from.partitionOf != to.partitionOf || from.partitionBound != to.partitionBound)
        m_detached.insert(id);
    return Fate::Alter;
}

Fate Fates::compareColumn(const ObjectId& id)
{
    const Column& from = *m_question.from.find<Column>(id);
    const Column& to = *m_question.to.find<Column>(id);
    const bool isGenerated = to.generated != Generated::None;
    if (from.generated != to.generated && (isGenerated || from.generated == Generated::Virtual))
        return Fate::Recreate;
    if (isGenerated && from.generationExpression != to.generationExpression
        && m_question.version < firstVersionWithSetExpression)
        return Fate::Recreate;
    if (from.type != to.type || from.collation != to.collation || from.typeName != to.typeName)
        retype(id);
    Column other = to;
    other.comment = from.comment;
    other.grants = from.grants;
    return isSame(from, other) ? Fate::Keep : Fate::Alter;
}

Fate Fates::compare(const ObjectId& id)
{
    const Catalog& from = m_question.from;
    const Catalog& to = m_question.to;
    const auto unless = [](bool isSame, Fate fate) { return isSame ? Fate::Keep : fate; };
    switch (id.kind) {
    case ObjectKind::Type: {
        const UserType& before = *from.find<UserType>(id);
        const UserType& after = *to.find<UserType>(id);
        if (m_forced.contains(id.name) || !isAlterable(before, after, isTypeUsed(id.name)))
            return Fate::Recreate;
        return Fate::Alter;
    }
    case ObjectKind::Table:
        return compareTable(id);
    case ObjectKind::Column:
        return compareColumn(id);
    case ObjectKind::Constraint:
        return isSameConstraint(*from.find<Constraint>(id), *to.find<Constraint>(id)) ? Fate::Alter
                                                                                      : Fate::Recreate;
    case ObjectKind::Index:
        return isSameIndex(*from.find<Index>(id), *to.find<Index>(id)) ? Fate::Alter : Fate::Recreate;
    case ObjectKind::Trigger: {
        const Trigger& before = *from.find<Trigger>(id);
        const Trigger& after = *to.find<Trigger>(id);
        if (isSameTrigger(before, after) || isReplaceable(before, after, m_question.version))
            return Fate::Alter;
        return Fate::Recreate;
    }
    case ObjectKind::Policy:
        return isAlterable(*from.find<Policy>(id), *to.find<Policy>(id)) ? Fate::Alter : Fate::Recreate;
    case ObjectKind::View: {
        const View& before = *from.find<View>(id);
        const View& after = *to.find<View>(id);
        if (isSameQuery(before, after)
            && before.options.value(QStringLiteral("access_method"))
                == after.options.value(QStringLiteral("access_method")))
            return Fate::Alter;
        return isReplaceable(before, after) ? Fate::Alter : Fate::Recreate;
    }
    case ObjectKind::Routine: {
        const Routine& before = *from.find<Routine>(id);
        const Routine& after = *to.find<Routine>(id);
        if (before.definition == after.definition)
            return Fate::Keep;
        return isReplaceable(before, after) ? Fate::Alter : Fate::Recreate;
    }
    case ObjectKind::Other:
        return unless(from.find<OtherObject>(id)->definition == to.find<OtherObject>(id)->definition
                && from.find<OtherObject>(id)->options == to.find<OtherObject>(id)->options,
            Fate::Recreate);
    case ObjectKind::Schema:
    case ObjectKind::Extension:
    case ObjectKind::Sequence:
    case ObjectKind::Rule:
        break;
    }
    return Fate::Alter;
}

void Fates::retype(const ObjectId& column)
{
    if (m_retyped.contains(column))
        return;
    m_retyped.insert(column);
    m_open.append(column);
}

/// The server checks a foreign key again when one of its columns changes, and in between the two may not
/// compare.
void Fates::separateKeyTypes()
{
    for (const Table& table : m_question.from.database().tables) {
        for (const Constraint& constraint : table.constraints) {
            const ObjectId id {ObjectKind::Constraint, table.name, constraint.name};
            if (constraint.kind != ConstraintKind::ForeignKey || m_fates.value(id) != Fate::Alter)
                continue;
            QList<ObjectId> columns;
            for (const QString& column : constraint.columns)
                columns.append(columnId(table.name, column));
            for (const QString& column : constraint.referencedColumns)
                columns.append(columnId(constraint.referencedTable, column));
            for (const ObjectId& column : std::as_const(columns)) {
                const Column* from = m_question.from.find<Column>(column);
                const Column* to = m_question.to.find<Column>(column);
                if (m_retyped.contains(column) && from && to && family(from->type) != family(to->type))
                    set(id, Fate::Recreate);
            }
        }
    }
}

void Fates::propagate()
{
    while (!m_open.isEmpty()) {
        const ObjectId gone = m_open.takeLast();
        for (const ObjectId& dependent : m_question.from.dependentsOf(gone))
            leave(gone, dependent);
        if (gone.kind == ObjectKind::Column && m_retyped.contains(gone))
            recreateUsersOfType(gone);
    }
}

/// What `dependent` has to do when `gone` goes, or is a column that changes its type.
void Fates::leave(const ObjectId& gone, const ObjectId& dependent)
{
    const Fate fate = of(dependent);
    if (fate == Fate::Drop || fate == Fate::Recreate)
        return;
    const bool onlyRetyped = of(gone) != Fate::Drop && of(gone) != Fate::Recreate;
    switch (dependent.kind) {
    case ObjectKind::Table:
        if (gone.kind == ObjectKind::Table)
            m_detached.insert(dependent);
        return;
    case ObjectKind::Column: {
        const Column* column = m_question.from.find<Column>(dependent);
        if (column->generated != Generated::None
            && (gone.kind == ObjectKind::Column || gone.kind == ObjectKind::Routine)) {
            set(dependent, Fate::Recreate);
        } else if (gone.kind == ObjectKind::Type || gone.kind == ObjectKind::Extension) {
            if (gone.kind == ObjectKind::Type && column->typeName == gone.name)
                retype(dependent);
            else if (column->defaultValue)
                m_lostDefaults.insert(dependent);
        } else if (!onlyRetyped && column->defaultValue) {
            m_lostDefaults.insert(dependent);
        }
        return;
    }
    case ObjectKind::Sequence:
    case ObjectKind::Schema:
    case ObjectKind::Extension:
        return;
    case ObjectKind::Constraint:
    case ObjectKind::Index:
    case ObjectKind::Other:
        if (!onlyRetyped)
            set(dependent, Fate::Recreate);
        return;
    case ObjectKind::Type:
    case ObjectKind::Trigger:
    case ObjectKind::Rule:
    case ObjectKind::Policy:
    case ObjectKind::View:
    case ObjectKind::Routine:
        break;
    }
    // What is replaced lets go of what is gone for good by itself; of what comes back it cannot.
    const bool letsGo = of(gone) == Fate::Drop && fate == Fate::Alter
        && !m_question.to.dependenciesOf(dependent).contains(gone);
    const bool isReplaced = dependent.kind == ObjectKind::View || dependent.kind == ObjectKind::Routine;
    if (!(letsGo && isReplaced))
        set(dependent, Fate::Recreate);
}

/// The server builds indexes and checks of a column again when its type changes. Where the type is another one
/// of ours, or of another family, their expressions may have no operator for it in between.
void Fates::recreateUsersOfType(const ObjectId& column)
{
    const Column* from = m_question.from.find<Column>(column);
    const Column* to = m_question.to.find<Column>(column);
    if (!from || !to || (from->typeName.isEmpty() && family(from->type) == family(to->type)))
        return;
    for (const ObjectId& user : m_question.from.dependentsOf(column)) {
        if (of(user) != Fate::Alter && of(user) != Fate::Keep)
            continue;
        if (user.kind == ObjectKind::Index && hasExpression(*m_question.from.find<Index>(user)))
            set(user, Fate::Recreate);
        else if (user.kind == ObjectKind::Constraint) {
            const ConstraintKind kind = m_question.from.find<Constraint>(user)->kind;
            const bool isOurType = !from->typeName.isEmpty();
            if (kind == ConstraintKind::Check || kind == ConstraintKind::Exclusion
                || (kind == ConstraintKind::ForeignKey && isOurType))
                set(user, Fate::Recreate);
        }
    }
}

} // namespace strandline::dialect::postgresql

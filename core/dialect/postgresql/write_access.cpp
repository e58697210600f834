// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgresql/write_access.h"

#include "core/dialect/postgresql/pg_text.h"

namespace strandline::dialect::postgresql {

using namespace schema;

namespace {

QString tableWord(const Catalog& catalog, const ObjectName& name)
{
    if (const View* view = catalog.view(name))
        return view->isMaterialized ? QStringLiteral("MATERIALIZED VIEW ") : QStringLiteral("VIEW ");
    const Table* table = catalog.table(name);
    return table && table->kind == TableKind::Foreign ? QStringLiteral("FOREIGN TABLE ")
                                                      : QStringLiteral("TABLE ");
}

QString routineTarget(const Routine& routine)
{
    const bool isAggregate = routine.kind == RoutineKind::Aggregate;
    const QString word = isAggregate ? QStringLiteral("AGGREGATE ")
        : routine.kind == RoutineKind::Procedure ? QStringLiteral("PROCEDURE ")
                                                 : QStringLiteral("FUNCTION ");
    const QString arguments = isAggregate && routine.identityArguments.isEmpty() ? QStringLiteral("*")
                                                                                 : routine.identityArguments;
    return word + quoted(routine.name) + QLatin1Char('(') + arguments + QLatin1Char(')');
}

/// "DROP CAST (a AS b)" says how the rest of the commands name it, too.
QString otherTarget(const OtherObject& other)
{
    QString text = other.removal.trimmed();
    if (!text.startsWith(QLatin1String("DROP "), Qt::CaseInsensitive))
        return {};
    text.remove(0, 5);
    text.replace(QLatin1String("IF EXISTS "), QString());
    return text;
}

const Access* accessOf(const Catalog& catalog, const ObjectId& id)
{
    switch (id.kind) {
    case ObjectKind::Schema:
        return &catalog.find<Schema>(id)->access;
    case ObjectKind::Type:
        return &catalog.find<UserType>(id)->access;
    case ObjectKind::Sequence:
        return &catalog.find<Sequence>(id)->access;
    case ObjectKind::Table:
        return &catalog.find<Table>(id)->access;
    case ObjectKind::View:
        return &catalog.find<View>(id)->access;
    case ObjectKind::Routine:
        return &catalog.find<Routine>(id)->access;
    case ObjectKind::Other:
        return &catalog.find<OtherObject>(id)->access;
    default:
        return nullptr;
    }
}

QString commentOf(const Catalog& catalog, const ObjectId& id)
{
    switch (id.kind) {
    case ObjectKind::Schema:
        return catalog.find<Schema>(id)->comment;
    case ObjectKind::Extension:
        return catalog.find<Extension>(id)->comment;
    case ObjectKind::Type:
        return catalog.find<UserType>(id)->comment;
    case ObjectKind::Sequence:
        return catalog.find<Sequence>(id)->comment;
    case ObjectKind::Table:
        return catalog.find<Table>(id)->comment;
    case ObjectKind::View:
        return catalog.find<View>(id)->comment;
    case ObjectKind::Routine:
        return catalog.find<Routine>(id)->comment;
    case ObjectKind::Column:
        return catalog.find<Column>(id)->comment;
    case ObjectKind::Constraint:
        return catalog.find<Constraint>(id)->comment;
    case ObjectKind::Index:
        return catalog.find<Index>(id)->comment;
    case ObjectKind::Trigger:
        return catalog.find<Trigger>(id)->comment;
    case ObjectKind::Rule:
        return catalog.find<Rule>(id)->comment;
    case ObjectKind::Policy:
        return catalog.find<Policy>(id)->comment;
    case ObjectKind::Other:
        return catalog.find<OtherObject>(id)->comment;
    }
    return {};
}

/// GRANT names kinds in its own way. Empty: nothing can be granted on it.
QString grantTarget(const Catalog& catalog, const ObjectId& id)
{
    const QString named = target(catalog, id);
    switch (id.kind) {
    case ObjectKind::Table:
    case ObjectKind::View:
        return QStringLiteral("TABLE ") + quoted(id.name);
    case ObjectKind::Routine:
        return catalog.find<Routine>(id)->kind == RoutineKind::Aggregate
            ? QStringLiteral("FUNCTION ") + named.mid(int(qstrlen("AGGREGATE "))).replace(
                  QLatin1String("(*)"), QLatin1String("()"))
            : named;
    case ObjectKind::Schema:
    case ObjectKind::Sequence:
    case ObjectKind::Type:
        return named;
    case ObjectKind::Other:
        if (named.startsWith(QLatin1String("SERVER ")))
            return QStringLiteral("FOREIGN ") + named;
        return named.startsWith(QLatin1String("FOREIGN DATA WRAPPER "))
                || named.startsWith(QLatin1String("LANGUAGE "))
            ? named
            : QString();
    default:
        return {};
    }
}

QList<Grant> builtInGrants(ObjectKind kind)
{
    if (kind == ObjectKind::Routine)
        return {{QString(), QStringLiteral("EXECUTE"), false}};
    if (kind == ObjectKind::Type)
        return {{QString(), QStringLiteral("USAGE"), false}};
    return {};
}

QList<Grant> effective(const Access& access, ObjectKind kind)
{
    return access.isExplicit ? access.grants : builtInGrants(kind);
}

QString defaultsWord(ObjectKind kind)
{
    switch (kind) {
    case ObjectKind::Table:
    case ObjectKind::View:
        return QStringLiteral("TABLES");
    case ObjectKind::Sequence:
        return QStringLiteral("SEQUENCES");
    case ObjectKind::Routine:
        return QStringLiteral("FUNCTIONS");
    case ObjectKind::Type:
        return QStringLiteral("TYPES");
    case ObjectKind::Schema:
        return QStringLiteral("SCHEMAS");
    default:
        return {};
    }
}

/// What an object has right after it was made, by the default privileges that hold then: those of `from`,
/// since they are changed last. Whose they are is not known; the owner to be is the best guess.
QList<Grant> initialGrants(const Question& question, const ObjectId& id)
{
    QList<Grant> grants = builtInGrants(id.kind);
    const QString word = defaultsWord(id.kind);
    const Access* access = accessOf(question.to, id);
    for (const DefaultPrivileges& defaults : question.from.database().defaultPrivileges) {
        if (defaults.objectType != word || (access && defaults.role != access->owner))
            continue;
        if (defaults.schema.isEmpty())
            grants = defaults.grants;
    }
    for (const DefaultPrivileges& defaults : question.from.database().defaultPrivileges) {
        if (defaults.objectType == word && defaults.schema == id.name.schema && !defaults.schema.isEmpty()
            && (!access || defaults.role == access->owner))
            grants += defaults.grants;
    }
    return grants;
}

QString granteeText(const QString& grantee)
{
    return grantee.isEmpty() ? QStringLiteral("PUBLIC") : quoted(grantee);
}

using Rights = QMap<QString, bool>; ///< privilege to grantable

QMap<QString, Rights> byGrantee(const QList<Grant>& grants)
{
    QMap<QString, Rights> result;
    for (const Grant& grant : grants) {
        bool& grantable = result[grant.grantee][grant.privilege];
        grantable = grantable || grant.grantable;
    }
    return result;
}

/// How GRANT and REVOKE are spelled for one object or kind of object.
struct GrantWords
{
    QString prefix; ///< "ALTER DEFAULT PRIVILEGES … "
    QString on; ///< "TABLE public.t", "TABLES"
    QString columns; ///< "(a)"
};

void grantOrRevoke(const QString& verb, const QStringList& privileges, const GrantWords& words,
    const QString& toOrFrom, const QString& option, Statements& out)
{
    if (privileges.isEmpty())
        return;
    QStringList listed;
    for (const QString& privilege : privileges)
        listed.append(words.columns.isEmpty() ? privilege : privilege + QLatin1Char(' ') + words.columns);
    out.add(words.prefix + verb + QLatin1Char(' ') + listed.join(QStringLiteral(", ")) + QStringLiteral(" ON ")
        + words.on + toOrFrom + option);
}

void writeRights(
    const Rights& from, const Rights& to, const QString& grantee, const GrantWords& words, Statements& out)
{
    QStringList gone;
    QStringList lessened;
    QStringList given;
    QStringList grantable;
    for (auto it = from.begin(); it != from.end(); ++it) {
        if (!to.contains(it.key()))
            gone.append(it.key());
        else if (it.value() && !to.value(it.key()))
            lessened.append(it.key());
    }
    for (auto it = to.begin(); it != to.end(); ++it) {
        if (from.contains(it.key()) && (from.value(it.key()) || !it.value()))
            continue;
        (it.value() ? grantable : given).append(it.key());
    }
    const QString revokee = QStringLiteral(" FROM ") + grantee;
    const QString recipient = QStringLiteral(" TO ") + grantee;
    grantOrRevoke(QStringLiteral("REVOKE"), gone, words, revokee, {}, out);
    grantOrRevoke(QStringLiteral("REVOKE GRANT OPTION FOR"), lessened, words, revokee, {}, out);
    grantOrRevoke(QStringLiteral("GRANT"), given, words, recipient, {}, out);
    grantOrRevoke(
        QStringLiteral("GRANT"), grantable, words, recipient, QStringLiteral(" WITH GRANT OPTION"), out);
}

/// The owner's own rights are listed only where they are not all; "NONE" stands for no right at all.
void writeOwnersRights(
    const Rights& from, const Rights& to, const QString& owner, const GrantWords& words, Statements& out)
{
    if (from == to || owner.isEmpty())
        return;
    const QString name = quoted(owner);
    if (to.isEmpty()) {
        out.add(words.prefix + QStringLiteral("GRANT ALL ON ") + words.on + QStringLiteral(" TO ") + name);
        return;
    }
    out.add(words.prefix + QStringLiteral("REVOKE ALL ON ") + words.on + QStringLiteral(" FROM ") + name);
    Rights rest = to;
    rest.remove(QStringLiteral("NONE"));
    writeRights({}, rest, name, words, out);
}

void writeGrants(const QList<Grant>& from, const QString& fromOwner, const QList<Grant>& to,
    const QString& toOwner, const GrantWords& words, Statements& out)
{
    QMap<QString, Rights> before = byGrantee(from);
    QMap<QString, Rights> after = byGrantee(to);
    if (words.columns.isEmpty() && !toOwner.isEmpty())
        writeOwnersRights(before.take(fromOwner), after.take(toOwner), toOwner, words, out);
    QStringList grantees = before.keys();
    for (const QString& grantee : after.keys()) {
        if (!before.contains(grantee))
            grantees.append(grantee);
    }
    for (const QString& grantee : std::as_const(grantees))
        writeRights(before.value(grantee), after.value(grantee), granteeText(grantee), words, out);
}

void writeColumnGrants(const Question& question, const ObjectId& whole, const QList<Column>* before,
    const QList<Column>& after, Statements& out)
{
    if (!question.withAccess)
        return;
    for (const Column& column : after) {
        QList<Grant> had;
        if (before) {
            for (const Column& old : *before) {
                if (old.name == column.name)
                    had = old.grants;
            }
        }
        writeGrants(had, {}, column.grants, {},
            {{}, QStringLiteral("TABLE ") + quoted(whole.name), QLatin1Char('(') + quoted(column.name) + QLatin1Char(')')},
            out);
    }
}

void writeComment(const Question& question, const ObjectId& id, const QString& before, Statements& out)
{
    const QString after = commentOf(question.to, id);
    const QString named = target(question.to, id);
    if (before == after || named.isEmpty())
        return;
    out.add(QStringLiteral("COMMENT ON ") + named + QStringLiteral(" IS ")
        + (after.isEmpty() ? QStringLiteral("NULL") : literal(after)));
}

void writeOwner(const Question& question, const ObjectId& id, Statements& out)
{
    const Access* access = accessOf(question.to, id);
    const QString named = target(question.to, id);
    if (question.withAccess && access && !access->owner.isEmpty() && !named.isEmpty())
        out.add(QStringLiteral("ALTER ") + named + QStringLiteral(" OWNER TO ") + quoted(access->owner));
}

} // namespace

QString target(const Catalog& catalog, const ObjectId& id)
{
    if (!catalog.contains(id))
        return {};
    const auto onTable = [&](const char* word) {
        return QLatin1String(word) + QLatin1Char(' ') + quoted(id.part) + QStringLiteral(" ON ")
            + quoted(id.name);
    };
    switch (id.kind) {
    case ObjectKind::Schema:
        return QStringLiteral("SCHEMA ") + quoted(id.name);
    case ObjectKind::Extension:
        return QStringLiteral("EXTENSION ") + quoted(id.name);
    case ObjectKind::Type:
        return (catalog.type(id.name)->kind == TypeKind::Domain ? QStringLiteral("DOMAIN ")
                                                                 : QStringLiteral("TYPE "))
            + quoted(id.name);
    case ObjectKind::Sequence:
        return QStringLiteral("SEQUENCE ") + quoted(id.name);
    case ObjectKind::Table:
    case ObjectKind::View:
        return tableWord(catalog, id.name) + quoted(id.name);
    case ObjectKind::Routine:
        return routineTarget(*catalog.find<Routine>(id));
    case ObjectKind::Column:
        return QStringLiteral("COLUMN ") + quoted(id.name) + QLatin1Char('.') + quoted(id.part);
    case ObjectKind::Constraint:
        return onTable("CONSTRAINT");
    case ObjectKind::Index:
        return QStringLiteral("INDEX ") + quoted(ObjectName {id.name.schema, id.part});
    case ObjectKind::Trigger:
        return onTable("TRIGGER");
    case ObjectKind::Rule:
        return onTable("RULE");
    case ObjectKind::Policy:
        return onTable("POLICY");
    case ObjectKind::Other:
        return otherTarget(*catalog.find<OtherObject>(id));
    }
    return {};
}

void writeDressChanges(const Question& question, const ObjectId& id, Statements& out)
{
    writeComment(question, id, commentOf(question.from, id), out);
    const Access* before = accessOf(question.from, id);
    const Access* after = accessOf(question.to, id);
    if (!question.withAccess || !before || !after || after->owner.isEmpty() || before->owner.isEmpty())
        return;
    if (before->owner != after->owner)
        writeOwner(question, id, out);
    const QString on = grantTarget(question.to, id);
    if (!on.isEmpty()) {
        writeGrants(effective(*before, id.kind), before->owner, effective(*after, id.kind), after->owner,
            {{}, on, {}}, out);
    }
    if (id.kind == ObjectKind::Table) {
        writeColumnGrants(
            question, id, &question.from.table(id.name)->columns, question.to.table(id.name)->columns, out);
    } else if (id.kind == ObjectKind::View) {
        writeColumnGrants(
            question, id, &question.from.view(id.name)->columns, question.to.view(id.name)->columns, out);
    }
}

void writeDress(const Question& question, const ObjectId& id, Statements& out)
{
    writeComment(question, id, {}, out);
    const Access* access = accessOf(question.to, id);
    if (!question.withAccess || !access || access->owner.isEmpty())
        return;
    if (!question.hasOneOwner)
        writeOwner(question, id, out);
    const QString on = grantTarget(question.to, id);
    if (!on.isEmpty()) {
        writeGrants(initialGrants(question, id), access->owner, effective(*access, id.kind), access->owner,
            {{}, on, {}}, out);
    }
    if (id.kind == ObjectKind::Table)
        writeColumnGrants(question, id, nullptr, question.to.table(id.name)->columns, out);
    else if (id.kind == ObjectKind::View)
        writeColumnGrants(question, id, nullptr, question.to.view(id.name)->columns, out);
}

namespace {

const DefaultPrivileges* findDefaults(const Database& database, const DefaultPrivileges& like)
{
    for (const DefaultPrivileges& defaults : database.defaultPrivileges) {
        if (defaults.role == like.role && defaults.schema == like.schema
            && defaults.objectType == like.objectType)
            return &defaults;
    }
    return nullptr;
}

/// Without an entry: what the server does by itself; in a schema, nothing on top.
QList<Grant> grantsOf(const DefaultPrivileges* defaults, const DefaultPrivileges& like)
{
    if (defaults)
        return defaults->grants;
    if (!like.schema.isEmpty())
        return {};
    if (like.objectType == QLatin1String("FUNCTIONS"))
        return builtInGrants(ObjectKind::Routine);
    return like.objectType == QLatin1String("TYPES") ? builtInGrants(ObjectKind::Type) : QList<Grant>();
}

} // namespace

void writeDefaultPrivileges(const Question& question, Statements& out)
{
    if (!question.withAccess)
        return;
    const Database& from = question.from.database();
    const Database& to = question.to.database();
    const auto write = [&](const DefaultPrivileges& like) {
        QString prefix = QStringLiteral("ALTER DEFAULT PRIVILEGES FOR ROLE ") + quoted(like.role);
        if (!like.schema.isEmpty())
            prefix += QStringLiteral(" IN SCHEMA ") + quoted(like.schema);
        const QString owner = like.schema.isEmpty() ? like.role : QString();
        writeGrants(grantsOf(findDefaults(from, like), like), owner, grantsOf(findDefaults(to, like), like),
            owner, {prefix + QLatin1Char(' '), like.objectType, {}}, out);
    };
    for (const DefaultPrivileges& defaults : to.defaultPrivileges)
        write(defaults);
    for (const DefaultPrivileges& defaults : from.defaultPrivileges) {
        if (!findDefaults(to, defaults))
            write(defaults);
    }
}

} // namespace strandline::dialect::postgresql

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diff/ignored.h"

#include <QRegularExpression>
#include <QSet>

namespace strandline::diff {

namespace {

/// MariaDB calls an index without a name like its first column, and the next one “column_2”.
bool isNamedAfterColumn(const schema::Index& index, sql::Dialect dialect)
{
    if (dialect != sql::Dialect::MySql || index.elements.isEmpty() || index.elements.first().column.isEmpty())
        return false;
    const QString& column = index.elements.first().column;
    if (index.name == column)
        return true;
    bool isNumber = false;
    index.name.mid(column.size() + 1).toInt(&isNumber);
    return isNumber && index.name.startsWith(column + u'_');
}

class Cleaner
{
public:
    Cleaner(const CompareOptions& options, sql::Dialect dialect)
        : m_options(options)
        , m_dialect(dialect)
    { }

    void access(schema::Access& access) const
    {
        if (m_options.ignoreOwner)
            access.owner.clear();
        if (m_options.ignoreGrants) {
            access.isExplicit = false;
            access.grants.clear();
        }
    }
    void comment(QString& comment) const
    {
        if (m_options.ignoreComments)
            comment.clear();
    }
    void collation(QString& collation) const
    {
        if (m_options.ignoreCollationNames)
            collation.clear();
    }
    void options(schema::Options& options) const;
    void column(schema::Column& column) const;
    void constraint(schema::Constraint& constraint, const schema::ObjectName& table) const;
    void index(schema::Index& index, const schema::ObjectName& table) const;
    void trigger(schema::Trigger& trigger) const
    {
        options(trigger.options);
        comment(trigger.comment);
    }
    void table(schema::Table& table) const;
    void view(schema::View& view) const;
    void type(schema::UserType& type) const;
    template <typename T> void plain(T& object) const
    {
        access(object.access);
        comment(object.comment);
    }

private:
    const CompareOptions& m_options;
    sql::Dialect m_dialect;
};

void Cleaner::options(schema::Options& options) const
{
    for (auto it = options.begin(); it != options.end();) {
        const QString key = it.key().toLower();
        // The definer of a routine, view or trigger is MariaDB's owner.
        const bool leaves = (m_options.ignoreTablespace && key.contains(u"tablespace"))
            || (m_options.ignoreOwner && key == QLatin1String("definer"))
            || (m_options.ignoreCollationNames && (key.contains(u"collat") || key == QLatin1String("lc_ctype")));
        it = leaves ? options.erase(it) : std::next(it);
    }
}

void Cleaner::column(schema::Column& column) const
{
    collation(column.collation);
    comment(column.comment);
    options(column.options);
    if (m_options.ignoreGrants)
        column.grants.clear();
}

void Cleaner::constraint(schema::Constraint& constraint, const schema::ObjectName& table) const
{
    comment(constraint.comment);
    options(constraint.options);
    if (m_options.ignoreGeneratedNames && isGeneratedName(constraint.name, table, m_dialect))
        constraint.name.clear();
}

void Cleaner::index(schema::Index& index, const schema::ObjectName& table) const
{
    comment(index.comment);
    options(index.options);
    for (schema::IndexElement& element : index.elements)
        collation(element.collation);
    if (m_options.ignoreGeneratedNames
        && (isGeneratedName(index.name, table, m_dialect) || isNamedAfterColumn(index, m_dialect)))
        index.name.clear();
    if (m_options.ignoreGeneratedNames && isGeneratedName(index.constraintName, table, m_dialect))
        index.constraintName = QStringLiteral("*");
}

void Cleaner::table(schema::Table& table) const
{
    plain(table);
    options(table.options);
    for (schema::Column& part : table.columns)
        column(part);
    for (schema::Constraint& part : table.constraints)
        constraint(part, table.name);
    for (schema::Index& part : table.indexes)
        index(part, table.name);
    for (schema::Trigger& part : table.triggers)
        trigger(part);
    for (schema::Rule& part : table.rules)
        comment(part.comment);
    for (schema::Policy& part : table.policies)
        comment(part.comment);
}

void Cleaner::view(schema::View& view) const
{
    plain(view);
    options(view.options);
    for (schema::Column& part : view.columns)
        column(part);
    for (schema::Index& part : view.indexes)
        index(part, view.name);
    for (schema::Trigger& part : view.triggers)
        trigger(part);
    for (schema::Rule& part : view.rules)
        comment(part.comment);
}

void Cleaner::type(schema::UserType& type) const
{
    plain(type);
    options(type.options);
    collation(type.collation);
    for (schema::Column& part : type.attributes)
        column(part);
    for (schema::Constraint& part : type.constraints)
        constraint(part, type.name);
}

bool leavesNothingOut(const CompareOptions& options)
{
    return !options.ignoreOwner && !options.ignoreGrants && !options.ignoreTablespace && !options.ignoreComments
        && !options.ignoreCollationNames && !options.ignoreGeneratedNames;
}

} // namespace

bool isGeneratedName(const QString& name, const schema::ObjectName& table, sql::Dialect dialect)
{
    if (name.isEmpty())
        return false;
    // TypeORM and its kin: a prefix and a hash of table and columns.
    static const QRegularExpression hashed(QStringLiteral("^(PK|FK|UQ|IDX|CHK|XCL|REL)_[0-9a-f]{20,}$"));
    static const QRegularExpression postgres(
        QStringLiteral("^(.*)_(pkey|key|fkey|check|excl|idx|not_null)\\d*$"));
    static const QRegularExpression mysql(QStringLiteral("^(.+_ibfk_\\d+|CONSTRAINT_\\d+|.+_chk_\\d+)$"));
    if (hashed.match(name).hasMatch())
        return true;
    switch (dialect) {
    case sql::Dialect::PostgreSql: {
        // PostgreSQL cuts long parts of the name, so the beginning of the table's is enough.
        const QRegularExpressionMatch match = postgres.match(name);
        const QString head = match.captured(1);
        return match.hasMatch()
            && (head.startsWith(table.name) || (name.size() >= 60 && head.startsWith(table.name.left(20))));
    }
    case sql::Dialect::MySql:
        return mysql.match(name).hasMatch();
    case sql::Dialect::Sqlite:
        return name.startsWith(QLatin1String("sqlite_autoindex_"));
    }
    return false;
}

schema::Database withoutIgnored(const schema::Database& database, const CompareOptions& options)
{
    schema::Database result = database;
    if (leavesNothingOut(options))
        return result;
    const Cleaner cleaner(options, database.dialect);
    cleaner.options(result.options);
    for (schema::Schema& object : result.schemas)
        cleaner.plain(object);
    for (schema::Extension& object : result.extensions)
        cleaner.comment(object.comment);
    for (schema::UserType& object : result.types)
        cleaner.type(object);
    for (schema::Sequence& object : result.sequences)
        cleaner.plain(object);
    for (schema::Table& object : result.tables)
        cleaner.table(object);
    for (schema::View& object : result.views)
        cleaner.view(object);
    for (schema::Routine& object : result.routines) {
        cleaner.plain(object);
        cleaner.options(object.options);
    }
    for (schema::OtherObject& object : result.others) {
        cleaner.plain(object);
        cleaner.options(object.options);
    }
    if (options.ignoreGrants)
        result.defaultPrivileges.clear();
    return result;
}

QString onlySchema(const schema::Database& database)
{
    QSet<QString> names;
    for (const schema::Schema& schema : database.schemas)
        names.insert(schema.name);
    const auto used = [&](const auto& objects) {
        for (const auto& object : objects)
            names.insert(object.name.schema);
    };
    // An empty “public” beside the schema that is used says nothing.
    if (names.size() != 1) {
        names.clear();
        used(database.types);
        used(database.sequences);
        used(database.tables);
        used(database.views);
        used(database.routines);
    }
    return names.size() == 1 ? *names.begin() : QString();
}

} // namespace strandline::diff

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/db/connection.h"
#include "core/schema/database.h"

#include <QHash>

#include <functional>

namespace strandline::engine::postgresql {

/// Numbers of the catalogues themselves, the same in every version: what pg_depend and pg_description say.
enum CatalogueClass : int {
    TypeClass = 1247,
    RoutineClass = 1255,
    RelationClass = 1259,
    DefaultClass = 2604,
    ConstraintClass = 2606,
    NamespaceClass = 2615,
    RuleClass = 2618,
    TriggerClass = 2620,
    ExtensionClass = 3079,
    PolicyClass = 3256,
};

/// One object, or a column of one, as the catalogues name it.
struct Address
{
    int classId = 0;
    qint64 oid = 0;
    int part = 0;

    friend bool operator==(const Address& a, const Address& b)
    {
        return a.oid == b.oid && a.classId == b.classId && a.part == b.part;
    }
    friend size_t qHash(const Address& address, size_t seed = 0)
    {
        return qHashMulti(seed, address.oid, address.classId, address.part);
    }
};

/// Values of one row in the order of the query, so that reading follows its text.
class RowReader
{
public:
    explicit RowReader(const QVariantList& row)
        : m_row(row)
    { }
    QString text() { return m_row.at(m_next++).toString(); }
    qint64 number() { return m_row.at(m_next++).toLongLong(); }
    bool flag() { return m_row.at(m_next++).toBool(); }
    QChar letter()
    {
        const QString value = text();
        return value.isEmpty() ? QChar() : value.front();
    }
    bool isNull() const { return m_row.at(m_next).isNull(); }
    void skip() { ++m_next; }

private:
    const QVariantList& m_row;
    qsizetype m_next = 0;
};

/// Where a relation went, and its columns by number, for those who name them by number.
struct Relation
{
    enum class Kind { Table, View, Sequence, Composite, Index };
    Kind kind = Kind::Table;
    qsizetype place = 0; ///< in the list of its kind
    schema::ObjectName name;
    QStringList columns; ///< by number - 1; dropped ones are empty
    QList<qint64> columnTypes; ///< the same
    QHash<int, QString> quotedColumns; ///< by number: those that need quotes in SQL
    QHash<int, qint64> oddCollations; ///< by number: those that are not the database's

    QString columnInSql(qint64 number) const
    {
        return quotedColumns.value(int(number), columns.value(number - 1));
    }
};

/// What the readers of one concern each share: the connection, the answer as far as it is, and who is who.
/// They run in the order of introspector.cpp, since later ones look up what earlier ones noted.
struct Catalogue
{
    db::Connection& connection;
    int version;
    bool withAccess;
    QString historySchema;
    bool isWhole; ///< all schemas are read, and so is what lies in none

    schema::Database database;
    QHash<qint64, QString> schemaNames; ///< those that are read
    QHash<qint64, Relation> relations;
    QHash<qint64, qsizetype> domains; ///< place among the types
    QHash<qint64, QString> keyOfIndex; ///< the constraint that an index belongs to
    QHash<Address, schema::ObjectId> ids; ///< what dependencies are told between
    QHash<Address, QString> comments;

    using Reader = std::function<void(RowReader& row)>;
    /// Replaces what is the same in many queries, asks, and hands each row over:
    ///   %schemas            numbers of the schemas that are read, as a list
    ///   %global             what lies in no schema is read
    ///   %foreign(ns, name)  is not one of our own tables, functions, …
    ///   %free(class, oid)   belongs to no extension
    ///   %owner(role)        its name
    ///   %access(text)       null when rights are not wanted
    ///   %collation(number)  its name
    ///   %acl(list, letter, role)  the list, null when it is the default one
    ///   %since(version, text, otherwise)  text from this server version on; no parentheses, no commas in it
    base::Result<void> read(const QString& sql, const Reader& reader);

    QString comment(int classId, qint64 oid, int part = 0) const
    {
        return comments.value(Address {classId, oid, part});
    }
    schema::Access access(const QString& owner, const QString& list, char kind) const;
    schema::ObjectName nameIn(qint64 schemaOid, const QString& name) const
    {
        return {schemaNames.value(schemaOid), name};
    }
    /// Names of columns by their numbers; expressions (0) are left out.
    static QStringList columnNames(const Relation& relation, const QList<qint64>& numbers);
};

// Each in a file of its own.
base::Result<void> readSchemas(Catalogue& catalogue, const QStringList& wanted); ///< first of all
base::Result<void> readComments(Catalogue& catalogue); ///< before what has comments
base::Result<void> readExtensions(Catalogue& catalogue);
base::Result<void> readDefaultPrivileges(Catalogue& catalogue);
base::Result<void> readRelations(Catalogue& catalogue);
base::Result<void> readTypes(Catalogue& catalogue); ///< before columns
base::Result<void> readBaseTypes(Catalogue& catalogue);
base::Result<void> readColumns(Catalogue& catalogue); ///< before whatever names columns
base::Result<void> readInheritance(Catalogue& catalogue);
base::Result<void> readConstraints(Catalogue& catalogue); ///< before indexes
base::Result<void> readIndexes(Catalogue& catalogue);
base::Result<void> readSequences(Catalogue& catalogue);
base::Result<void> readRoutines(Catalogue& catalogue); ///< before triggers
base::Result<void> readTriggers(Catalogue& catalogue);
base::Result<void> readRules(Catalogue& catalogue);
base::Result<void> readPolicies(Catalogue& catalogue);
base::Result<void> readOthers(Catalogue& catalogue);
base::Result<void> readDependencies(Catalogue& catalogue); ///< last

} // namespace strandline::engine::postgresql

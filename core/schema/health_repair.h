// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/database.h"

namespace strandline::schema {

/// A draft for a migration, in the words of the engine. Empty texts: none is safe to propose.
struct Repair
{
    QString up;
    QString down;
};

class RepairWriter
{
public:
    RepairWriter(sql::Dialect dialect, QString defaultSchema)
        : m_dialect(dialect)
        , m_defaultSchema(std::move(defaultSchema))
    { }

    Repair primaryKey(const Table& table) const;
    Repair invalidIndex(const Table& table, const Index& index) const;
    Repair validate(const Table& table, const Constraint& constraint) const;
    Repair foreignKeyIndex(const Table& table, const Constraint& constraint) const;
    Repair dropIndex(const Table& table, const Index& index) const;
    Repair enableTrigger(const Table& table, const Trigger& trigger) const;
    Repair widerCounter(const Table& table, const Column& column, const ObjectName& sequence) const;
    Repair oneCollation(const Table& table, const QString& charset, const QString& collation) const;

private:
    QString name(const ObjectName& name) const;
    QString name(const QString& name) const;
    QString columns(const QStringList& names) const;
    bool isPostgreSql() const { return m_dialect == sql::Dialect::PostgreSql; }

    sql::Dialect m_dialect;
    QString m_defaultSchema;
};

} // namespace strandline::schema

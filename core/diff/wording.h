// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/diff/compare.h"

namespace strandline::diff {

/// "table", "materialized view", "foreign key", "unique index", …
QString nounOf(const schema::Schema& object);
QString nounOf(const schema::Extension& object);
QString nounOf(const schema::UserType& object);
QString nounOf(const schema::Sequence& object);
QString nounOf(const schema::Table& object);
QString nounOf(const schema::View& object);
QString nounOf(const schema::Routine& object);
QString nounOf(const schema::OtherObject& object);
QString nounOf(const schema::DefaultPrivileges& object);
QString nounOf(const schema::Column& object);
QString nounOf(const schema::Constraint& object);
QString nounOf(const schema::Index& object);
QString nounOf(const schema::Trigger& object);
QString nounOf(const schema::Rule& object);
QString nounOf(const schema::Policy& object);

/// What differences are called. A schema is named only where it is not the one that names without it mean.
class Wording
{
public:
    explicit Wording(QString defaultSchema)
        : m_defaultSchema(std::move(defaultSchema))
    { }

    QString name(const schema::ObjectName& name) const;
    /// "column users.email", "index users_email_idx on users".
    QString subject(const QString& noun, const schema::ObjectId& id) const;

    QString missing(const QString& noun, const schema::ObjectId& id) const;
    QString unexpected(const QString& noun, const schema::ObjectId& id) const;
    QString renamed(const QString& noun, const schema::ObjectId& from, const schema::ObjectId& to) const;
    /// One clause per field, joined by "; ".
    QString changed(
        const QString& noun, const schema::ObjectId& id, const QList<FieldDifference>& fields) const;
    /// Which values of an enum are missing, too many, or in another order.
    QString values(const schema::ObjectId& type, const QStringList& from, const QStringList& to) const;

private:
    QString clause(const QString& noun, const schema::ObjectId& id, const FieldDifference& field) const;

    QString m_defaultSchema;
};

} // namespace strandline::diff

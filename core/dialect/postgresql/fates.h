// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/postgresql/statements.h"

namespace strandline::dialect::postgresql {

enum class Fate {
    Keep,
    Alter, ///< an ALTER or CREATE OR REPLACE makes one of the other
    Recreate, ///< on both sides, and has to go in between
    Drop,
    Create,
};

/// What becomes of every object of both sides. An object that cannot stay as it is takes along what depends
/// on it.
class Fates
{
public:
    /// `forced`: types that are made anew although an ALTER would do.
    Fates(const Question& question, const QSet<ObjectName>& forced);

    Fate of(const ObjectId& id) const { return m_fates.value(id, Fate::Keep); }
    /// The column changes its type, or its type is made anew under the same name.
    bool isRetyped(const ObjectId& column) const { return m_retyped.contains(column); }
    /// The default has to go before something else can, and come back.
    bool losesDefault(const ObjectId& column) const { return m_lostDefaults.contains(column); }
    /// Of tables: their parent goes in between.
    bool isDetached(const ObjectId& table) const { return m_detached.contains(table); }
    bool exists(const ObjectId& id) const { return of(id) != Fate::Drop && of(id) != Fate::Create; }

private:
    void compareAll();
    Fate compare(const ObjectId& id);
    Fate compareColumn(const ObjectId& id);
    Fate compareTable(const ObjectId& id);
    void set(const ObjectId& id, Fate fate);
    void retype(const ObjectId& column);
    void propagate();
    void leave(const ObjectId& gone, const ObjectId& dependent);
    void recreateParts(const ObjectId& whole);
    void recreateUsersOfType(const ObjectId& column);
    void separateKeyTypes();
    bool isTypeUsed(const ObjectName& type) const;

    const Question& m_question;
    QSet<ObjectName> m_forced;
    QHash<ObjectId, Fate> m_fates;
    QSet<ObjectId> m_retyped;
    QSet<ObjectId> m_lostDefaults;
    QSet<ObjectId> m_detached;
    QList<ObjectId> m_open; ///< whose dependents are still to be looked at
};

} // namespace strandline::dialect::postgresql

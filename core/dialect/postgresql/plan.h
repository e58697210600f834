// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/postgresql/fates.h"
#include "core/dialect/postgresql/step_graph.h"

namespace strandline::dialect::postgresql {

/// Makes the steps of every object by its fate, and says which have to come before which.
class Plan
{
public:
    Plan(const Question& question, const Fates& fates);

    QList<RenderedStatement> statements() const { return m_graph.sorted(); }
    const QList<base::Error>& impossible() const { return m_impossible; }

private:
    // plan.cpp
    void addDrop(const ObjectId& id);
    void addDropPart(const ObjectId& id);
    void addDropTable(const ObjectId& id);
    void addDropSequence(const ObjectId& id);
    void addDropOther(const ObjectId& id);
    void addAlter(const ObjectId& id);
    void addAlterPart(const ObjectId& id, Statements& out);
    void addAlterColumn(const ObjectId& id, Statements& out);
    void addCreate(const ObjectId& id);
    void addCreatePart(const ObjectId& id);
    void addCreateColumn(const ObjectId& id, Statements& out);
    void addCreateTable(const ObjectId& id);
    void addCreateType(const ObjectId& id);
    void addCreateIndex(const ObjectId& id, const schema::Index& index, Statements& out);
    void addOwnership(const ObjectId& sequence);
    void addMembership(const ObjectId& table);
    void addSettings(const ObjectId& table);
    void add(const ObjectId& id, Facet facet, Verb verb, const Statements& statements);
    Statements statementsFor(const ObjectId& id) const;

    bool isGone(const ObjectId& id) const; ///< goes, at least in between
    bool isNew(const ObjectId& id) const; ///< comes, at least again
    bool isMovedByHand(const ObjectId& table) const; ///< its rows survive although it is made anew
    bool needsOldType(const ObjectId& type) const;
    bool isInForeignKeyCircle(const ObjectId& constraint) const;
    bool hasAttachedChildren(const ObjectName& table) const;
    const schema::Column* parentsColumn(
        const Catalog& catalog, const ObjectName& table, const QString& column) const;
    ObjectId parentsPart(const Catalog& catalog, const ObjectId& part) const;
    QSet<QString> laterDefaults(const schema::Table& table) const;
    QString oldName(const QString& name) const;

    // plan_order.cpp
    void orderAll();
    void orderDependencies();
    void orderMembership();
    void orderNames();
    void orderBodies();
    void orderRows();
    QList<int> dropSteps(const ObjectId& id) const;
    QList<int> createSteps(const ObjectId& id) const;
    QList<int> leavingSteps(const ObjectId& id, const ObjectId& on) const;
    QList<int> enteringSteps(const ObjectId& id, const ObjectId& on) const;
    void orderAllOf(const QList<int>& first, const QList<int>& then,
        StepGraph::Strength strength = StepGraph::Strength::Hard);

    const Question& m_question;
    const Fates& m_fates;
    StepGraph m_graph;
    QHash<ObjectId, ObjectId> m_goesWith; ///< what goes without a statement of its own
    QHash<ObjectId, ObjectId> m_comesWith;
    QList<base::Error> m_impossible;
};

} // namespace strandline::dialect::postgresql

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/renderer.h"

#include <QHash>
#include <QSet>

namespace strandline::dialect::postgresql {

using schema::ObjectId;
using schema::ObjectKind;

enum class Verb { Drop, Alter, Create };

/// An object may change in several moments: its default goes before a function and comes back after it.
enum class Facet {
    Main,
    Default, ///< of a column
    Membership, ///< of a partition or heir: leaving and joining its parent
    Ownership, ///< of a sequence: by a column
    Setting, ///< what needs other objects: replica identity
};

/// Statements that stay together, and when they may run.
struct Step
{
    ObjectId id;
    Facet facet = Facet::Main;
    Verb verb = Verb::Create;
    QList<RenderedStatement> statements;
};

/// Puts steps into an order in which they run. Where nothing decides, what goes comes first, and what others
/// use comes before its users.
class StepGraph
{
public:
    int add(Step step);
    const QList<Step>& steps() const { return m_steps; }
    /// The steps of one object: all facets of these verbs.
    QList<int> find(const ObjectId& id, std::initializer_list<Verb> verbs) const;
    QList<int> find(const ObjectId& id, Verb verb, Facet facet) const;

    enum class Strength {
        Hard,
        Soft, ///< a wish: given up where it makes a circle
    };
    void order(int first, int then, Strength strength = Strength::Hard);

    QList<RenderedStatement> sorted() const;

private:
    struct Edge
    {
        int then;
        Strength strength;
    };
    QList<Step> m_steps;
    QHash<ObjectId, QList<int>> m_byId;
    QList<QList<Edge>> m_edges;
};

} // namespace strandline::dialect::postgresql

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgresql/step_graph.h"

#include <algorithm>
#include <set>

namespace strandline::dialect::postgresql {

namespace {

int dropRank(const Step& step)
{
    if (step.facet != Facet::Main)
        return 5;
    switch (step.id.kind) {
    case ObjectKind::Policy:
        return 0;
    case ObjectKind::Rule:
        return 1;
    case ObjectKind::Trigger:
        return 2;
    case ObjectKind::View:
        return 3;
    case ObjectKind::Constraint:
        return 4;
    case ObjectKind::Index:
        return 6;
    case ObjectKind::Other:
        return 7;
    case ObjectKind::Routine:
        return 8;
    case ObjectKind::Column:
        return 9;
    case ObjectKind::Table:
        return 10;
    case ObjectKind::Sequence:
        return 11;
    case ObjectKind::Type:
        return 12;
    case ObjectKind::Extension:
        return 13;
    case ObjectKind::Schema:
        return 14;
    }
    return 14;
}

int createRank(const Step& step)
{
    switch (step.facet) {
    case Facet::Membership:
        return 34;
    case Facet::Default:
        return 31;
    case Facet::Ownership:
        return 35;
    case Facet::Setting:
        return 36;
    case Facet::Main:
        break;
    }
    switch (step.id.kind) {
    case ObjectKind::Schema:
        return 20;
    case ObjectKind::Extension:
        return 21;
    case ObjectKind::Other:
        return 22;
    case ObjectKind::Type:
        return 23;
    case ObjectKind::Sequence:
        return 24;
    case ObjectKind::Table:
        return 25;
    case ObjectKind::Column:
        return 30;
    case ObjectKind::Constraint:
        return 32;
    case ObjectKind::Index:
        return 33;
    case ObjectKind::View:
        return 40;
    // As late as possible: what the body of a function uses is not known.
    case ObjectKind::Routine:
        return 41;
    case ObjectKind::Trigger:
        return 42;
    case ObjectKind::Rule:
        return 43;
    case ObjectKind::Policy:
        return 44;
    }
    return 44;
}

int rankOf(const Step& step)
{
    return step.verb == Verb::Drop ? dropRank(step) : createRank(step);
}

/// The order while it is being made: which steps wait for how many others.
struct Sorting
{
    const QList<Step>& steps;
    QList<int> waitsHard;
    QList<int> waitsSoft;
    std::set<std::pair<int, int>> ready; ///< rank and number

    explicit Sorting(const QList<Step>& all)
        : steps(all)
        , waitsHard(all.size(), 0)
        , waitsSoft(all.size(), 0)
    { }
    void offer(int step)
    {
        if (waitsHard.at(step) == 0 && waitsSoft.at(step) == 0)
            ready.insert({rankOf(steps.at(step)), step});
    }
    /// In a circle: a step that waits for wishes only, else the one that others of its kind come before.
    int leastBad(const QList<bool>& done) const
    {
        int best = -1;
        const auto badness = [&](int i) {
            return std::tuple(waitsHard.at(i) > 0 ? 1 : 0, rankOf(steps.at(i)), waitsHard.at(i), i);
        };
        for (int i = 0; i < steps.size(); ++i) {
            if (!done.at(i) && (best < 0 || badness(i) < badness(best)))
                best = i;
        }
        return best;
    }
};

} // namespace

int StepGraph::add(Step step)
{
    const int number = int(m_steps.size());
    m_byId[step.id].append(number);
    m_steps.append(std::move(step));
    m_edges.append(QList<Edge>());
    return number;
}

QList<int> StepGraph::find(const ObjectId& id, std::initializer_list<Verb> verbs) const
{
    QList<int> result;
    for (const int number : m_byId.value(id)) {
        if (std::find(verbs.begin(), verbs.end(), m_steps.at(number).verb) != verbs.end())
            result.append(number);
    }
    return result;
}

QList<int> StepGraph::find(const ObjectId& id, Verb verb, Facet facet) const
{
    QList<int> result;
    for (const int number : m_byId.value(id)) {
        if (m_steps.at(number).verb == verb && m_steps.at(number).facet == facet)
            result.append(number);
    }
    return result;
}

void StepGraph::order(int first, int then, Strength strength)
{
    if (first != then)
        m_edges[first].append({then, strength});
}

QList<RenderedStatement> StepGraph::sorted() const
{
    Sorting sorting(m_steps);
    for (const QList<Edge>& edges : m_edges) {
        for (const Edge& edge : edges)
            ++(edge.strength == Strength::Hard ? sorting.waitsHard : sorting.waitsSoft)[edge.then];
    }
    for (int i = 0; i < m_steps.size(); ++i)
        sorting.offer(i);
    QList<RenderedStatement> result;
    QList<bool> done(m_steps.size(), false);
    for (qsizetype count = 0; count < m_steps.size(); ++count) {
        int next = -1;
        if (sorting.ready.empty()) {
            next = sorting.leastBad(done);
        } else {
            next = sorting.ready.begin()->second;
            sorting.ready.erase(sorting.ready.begin());
        }
        done[next] = true;
        result += m_steps.at(next).statements;
        for (const Edge& edge : m_edges.at(next)) {
            --(edge.strength == Strength::Hard ? sorting.waitsHard : sorting.waitsSoft)[edge.then];
            if (!done.at(edge.then))
                sorting.offer(edge.then);
        }
    }
    return result;
}

} // namespace strandline::dialect::postgresql

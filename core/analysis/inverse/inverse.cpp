// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/inverse/inverse_rule.h"

namespace strandline::analysis {

namespace {

constexpr InverseRule inverseRules[] = {
    inverseOfCreate,
    inverseOfCreateIndex,
    inverseOfCreateRoutine,
    inverseOfCreateOnTable,
    inverseOfAlterTable,
    inverseOfRename,
};

} // namespace

QString quotedBeside(const ObjectName& name, const ObjectName& neighbour, sql::Dialect dialect)
{
    if (name.parts.size() > 1 || neighbour.parts.size() < 2)
        return name.quoted(dialect);
    ObjectName whole;
    whole.parts = neighbour.parts.mid(0, neighbour.parts.size() - 1) + name.parts;
    return whole.quoted(dialect);
}

std::optional<Inverse> inverseOf(QByteArrayView statement, sql::Dialect dialect)
{
    const StatementView view(statement, dialect);
    if (view.size() == 0 || view.hasUnterminated())
        return {};
    for (const InverseRule rule : inverseRules) {
        if (auto inverse = rule(Cursor(view)))
            return inverse;
    }
    return {};
}

} // namespace strandline::analysis

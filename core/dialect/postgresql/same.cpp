// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgresql/same.h"

#include "core/schema/changed_fields.h"

namespace strandline::dialect::postgresql {

using namespace schema;

bool isSameConstraint(const Constraint& a, const Constraint& b)
{
    Constraint other = b;
    other.name = a.name;
    other.comment = a.comment;
    other.isInherited = a.isInherited;
    // From validated to not there is no way but a new one.
    if (b.isValidated || !a.isValidated)
        other.isValidated = a.isValidated;
    Constraint one = a;
    one.options = other.options = {};
    if (a.kind == ConstraintKind::ForeignKey) {
        other.isDeferrable = a.isDeferrable;
        other.isInitiallyDeferred = a.isInitiallyDeferred;
        one.definition = other.definition = QString(); // its fields say it all
    } else {
        const QString suffix = QStringLiteral(" NOT VALID");
        for (Constraint* constraint : {&one, &other}) {
            if (constraint->definition.endsWith(suffix))
                constraint->definition.chop(suffix.size());
        }
    }
    return isSame(one, other);
}

bool isSameIndex(const Index& a, const Index& b)
{
    Index other = b;
    other.name = a.name;
    other.comment = a.comment;
    other.definition = a.definition;
    other.options = a.options;
    other.constraintName = a.constraintName;
    // A left-over that is valid on the other side has to be built again.
    if (a.isValid || !b.isValid)
        other.isValid = a.isValid;
    other.parentIndex = a.parentIndex;
    return isSame(a, other);
}

bool isSameTrigger(const Trigger& a, const Trigger& b)
{
    return a.definition == b.definition && a.isInherited == b.isInherited;
}

} // namespace strandline::dialect::postgresql

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/introspect/catalogue.h"

#include <optional>

namespace strandline::engine::postgresql {

using schema::Dependency;
using schema::ObjectId;
using schema::ObjectKind;

namespace {

constexpr int kLongestChain = 4; // array of a multirange of a range of a row type

struct Edge
{
    Address object;
    Address on;
};

/// Who an address stands for: itself, the object whose inner part it is (the array of a type, the type of a
/// table's rows, the trigger behind a foreign key), or the extension that it belongs to.
struct Resolver
{
    const Catalogue& catalogue;
    QHash<Address, Address> wholes;

    std::optional<ObjectId> resolve(Address address) const
    {
        for (int step = 0; step < kLongestChain; ++step) {
            if (const auto found = catalogue.ids.constFind(address); found != catalogue.ids.constEnd())
                return *found;
            const Address object {address.classId, address.oid, 0};
            const auto whole = wholes.constFind(object);
            if (whole == wholes.constEnd())
                return std::nullopt;
            address = *whole;
        }
        return std::nullopt;
    }
};

/// A part says already that it goes with what it is a part of.
bool isPartOf(const ObjectId& part, const ObjectId& whole)
{
    return part.name == whole.name && part.kind >= ObjectKind::Column && part.kind <= ObjectKind::Policy
        && (whole.kind == ObjectKind::Table || whole.kind == ObjectKind::View);
}

/// Ownership of a sequence is a field of the sequence: as an edge it would make a circle with the default
/// that uses the sequence.
bool isOwnership(const ObjectId& object, const ObjectId& on, QChar kind)
{
    return kind == QLatin1Char('a') && object.kind == ObjectKind::Sequence && on.kind == ObjectKind::Column;
}

} // namespace

base::Result<void> readDependencies(Catalogue& catalogue)
{
    // Objects with lower numbers came with the server. That something lies in a schema is in its name.
    Resolver resolver {catalogue, {}};
    QList<std::pair<Edge, QChar>> edges;
    auto read = catalogue.read(QStringLiteral("SELECT d.classid::int8, d.objid::int8, d.objsubid, d.refclassid::int8, d.refobjid::int8,"
        " d.refobjsubid, d.deptype::text FROM pg_depend d WHERE d.objid >= 16384 AND d.refobjid >= 16384"
        " AND d.refclassid <> 'pg_namespace'::regclass"),
        [&](RowReader& row) {
            Edge edge;
            for (Address* address : {&edge.object, &edge.on}) {
                address->classId = int(row.number());
                address->oid = row.number();
                address->part = int(row.number());
            }
            const QChar kind = row.letter();
            if ((kind == QLatin1Char('i') || kind == QLatin1Char('e')) && edge.object.part == 0)
                resolver.wholes.insert(edge.object, edge.on);
            edges.append({edge, kind});
        });
    if (!read)
        return read;
    for (const auto& [edge, kind] : edges) {
        const auto object = resolver.resolve(edge.object);
        const auto on = object ? resolver.resolve(edge.on) : std::nullopt;
        if (!on || *object == *on || isPartOf(*object, *on) || isPartOf(*on, *object)
            || isOwnership(*object, *on, kind)) {
            continue;
        }
        catalogue.database.dependencies.append(Dependency {*object, *on});
    }
    return {};
}

} // namespace strandline::engine::postgresql

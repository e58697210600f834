// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/postgresql/introspect/operator_classes.h"

namespace strandline::engine::postgresql {

namespace {

constexpr qint64 kText = 25;
constexpr qint64 kVarchar = 1043;

} // namespace

base::Result<void> OperatorClasses::read(Catalogue& catalogue)
{
    return catalogue.read(
        QStringLiteral(
            "SELECT o.oid::int8, CASE WHEN n.nspname <> 'pg_catalog' THEN quote_ident(n.nspname) || '.' ELSE ''"
            " END || quote_ident(o.opcname), o.opcmethod::int8, o.opcintype::int8, o.opcdefault"
            " FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace"),
        [this](RowReader& row) {
            const qint64 oid = row.number();
            Class found;
            found.name = row.text();
            found.method = row.number();
            found.type = row.number();
            found.isDefault = row.flag();
            m_classes.insert(oid, found);
            if (found.isDefault)
                m_defaults.insert({found.method, found.type}, oid);
        });
}

bool OperatorClasses::isSurelyDefault(qint64 oid, qint64 type) const
{
    const auto found = m_classes.constFind(oid);
    if (found == m_classes.constEnd())
        return false;
    if (m_defaults.value({found->method, type}) == oid)
        return true;
    // By far the most frequent of the types that use another one's class.
    return type == kVarchar && !m_defaults.contains({found->method, kVarchar})
        && m_defaults.value({found->method, kText}) == oid;
}

} // namespace strandline::engine::postgresql

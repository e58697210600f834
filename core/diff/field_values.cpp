// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diff/field_values.h"

namespace strandline::diff::detail {

void FieldCollector::visit(const QString& name, const QList<schema::ObjectName>& objects)
{
    QStringList texts;
    for (const schema::ObjectName& object : objects)
        texts.append(object.display());
    visit(name, texts);
}

void FieldCollector::visit(const QString& name, const QList<schema::Grant>& grants)
{
    QStringList texts;
    for (const schema::Grant& grant : grants)
        texts.append(QStringLiteral("%1 to %2%3").arg(grant.privilege,
            grant.grantee.isEmpty() ? QStringLiteral("PUBLIC") : grant.grantee,
            grant.grantable ? QStringLiteral(" with grant option") : QString()));
    visit(name, texts);
}

void FieldCollector::visit(const QString& name, const schema::Options& options)
{
    // Each option is a field: two sides rarely differ in all of them. The comparer sees which are on one side.
    for (auto it = options.begin(); it != options.end(); ++it)
        add(name + u'.' + it.key(), u'=' + it.value(), it.value());
}

} // namespace strandline::diff::detail

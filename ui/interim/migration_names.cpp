// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for the migration module until it is part of the build.
#include "core/migration/timeline.h"

namespace strandline::migration {

QString Migration::id() const
{
    return kind == Kind::Repeatable ? name : version + QLatin1Char('_') + name;
}

QString TimelineEntry::id() const
{
    if (kind == Kind::Repeatable)
        return name;
    return name.isEmpty() ? version : version + QLatin1Char('_') + name;
}

bool versionLess(const QString& a, const QString& b)
{
    return a.size() != b.size() ? a.size() < b.size() : a < b;
}

QList<MigrationFlag> flagList(MigrationFlags flags)
{
    QList<MigrationFlag> list;
    for (int bit = 1; bit <= int(MigrationFlag::Unsaved); bit *= 2) {
        if (flags.testFlag(MigrationFlag(bit)))
            list << MigrationFlag(bit);
    }
    return list;
}

QString eventKindName(EventKind kind)
{
    static const QStringList names {QStringLiteral("planned"), QStringLiteral("started"), QStringLiteral("statement-started"), QStringLiteral("statement-done"), QStringLiteral("applied"), QStringLiteral("reverted"), QStringLiteral("failed"), QStringLiteral("resumed"), QStringLiteral("restored"), QStringLiteral("baselined"), QStringLiteral("skipped"), QStringLiteral("repaired"), QStringLiteral("drift-found"), QStringLiteral("bookkeeping-changed")};
    return names.value(int(kind));
}

} // namespace strandline::migration

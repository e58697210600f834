// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/inverse/inverse_rule.h"
#include "core/sql/identifier.h"

namespace strandline::analysis {

namespace {

/// MySQL: RENAME TABLE a TO b, c TO d goes back from the end.
std::optional<Inverse> renamedTables(Cursor cursor)
{
    const sql::Dialect dialect = cursor.view().dialect();
    if (!cursor.acceptOneOf({"TABLE", "TABLES"}) || cursor.acceptIfExists())
        return {};
    QStringList pairs;
    for (const TokenRange part : cursor.splitAtCommas()) {
        Cursor pair(cursor.view(), part);
        const ObjectName from = pair.name();
        if (pair.accept("WAIT"))
            pair.skip();
        pair.accept("NOWAIT");
        if (from.isEmpty() || !pair.accept("TO"))
            return {};
        const ObjectName to = pair.name();
        if (to.isEmpty())
            return {};
        pairs.prepend(QStringLiteral("%1 TO %2").arg(to.quoted(dialect), from.quoted(dialect)));
    }
    if (pairs.isEmpty())
        return {};
    return Inverse {QStringLiteral("RENAME TABLE ") + pairs.join(QLatin1String(", ")), {}};
}

std::optional<Inverse> renamedValueOrAttribute(Cursor cursor, const ObjectName& type)
{
    const sql::Dialect dialect = cursor.view().dialect();
    if (cursor.acceptAll({"RENAME", "VALUE"})) {
        const QString from = QString::fromUtf8(cursor.text());
        cursor.skip();
        if (!cursor.accept("TO") || cursor.kind() != sql::TokenKind::String)
            return {};
        return Inverse {QStringLiteral("ALTER TYPE %1 RENAME VALUE %2 TO %3")
                            .arg(type.quoted(dialect), QString::fromUtf8(cursor.text()), from),
            {}};
    }
    if (!cursor.acceptAll({"RENAME", "ATTRIBUTE"}))
        return {};
    const ObjectName from = cursor.plainName();
    if (!cursor.accept("TO"))
        return {};
    const ObjectName to = cursor.plainName();
    if (from.isEmpty() || to.isEmpty())
        return {};
    return Inverse {QStringLiteral("ALTER TYPE %1 RENAME ATTRIBUTE %2 TO %3")
                        .arg(type.quoted(dialect), to.quoted(dialect), from.quoted(dialect)),
        {}};
}

struct Renamable
{
    std::string_view first;
    std::string_view second;
};
constexpr Renamable renamables[] = {{"INDEX", ""}, {"VIEW", ""}, {"MATERIALIZED", "VIEW"}, {"SEQUENCE", ""},
    {"TYPE", ""}, {"DOMAIN", ""}, {"SCHEMA", ""}, {"COLLATION", ""}, {"STATISTICS", ""}};

} // namespace

std::optional<Inverse> inverseOfRename(Cursor cursor)
{
    const StatementView& view = cursor.view();
    if (view.isMySql() && cursor.accept("RENAME"))
        return renamedTables(cursor);
    if (!view.isPostgreSql() || !cursor.accept("ALTER"))
        return {};
    for (const Renamable& renamable : renamables) {
        if (!cursor.is(renamable.first) || (!renamable.second.empty() && !cursor.is(renamable.second, 1)))
            continue;
        QString kind = QString::fromLatin1(renamable.first.data(), qsizetype(renamable.first.size()));
        cursor.skip();
        if (!renamable.second.empty()) {
            kind += QLatin1Char(' ')
                + QString::fromLatin1(renamable.second.data(), qsizetype(renamable.second.size()));
            cursor.skip();
        }
        if (cursor.acceptIfExists())
            return {};
        const ObjectName from = cursor.name();
        if (from.isEmpty())
            return {};
        if (renamable.first == "TYPE") {
            if (auto inverse = renamedValueOrAttribute(cursor, from))
                return inverse;
        }
        if (!cursor.acceptAll({"RENAME", "TO"}))
            return {};
        const ObjectName to = cursor.plainName();
        if (to.isEmpty() || !cursor.atEnd())
            return {};
        return Inverse {QStringLiteral("ALTER %1 %2 RENAME TO %3")
                            .arg(kind, quotedBeside(to, from, view.dialect()),
                                sql::quoteIdentifier(from.last(), view.dialect())),
            {}};
    }
    return {};
}

} // namespace strandline::analysis

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/dialect.h"

namespace strandline::sql {

QString dialectName(Dialect dialect)
{
    switch (dialect) {
    case Dialect::PostgreSql:
        return QStringLiteral("postgresql");
    case Dialect::MySql:
        return QStringLiteral("mysql");
    case Dialect::Sqlite:
        break;
    }
    return QStringLiteral("sqlite");
}

std::optional<Dialect> dialectFromName(QStringView name)
{
    for (const Dialect dialect : {Dialect::PostgreSql, Dialect::MySql, Dialect::Sqlite}) {
        if (name == dialectName(dialect))
            return dialect;
    }
    return std::nullopt;
}

DialectSwitches switchesFor(Dialect dialect)
{
    DialectSwitches s;
    switch (dialect) {
    case Dialect::PostgreSql:
        s.nestedComments = true;
        s.dollarQuotes = true;
        s.escapeStrings = true;
        s.carriageReturnEndsLine = true;
        s.freeOperators = true;
        s.parenthesesHoldSemicolons = true;
        s.psqlMeta = true;
        s.copyData = true;
        s.bodies = BodyStyle::BeginAtomic;
        break;
    case Dialect::MySql:
        s.backslashEscapes = true;
        s.doubleQuoteIsString = true;
        s.backtickIdentifiers = true;
        s.hashComments = true;
        s.dashNeedsSpace = true;
        s.versionComments = true;
        s.digitStartsName = true;
        s.delimiterCommand = true;
        s.bodies = BodyStyle::StoredProgram;
        break;
    case Dialect::Sqlite:
        s.backtickIdentifiers = true;
        s.bracketIdentifiers = true;
        s.namedParameters = true;
        s.dotCommands = true;
        s.bodies = BodyStyle::Trigger;
        break;
    }
    return s;
}

} // namespace strandline::sql

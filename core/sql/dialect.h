// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace strandline::sql {

/// Whose rules a script follows. MySql means MySQL and MariaDB: where the two differ the rule that accepts
/// both wins.
enum class Dialect { PostgreSql, MySql, Sqlite };

/// "postgresql", "mysql", "sqlite": stable, for files and reports.
QString dialectName(Dialect dialect);
std::optional<Dialect> dialectFromName(QStringView name);

/// Which statements hold semicolons of their own.
enum class BodyStyle {
    BeginAtomic, ///< PostgreSQL: CREATE FUNCTION … BEGIN ATOMIC … END
    StoredProgram, ///< MySQL: procedures, functions, triggers, events; MariaDB's compound statements
    Trigger, ///< SQLite: CREATE TRIGGER … BEGIN …; END
};

/// What differs between the engines, as data: the lexer and the splitter ask these, never the dialect itself.
struct DialectSwitches
{
    bool nestedComments = false; ///< /* a /* b */ c */
    bool dollarQuotes = false; ///< $tag$ … $tag$
    bool escapeStrings = false; ///< E'\'' and U&''
    bool backslashEscapes = false; ///< in plain '…' and "…"
    bool doubleQuoteIsString = false; ///< "…" is a string (MySQL without ANSI_QUOTES), else an identifier
    bool backtickIdentifiers = false;
    bool bracketIdentifiers = false; ///< [name]
    bool hashComments = false; ///< # to the end of the line
    bool dashNeedsSpace = false; ///< "--" starts a comment only before white space or the end
    bool carriageReturnEndsLine = false; ///< a lone CR ends a line comment
    bool versionComments = false; ///< /*!50100 code */ and /*M! code */
    bool digitStartsName = false; ///< 1st_table is a name
    bool freeOperators = false; ///< operators are any run of operator characters, not a fixed list
    bool namedParameters = false; ///< :name, ?1 and $name
    bool parenthesesHoldSemicolons = false; ///< CREATE RULE … DO (a; b)
    bool delimiterCommand = false; ///< DELIMITER //
    bool psqlMeta = false; ///< \i file
    bool dotCommands = false; ///< .read file, of the sqlite3 shell
    bool copyData = false; ///< COPY … FROM stdin; data lines; \.
    BodyStyle bodies = BodyStyle::BeginAtomic;
};

DialectSwitches switchesFor(Dialect dialect);

} // namespace strandline::sql

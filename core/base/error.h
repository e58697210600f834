// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace strandline::base {

/// What the caller can do about an error, not where it came from.
enum class ErrorCode {
    Cancelled, ///< the user asked for it; not a failure to report loudly
    NotFound, ///< a named thing does not exist
    Invalid, ///< input cannot be understood; the position says where
    Conflict, ///< something else changed or holds what was needed; looking again may help
    Precondition, ///< refused because of a state or a policy the caller can change
    Connection, ///< the server or file could not be reached or logged in to
    Sql, ///< the database refused a statement
    Io, ///< reading or writing a file failed
    Unsupported, ///< never possible here, whatever the caller does
    Internal, ///< our own mistake
};

/// Stable lower-case word for reports ("not-found"); never translated.
QString errorCodeName(ErrorCode code);

/// Where in a file or script something is. Zero means unknown; lines and columns count from 1.
struct SourcePosition
{
    QString file;
    int statement = 0;
    int line = 0;
    int column = 0;

    bool isKnown() const { return !file.isEmpty() || statement > 0 || line > 0; }
    /// "file.sql:12:4", "file.sql, statement 3", or "" when nothing is known.
    QString toString() const;
    bool operator==(const SourcePosition&) const = default;
};

/// An error as a value: what happened, why, and what to do.
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    QString summary; ///< short, no full stop, says what could not be done and to which object
    QString detail; ///< the cause: the server's or system's own words
    QString hint; ///< a full sentence with the next step
    QString nativeCode; ///< SQLSTATE, errno name or engine number, as the engine writes it
    SourcePosition position;

    /// The same error seen from one layer further out; the former summary moves into the detail.
    Error withContext(const QString& outerSummary) const;
    Error at(SourcePosition where) const;
    /// Several lines for a terminal or a log: summary with position, detail, hint.
    QString toText() const;
    bool operator==(const Error&) const = default;
};

} // namespace strandline::base

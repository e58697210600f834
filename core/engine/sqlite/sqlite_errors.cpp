// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/sqlite/sqlite_errors.h"

#include "core/db/statement_text.h"
#include "core/engine/sqlite/error_catalogue.h"

#include <sqlite3.h>

namespace strandline::engine::sqlite {

using base::ErrorCode;

namespace {

struct CodeName
{
    int code;
    const char* name;
};

#define STRANDLINE_CODE(name)                                                                                \
    CodeName                                                                                                 \
    {                                                                                                        \
        name, #name                                                                                          \
    }
constexpr CodeName codeNames[] = {STRANDLINE_CODE(SQLITE_ERROR), STRANDLINE_CODE(SQLITE_INTERNAL),
    STRANDLINE_CODE(SQLITE_PERM), STRANDLINE_CODE(SQLITE_ABORT), STRANDLINE_CODE(SQLITE_BUSY),
    STRANDLINE_CODE(SQLITE_LOCKED), STRANDLINE_CODE(SQLITE_NOMEM), STRANDLINE_CODE(SQLITE_READONLY),
    STRANDLINE_CODE(SQLITE_INTERRUPT), STRANDLINE_CODE(SQLITE_IOERR), STRANDLINE_CODE(SQLITE_CORRUPT),
    STRANDLINE_CODE(SQLITE_NOTFOUND), STRANDLINE_CODE(SQLITE_FULL), STRANDLINE_CODE(SQLITE_CANTOPEN),
    STRANDLINE_CODE(SQLITE_PROTOCOL), STRANDLINE_CODE(SQLITE_SCHEMA), STRANDLINE_CODE(SQLITE_TOOBIG),
    STRANDLINE_CODE(SQLITE_CONSTRAINT), STRANDLINE_CODE(SQLITE_MISMATCH), STRANDLINE_CODE(SQLITE_MISUSE),
    STRANDLINE_CODE(SQLITE_NOLFS), STRANDLINE_CODE(SQLITE_AUTH), STRANDLINE_CODE(SQLITE_RANGE),
    STRANDLINE_CODE(SQLITE_NOTADB), STRANDLINE_CODE(SQLITE_BUSY_RECOVERY),
    STRANDLINE_CODE(SQLITE_BUSY_SNAPSHOT), STRANDLINE_CODE(SQLITE_BUSY_TIMEOUT),
    STRANDLINE_CODE(SQLITE_CANTOPEN_ISDIR), STRANDLINE_CODE(SQLITE_CANTOPEN_FULLPATH),
    STRANDLINE_CODE(SQLITE_CANTOPEN_SYMLINK), STRANDLINE_CODE(SQLITE_CONSTRAINT_CHECK),
    STRANDLINE_CODE(SQLITE_CONSTRAINT_DATATYPE), STRANDLINE_CODE(SQLITE_CONSTRAINT_FOREIGNKEY),
    STRANDLINE_CODE(SQLITE_CONSTRAINT_NOTNULL), STRANDLINE_CODE(SQLITE_CONSTRAINT_PRIMARYKEY),
    STRANDLINE_CODE(SQLITE_CONSTRAINT_ROWID), STRANDLINE_CODE(SQLITE_CONSTRAINT_TRIGGER),
    STRANDLINE_CODE(SQLITE_CONSTRAINT_UNIQUE), STRANDLINE_CODE(SQLITE_CORRUPT_INDEX),
    STRANDLINE_CODE(SQLITE_CORRUPT_VTAB), STRANDLINE_CODE(SQLITE_IOERR_READ),
    STRANDLINE_CODE(SQLITE_IOERR_SHORT_READ), STRANDLINE_CODE(SQLITE_IOERR_WRITE),
    STRANDLINE_CODE(SQLITE_IOERR_FSYNC), STRANDLINE_CODE(SQLITE_IOERR_LOCK),
    STRANDLINE_CODE(SQLITE_IOERR_SHMOPEN), STRANDLINE_CODE(SQLITE_LOCKED_SHAREDCACHE),
    STRANDLINE_CODE(SQLITE_READONLY_CANTINIT), STRANDLINE_CODE(SQLITE_READONLY_CANTLOCK),
    STRANDLINE_CODE(SQLITE_READONLY_DBMOVED), STRANDLINE_CODE(SQLITE_READONLY_DIRECTORY),
    STRANDLINE_CODE(SQLITE_READONLY_RECOVERY), STRANDLINE_CODE(SQLITE_READONLY_ROLLBACK)};
#undef STRANDLINE_CODE

const char* nameOf(int code)
{
    for (const CodeName& known : codeNames) {
        if (known.code == code)
            return known.name;
    }
    return nullptr;
}

QString quoted(const QString& path)
{
    return QStringLiteral("“%1”").arg(path);
}

} // namespace

QString resultCodeName(int extendedCode)
{
    if (const char* name = nameOf(extendedCode))
        return QString::fromLatin1(name);
    if (const char* name = nameOf(extendedCode & 0xff))
        return QStringLiteral("%1 (%2)").arg(QLatin1String(name)).arg(extendedCode);
    return QString::number(extendedCode);
}

base::Error statementError(int extendedCode, const QString& message, const QString& sql)
{
    base::Error error {ErrorCode::Sql,
        QStringLiteral("The database refused “%1”").arg(db::statementExcerpt(sql)), message, {},
        resultCodeName(extendedCode), {}};
    switch (extendedCode & 0xff) {
    case SQLITE_READONLY:
    case SQLITE_AUTH:
        error.code = ErrorCode::Precondition;
        error.summary =
            QStringLiteral("The connection is read-only, so “%1” was refused").arg(db::statementExcerpt(sql));
        break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        error.code = ErrorCode::Conflict;
        break;
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        error.code = ErrorCode::Io;
        break;
    case SQLITE_INTERRUPT:
        error.summary = QStringLiteral("The statement was interrupted");
        break;
    default:
        break;
    }
    error.hint = catalogueHint(extendedCode, message);
    return error;
}

base::Error timeoutError(int limitMs, const QString& sql)
{
    return {ErrorCode::Sql,
        QStringLiteral("“%1” was stopped by the statement time-out").arg(db::statementExcerpt(sql)),
        QStringLiteral("It ran longer than %1 ms.").arg(limitMs),
        QStringLiteral("Raise the statement time-out for this script, or split the work into smaller steps."),
        QStringLiteral("SQLITE_INTERRUPT (time-out)"), {}};
}

base::Error openError(int extendedCode, const QString& message, const QString& path)
{
    base::Error error {ErrorCode::Connection, QStringLiteral("Could not open %1").arg(quoted(path)), message,
        {}, resultCodeName(extendedCode), {}};
    switch (extendedCode & 0xff) {
    case SQLITE_NOTADB:
        error.code = ErrorCode::Invalid;
        error.summary = QStringLiteral("%1 is not a SQLite database").arg(quoted(path));
        error.hint = QStringLiteral("Choose another file. An encrypted database cannot be opened either.");
        break;
    case SQLITE_CORRUPT:
        error.code = ErrorCode::Io;
        error.summary = QStringLiteral("%1 is damaged").arg(quoted(path));
        error.hint =
            QStringLiteral("Restore a backup, or try the “.recover” command of the sqlite3 program.");
        break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        error.code = ErrorCode::Conflict;
        error.summary = QStringLiteral("%1 is in use by another program").arg(quoted(path));
        error.hint = QStringLiteral("Wait until the other program has finished, then try again.");
        break;
    case SQLITE_FULL:
        error.code = ErrorCode::Io;
        error.hint = QStringLiteral("Free space on the disk that holds the database.");
        break;
    case SQLITE_READONLY:
        if (extendedCode == SQLITE_READONLY_ROLLBACK) {
            error.code = ErrorCode::Precondition;
            error.summary = QStringLiteral("%1 was left in the middle of a write").arg(quoted(path));
            error.detail = QStringLiteral("The journal “%1-journal” has to be rolled back first, "
                                          "and that would change the file.")
                               .arg(path);
            error.hint = QStringLiteral("Open it once with a program that may write, for example "
                                        "sqlite3; it undoes the unfinished write by itself.");
        } else {
            error.code = ErrorCode::Precondition;
            error.hint = QStringLiteral("Reading it needs the right to write into its folder.");
        }
        break;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        error.hint = QStringLiteral("Check the rights on the file and its folder.");
        break;
    default:
        break;
    }
    return error;
}

} // namespace strandline::engine::sqlite

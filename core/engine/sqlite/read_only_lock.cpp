// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/sqlite/read_only_lock.h"

#include <QByteArrayView>

#include <algorithm>
#include <array>
#include <sqlite3.h>

namespace strandline::engine::sqlite {

namespace {

/// Pragmas whose argument names what to look at and changes nothing.
constexpr std::array lookingPragmas {"table_info", "table_xinfo", "table_list", "index_list", "index_info",
    "index_xinfo", "foreign_key_list", "foreign_key_check", "integrity_check", "quick_check"};
/// Pragmas that do something even without an argument.
constexpr std::array actingPragmas {
    "wal_checkpoint", "incremental_vacuum", "optimize", "shrink_memory", "data_store_directory"};

template <std::size_t size> bool contains(const std::array<const char*, size>& names, const char* name)
{
    return std::any_of(
        names.begin(), names.end(), [name](const char* known) { return qstricmp(known, name) == 0; });
}

int allowReadingOnly(void*, int action, const char* first, const char* second, const char*, const char*)
{
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE:
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
        return SQLITE_OK;
    case SQLITE_CREATE_TABLE:
        return SQLITE_OK; // also asked for by table-valued functions; the file itself refuses the real thing
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
        return qstricmp(first, "sqlite_master") == 0 ? SQLITE_OK : SQLITE_DENY; // as above
    case SQLITE_PRAGMA:
        if (second ? contains(lookingPragmas, first) : !contains(actingPragmas, first))
            return SQLITE_OK;
        return SQLITE_DENY;
    default:
        return SQLITE_DENY;
    }
}

} // namespace

void installReadOnlyLock(sqlite3* handle)
{
    sqlite3_set_authorizer(handle, allowReadingOnly, nullptr);
}

} // namespace strandline::engine::sqlite

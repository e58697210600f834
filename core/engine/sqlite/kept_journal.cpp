// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/sqlite/kept_journal.h"

#include <QByteArray>

#include <sqlite3.h>

namespace strandline::engine::sqlite {

namespace {

/// The mode after the pragma, as SQLite answers it; empty when it could not.
QByteArray journalMode(sqlite3* handle, const char* pragma)
{
    QByteArray mode;
    const auto take = [](void* to, int columns, char** values, char**) {
        if (columns > 0 && values[0])
            *static_cast<QByteArray*>(to) = values[0];
        return 0;
    };
    sqlite3_exec(handle, pragma, take, &mode, nullptr);
    return mode;
}

} // namespace

KeptJournal::KeptJournal(sqlite3* handle)
    : m_handle(handle)
{
    if (journalMode(handle, "PRAGMA main.journal_mode") == "delete")
        m_isKept = journalMode(handle, "PRAGMA main.journal_mode = PERSIST") == "persist";
}

KeptJournal::~KeptJournal()
{
    // A script may have chosen another mode since; WAL would be left by asking for DELETE.
    if (m_isKept && journalMode(m_handle, "PRAGMA main.journal_mode") == "persist")
        journalMode(m_handle, "PRAGMA main.journal_mode = DELETE");
}

} // namespace strandline::engine::sqlite

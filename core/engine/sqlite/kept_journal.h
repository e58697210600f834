// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

struct sqlite3;

namespace strandline::engine::sqlite {

/// While it lives, the rollback journal of a connection is ended by wiping its head instead of deleting the
/// file. As safe, and a run of many small transactions makes and deletes no file for each of them (measured:
/// a third of the time of a thousand). The mode belongs to the connection, not to the file; a database in
/// another mode than DELETE is left as it is. At the end the file is deleted, unless somebody holds a lock:
/// then the next writer does it.
class KeptJournal
{
public:
    explicit KeptJournal(sqlite3* handle);
    ~KeptJournal();
    KeptJournal(const KeptJournal&) = delete;
    KeptJournal& operator=(const KeptJournal&) = delete;

private:
    sqlite3* m_handle;
    bool m_isKept = false;
};

} // namespace strandline::engine::sqlite

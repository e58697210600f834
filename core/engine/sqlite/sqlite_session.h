// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/db/interrupter.h"

#include <atomic>

struct sqlite3;

namespace strandline::engine::sqlite {

class SqliteSession final : public db::Session
{
public:
    /// lockTimeoutMs: how long a statement waits for another program's lock.
    SqliteSession(sqlite3* handle, db::AccessMode access, int lockTimeoutMs);
    ~SqliteSession() override;

    base::Result<qint64> execute(const QString& sql) override;
    base::Result<void> begin(db::TransactionKind kind) override;
    base::Result<void> commit() override;
    base::Result<void> rollback() override;
    bool isInTransaction() const override;
    base::Result<void> checkParameters(const QVariantList& values) const override;
    base::Error mapError(const QSqlError& error, const QString& sql) const override;
    bool isInterruption(const base::Error& error) const override;
    db::Interrupter& interrupter() override { return m_interrupter; }
    void absorbLateInterrupt() override;

private:
    static int waitForLock(void* session, int attempt);
    base::Error lastError(const QByteArray& utf8, const QString& sql) const;
    base::Result<void> run(const char* sql);

    sqlite3* m_handle;
    int m_lockTimeoutMs;
    std::atomic<bool> m_stopWaiting {false};
    db::Interrupter m_interrupter;
};

} // namespace strandline::engine::sqlite

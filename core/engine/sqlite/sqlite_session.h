// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/db/interrupter.h"
#include "core/engine/sqlite/kept_journal.h"

#include <QDeadlineTimer>

#include <atomic>
#include <memory>
#include <optional>

struct sqlite3;

namespace strandline::engine::sqlite {

class SyntaxChecker;

class SqliteSession final : public db::Session
{
public:
    SqliteSession(sqlite3* handle, db::AccessMode access, const db::StatementLimits& limits);
    ~SqliteSession() override;

    /// For connections that write, once the file is known to be a database.
    void keepJournal() { m_keptJournal.emplace(m_handle); }

    base::Result<qint64> execute(const QString& sql) override;
    base::Result<qint64> executeScript(
        const db::ScriptStatement& statement, const db::NoticeSink& notices) override;
    base::Result<void> executeOwn(const QList<QByteArray>& statements) override;
    base::Result<bool> checkSyntax(QByteArrayView statement) override;
    base::Result<void> setLimits(const db::StatementLimits& limits) override;
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
    static int lookAtClock(void* session);
    void armLimits();
    base::Error lastError(QByteArrayView utf8) const;
    base::Result<qint64> runOne(QByteArrayView utf8);
    base::Result<void> run(const char* sql);

    sqlite3* m_handle;
    bool m_readOnly;
    db::StatementLimits m_limits;
    QDeadlineTimer m_lockDeadline;
    QDeadlineTimer m_statementDeadline {QDeadlineTimer::Forever};
    bool m_timedOut = false; ///< the running statement was stopped by its own limit
    std::atomic<bool> m_stopWaiting {false};
    std::unique_ptr<SyntaxChecker> m_syntaxChecker; ///< made when first needed
    db::Interrupter m_interrupter;
    std::optional<KeptJournal> m_keptJournal;
};

} // namespace strandline::engine::sqlite

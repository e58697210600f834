// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/db/interrupter.h"

#include <QHash>

#include <atomic>
#include <memory>

struct pg_conn;
struct pg_cancel;
struct pg_result;

namespace strandline::engine::postgresql {

class PostgresqlSession final : public db::Session
{
public:
    PostgresqlSession(pg_conn* handle, db::AccessMode access);
    ~PostgresqlSession() override;

    base::Result<qint64> execute(const QString& sql) override;
    /// The error's line counts on into the data of a COPY: the first row is on the line below the last one of
    /// the text.
    base::Result<qint64> executeScript(
        const db::ScriptStatement& statement, const db::NoticeSink& notices) override;
    /// One message and one answer. Each entry is exactly one statement. Those outside of BEGIN … COMMIT
    /// share one transaction with their neighbours: a caller for whom that matters writes BEGIN and COMMIT.
    /// After a failure behind a BEGIN the failed transaction is still open.
    base::Result<void> executeOwn(const QList<QByteArray>& statements) override;
    /// Shapes are prepared when first sent, and all goes as one pipeline.
    base::Result<void> executeOwnShapes(const db::OwnStatements& statements) override;
    base::Result<bool> checkSyntax(QByteArrayView statement) override;
    QList<base::Result<bool>> checkSyntaxOfEach(const QList<QByteArray>& statements) override;
    /// Sends nothing when the limits are known to hold. They are forgotten where a script or a rollback may
    /// have changed them, so that a script's own SET holds until the caller names its limits again.
    base::Result<void> setLimits(const db::StatementLimits& limits) override;
    base::Result<void> begin(db::TransactionKind kind) override;
    base::Result<void> commit() override;
    base::Result<void> rollback() override;
    bool isInTransaction() const override;
    base::Result<void> checkParameters(const QVariantList& values) const override;
    base::Error mapError(const QSqlError& error, const QString& sql) const override;
    bool isInterruption(const base::Error& error) const override;
    db::Interrupter& interrupter() override { return *m_interrupter; }
    void absorbLateInterrupt() override;

private:
    struct ClearResult
    {
        void operator()(pg_result* result) const;
    };
    using ResultPtr = std::unique_ptr<pg_result, ClearResult>;
    class NoticeScope;
    struct OwnShape
    {
        QByteArray name; // under which the session has it
        bool isPrepared = false;
    };

    base::Result<qint64> guarded(const db::ScriptStatement& statement);
    base::Result<qint64> sendOne(const db::ScriptStatement& statement);
    ResultPtr copyIn(const db::ScriptStatement& statement);
    base::Result<qint64> outcomeOf(const pg_result* result, QByteArrayView sql);
    void noteTag(const char* tag);
    void drain() const;
    base::Error failure(const pg_result* result, QByteArrayView sql) const;
    base::Result<void> run(const char* sql);
    base::Error ownFailure(const pg_result* result, const QList<QByteArray>& statements, int completed) const;
    bool sendShape(const db::OwnStatement& statement);
    base::Result<void> answersOfPipeline(const db::OwnStatements& statements, const QList<int>& owners);
    void sendParse(QByteArrayView statement, bool limitsWait);
    ResultPtr answersUntilSync(int syncs);
    ResultPtr parseOnly(QByteArrayView statement);
    base::Result<bool> verdictOf(const pg_result* failed, QByteArrayView statement) const;

    pg_conn* m_handle;
    bool m_readOnly;
    std::unique_ptr<db::Interrupter> m_interrupter;
    std::shared_ptr<std::atomic<bool>> m_stopAsked; // the sender of interrupts may outlive a statement
    const db::NoticeSink* m_sink = nullptr; // of the statement that runs
    QByteArray m_text; // of the statement that runs, with the NUL that libpq wants
    QHash<QByteArray, OwnShape> m_shapes; // of our own statements
    int m_lastShape = 0;
    db::StatementLimits m_limits; // what is known to hold
    bool m_limitsAreOfTransaction = false; // a rollback takes them back
};

} // namespace strandline::engine::postgresql

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/db/interrupter.h"

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

    ResultPtr send(const QString& sql) const;
    base::Result<qint64> sendOne(const QString& sql) const;
    base::Result<qint64> refuseCopyData(const QString& sql) const;
    base::Error failure(const pg_result* result, const QString& sql) const;
    base::Result<void> run(const char* sql) const;

    pg_conn* m_handle;
    bool m_readOnly;
    std::unique_ptr<db::Interrupter> m_interrupter;
};

} // namespace strandline::engine::postgresql

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/db/interrupter.h"
#include "core/engine/mysql/mysql_errors.h"

#include <functional>

struct st_mysql;

namespace strandline::engine::mysql {

class MysqlSession final : public db::Session
{
public:
    /// sendKill ends the running statement of this session through another connection.
    MysqlSession(st_mysql* handle, db::AccessMode access, std::function<void()> sendKill);

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
    base::Result<qint64> sendOne(const QByteArray& utf8, const QString& sql);
    base::Result<void> run(const char* sql);
    ServerError lastError() const;

    st_mysql* m_handle;
    bool m_readOnly;
    db::Interrupter m_interrupter;
};

} // namespace strandline::engine::mysql

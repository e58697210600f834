// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/db/interrupter.h"
#include "core/engine/mysql/mysql_errors.h"

#include <functional>

struct st_mysql;

namespace strandline::engine::mysql {

/// What SET needs for these limits; 0: no limit.
QByteArray lockTimeoutSetting(int milliseconds);
QByteArray statementTimeoutSetting(int milliseconds, bool mariadb);

class MysqlSession final : public db::Session
{
public:
    /// sendKill ends the running statement of this session through another connection.
    MysqlSession(st_mysql* handle, db::AccessMode access, std::function<void()> sendKill);

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
    base::Result<qint64> sendOne(QByteArrayView utf8);
    base::Result<qint64> sendGuarded(QByteArrayView utf8);
    base::Result<void> sendOwn(const QList<QByteArray>& statements);
    base::Result<void> sendTogether(const QList<QByteArray>& statements);
    void tellWarnings(const db::NoticeSink& notices, const base::Error* failure);
    base::Result<void> run(QByteArrayView sql);
    ServerError lastError() const;
    base::Error failure(QByteArrayView utf8) const;

    st_mysql* m_handle;
    bool m_readOnly;
    bool m_scriptHasId = false; ///< LAST_INSERT_ID() may be one of the script
    db::StatementLimits m_limits; ///< what the session's variables hold; nothing where that is not sure
    db::Interrupter m_interrupter;
};

} // namespace strandline::engine::mysql

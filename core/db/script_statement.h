// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <functional>
#include <optional>

namespace strandline::db {

/// One statement of a user's script as the server gets it. Views; they live as long as the call.
struct ScriptStatement
{
    QByteArrayView text; ///< UTF-8, without its delimiter
    /// PostgreSQL's COPY … FROM STDIN: the lines up to, without, the one that holds "\.".
    std::optional<QByteArrayView> copyData;
};

/// What a server says beside the result: NOTICE, WARNING, a row of SHOW WARNINGS.
struct ServerNotice
{
    QString severity; ///< "NOTICE", "WARNING", …: the server's own word
    QString code; ///< SQLSTATE or number; may be empty
    QString text;
    QString detail;
};
using NoticeSink = std::function<void(const ServerNotice&)>;

/// Limits for the statements that follow. Nothing: leave as it is; 0: no limit.
struct StatementLimits
{
    std::optional<int> lockTimeoutMs;
    std::optional<int> statementTimeoutMs;
    bool operator==(const StatementLimits&) const = default;
};

/// Sees every statement that a connection sends, its own ones as well. The log of statements listens here,
/// and tests make statements fail. Called on the connection's thread; must be quick.
class StatementTap
{
public:
    virtual ~StatementTap() = default;
    /// An error given here is the statement's error; it is not sent then.
    virtual std::optional<base::Error> before(QByteArrayView sql) = 0;
    /// An error given here replaces a success: the statement was executed, but nobody learnt of it.
    virtual std::optional<base::Error> after(
        QByteArrayView sql, const std::optional<base::Error>& failure) = 0;
};

} // namespace strandline::db

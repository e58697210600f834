// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job_context.h"
#include "core/base/result.h"

#include <QString>

#include <functional>
#include <memory>

class QSqlDatabase;
class QSqlError;

namespace strandline::db {
class SqlDatabase;
}

namespace strandline::engine {

/// How one driver is opened.
struct ConnectRequest
{
    QString driver; ///< "QPSQL"
    QString server; ///< for messages
    int timeoutMs = 10000;
    std::function<void(QSqlDatabase&)> configure;
    std::function<base::Error(const QSqlError&)> mapError;
};

/// Opens drivers whose open() blocks and cannot be stopped: the call runs on a helper thread, the caller
/// waits for it, for the cancel token or for the time-out, whichever is first, and the open driver is then
/// moved to the caller's thread. An abandoned attempt ends by the driver's own time-out and cleans up behind
/// itself; the destructor waits for those, so it may take as long as that time-out.
class Connector
{
public:
    Connector();
    ~Connector();
    base::Result<std::unique_ptr<db::SqlDatabase>> open(
        const ConnectRequest& request, const base::CancelToken& cancel) const;

private:
    struct Attempt;
    struct Attempts;
    std::unique_ptr<Attempts> m_attempts;
};

} // namespace strandline::engine

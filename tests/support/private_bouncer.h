// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/connection/connection_settings.h"

#include <QProcess>
#include <QTemporaryDir>

namespace strandline::test {

/// A PgBouncer of the test's own in front of one database; ends with the object.
class PrivateBouncer
{
public:
    /// mode: "session", "transaction", "statement"; sessions: how many the pool has at most.
    PrivateBouncer(const connection::ConnectionSettings& server, const QString& mode, int sessions,
        const QString& ignoredParameters = {});
    ~PrivateBouncer();
    PrivateBouncer(const PrivateBouncer&) = delete;
    PrivateBouncer& operator=(const PrivateBouncer&) = delete;

    QString problem() const { return m_problem; } ///< empty when it runs
    const connection::ConnectionSettings& settings() const { return m_settings; }

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    QString m_problem;
    connection::ConnectionSettings m_settings;
};

} // namespace strandline::test

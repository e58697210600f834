// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/dialect.h"

#include <QString>
#include <QTemporaryDir>

#include <memory>

namespace strandline::test {
class PrivateServer;
}

namespace strandline::fault {

/// The servers of a fault run: of their own, since they are killed and started again, and set up so that what
/// was committed survives the death of the process.
class FaultServer
{
public:
    explicit FaultServer(sql::Dialect dialect);
    ~FaultServer();

    QString problem() const { return m_problem; }
    bool hasDied() const; ///< waits a moment for a death that is under way
    qint64 pid() const;
    int crashSignal() const; ///< ends it without any tidying up
    /// Starts it again over the same data.
    QString restart();

private:
    bool publish();

    sql::Dialect m_dialect;
    QTemporaryDir m_folder;
    std::unique_ptr<test::PrivateServer> m_server;
    QString m_problem;
};

} // namespace strandline::fault

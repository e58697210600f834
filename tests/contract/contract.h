// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/live_database.h"

#include <QTest>

/// Fails the test with the error's text. Evaluates the expression once.
#define VERIFY_OK(expression)                                                                                \
    do {                                                                                                     \
        const auto& outcome = (expression);                                                                  \
        const QString problem = outcome ? QString() : outcome.error().toText();                              \
        QVERIFY2(outcome.has_value(), qPrintable(problem));                                                  \
    } while (false)

/// A database of the test's own and an open connection to it; skips or fails without a server.
#define OPENED(name, dialect)                                                                                \
    STRANDLINE_NEEDS_ENGINE(dialect);                                                                        \
    Opened name(dialect);                                                                                    \
    VERIFY_OK(name.connection)

namespace strandline::test {

/// The text for one engine.
struct PerEngine
{
    QString sqlite;
    QString postgresql;
    QString mariadb;

    const QString& of(sql::Dialect dialect) const
    {
        if (dialect == sql::Dialect::Sqlite)
            return sqlite;
        return dialect == sql::Dialect::PostgreSql ? postgresql : mariadb;
    }
};

struct Opened
{
    LiveDatabase live;
    base::Result<std::unique_ptr<db::Connection>> connection;

    explicit Opened(sql::Dialect dialect, db::AccessMode access = db::AccessMode::ReadWrite)
        : live(dialect)
        , connection(live.open(access))
    { }
    db::Connection& operator*() { return **connection; }
    db::Connection* operator->() { return connection->get(); }
};

} // namespace strandline::test

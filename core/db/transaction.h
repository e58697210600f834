// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"

namespace strandline::db {

/// A transaction that is rolled back unless commit() succeeded, also on an early return. Borrows the
/// connection, which must outlive it. Begins read-only on a ReadOnly connection.
class Transaction
{
public:
    static base::Result<Transaction> begin(
        Connection& connection, TransactionKind kind = TransactionKind::Default);

    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    /// After a failure the transaction is over as well: either rolled back, or (code Connection) its
    /// outcome is not known.
    base::Result<void> commit();
    /// Works also after the connection's token was cancelled: cleaning up is never refused.
    base::Result<void> rollback();

private:
    explicit Transaction(Connection& connection);
    Connection* m_connection; // null once it is over
};

} // namespace strandline::db

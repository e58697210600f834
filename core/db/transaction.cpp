// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/transaction.h"

#include <utility>

namespace strandline::db {

base::Result<Transaction> Transaction::begin(Connection& connection, TransactionKind kind)
{
    const auto begun = connection.beginTransaction(kind);
    if (!begun)
        return base::forward(begun);
    return Transaction(connection);
}

Transaction::Transaction(Connection& connection)
    : m_connection(&connection)
{ }

Transaction::Transaction(Transaction&& other) noexcept
    : m_connection(std::exchange(other.m_connection, nullptr))
{ }

Transaction::~Transaction()
{
    // The failure is not lost: a connection that cannot roll back is broken, and the server undoes the
    // transaction when the session ends.
    if (m_connection)
        static_cast<void>(rollback());
}

base::Result<void> Transaction::commit()
{
    if (!m_connection)
        return base::fail(base::ErrorCode::Internal, QStringLiteral("The transaction is over already"));
    auto committed = m_connection->commitTransaction();
    if (!committed && m_connection->isInTransaction())
        static_cast<void>(m_connection->rollbackTransaction());
    m_connection = nullptr;
    return committed;
}

base::Result<void> Transaction::rollback()
{
    if (!m_connection)
        return base::fail(base::ErrorCode::Internal, QStringLiteral("The transaction is over already"));
    return std::exchange(m_connection, nullptr)->rollbackTransaction();
}

} // namespace strandline::db

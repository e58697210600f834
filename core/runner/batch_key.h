// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/migration/script.h"
#include "core/runner/batch_text.h"

namespace strandline::runner {

/// The table and the key columns of a batch directive as the catalogue knows them, and the SQL to walk along
/// the key. Key values are SQL literals made by the database itself, so that no value passes through a type
/// of ours that could not hold it.
class BatchKey
{
public:
    /// Fails when the table or a column does not exist, or holds NULLs in the key.
    static base::Result<BatchKey> resolve(
        db::Connection& connection, const migration::BatchDirective& directive);

    const SqlName& table() const { return m_name; }
    QStringList columnNames() const;
    /// What is worth knowing before: no index on the key, a table without transactions.
    const QList<db::ServerNotice>& notices() const { return m_notices; }

    /// Rows of the table, counted or estimated; 0: not known.
    base::Result<qint64> estimatedRows(db::Connection& connection) const;

    /// The greatest key behind `last` (empty: of all); empty when there is none.
    base::Result<QStringList> greatest(db::Connection& connection, const QStringList& last) const;

    struct Page
    {
        QStringList last; ///< its greatest key; empty: there are no more rows
        qint64 keys = 0;
    };
    /// The next `size` keys behind `last`, up to `end`.
    base::Result<Page> nextPage(
        db::Connection& connection, const QStringList& last, const QStringList& end, int size) const;

    /// last < key <= end in parentheses; empty `last`: only the end counts.
    QByteArray condition(const QString& alias, const QStringList& last, const QStringList& end) const;

private:
    struct Column
    {
        QString name;
        QString type; ///< as the catalogue writes it
        bool mayBeNull = true;
    };

    base::Result<void> findColumns(db::Connection& connection, const QStringList& wanted);
    base::Result<void> readPostgresql(db::Connection& connection);
    base::Result<void> readMysql(db::Connection& connection);
    base::Result<void> readSqlite(db::Connection& connection);
    base::Result<void> refuseNulls(db::Connection& connection) const;
    base::Result<bool> hasIndex(db::Connection& connection) const;

    QString quotedColumn(const Column& column) const;
    QString literalOf(const Column& column, const QString& value) const;
    QStringList columnsOf(const QString& prefix) const;
    QString comparison(const QStringList& columns, bool above, const QStringList& bound) const;
    QStringList literalsFrom(const QVariantList& row) const;

    sql::Dialect m_dialect = sql::Dialect::Sqlite;
    SqlName m_name;
    QString m_quoted; ///< the table for SQL
    QList<Column> m_columns; ///< all of the table, then only those of the key
    QList<db::ServerNotice> m_notices;
    qint64 m_rows = -1; ///< what the catalogue thinks
};

} // namespace strandline::runner

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace strandline::sql {

/// A quoted name, qualified or not, in a query or expression as MariaDB and MySQL print them. Only quoted ones:
/// both servers quote every name they print.
struct PrintedName
{
    QStringList parts; ///< unquoted
    qsizetype begin = 0; ///< in UTF-8 bytes, up to `end`
    qsizetype end = 0;
    qsizetype secondPart = 0; ///< where the text goes on behind the first dot
    bool isTable = false; ///< stands where a table, view or sequence does, not a column
    bool isCall = false; ///< a stored function
};

QList<PrintedName> printedNames(const QByteArray& text);

/// The servers put the database in front of every table: without it the text means the same in a database of
/// another name. An alias or table called like the database keeps its columns.
QString withoutDatabase(const QString& text, const QString& database);

/// Every table, view and stored function that the query names without a database, each once.
QStringList namesUsedBy(const QString& query);

/// The same text with this column called otherwise, as far as names stand alone or behind their table.
QString withRenamedColumn(const QString& expression, const QString& from, const QString& to);

} // namespace strandline::sql

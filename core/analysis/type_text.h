// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/dialect.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace strandline::analysis {

/// A column type as a script writes it, cut into what matters for the values that fit.
struct TypeText
{
    QString name; ///< lower case, one spelling of those that mean the same: "varchar", "int", "numeric"
    QList<qint64> sizes; ///< (10, 2)
    QStringList members; ///< of an ENUM or SET, as SQL literals
    bool isUnsigned = false;
    bool isArray = false;
};
TypeText readTypeText(const QString& text, sql::Dialect dialect);

/// Every value that a column can have held so far fits, whatever its type was: text, bigint and the like.
bool holdsEverything(const TypeText& type, sql::Dialect dialect);

/// The condition that finds the values of this column that do not fit; empty where text alone cannot say.
QString misfitCondition(const TypeText& type, const QString& quotedColumn, sql::Dialect dialect);

} // namespace strandline::analysis

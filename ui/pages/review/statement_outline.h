// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/dialect.h"

#include <QByteArrayView>
#include <QList>
#include <QString>

namespace strandline::ui {

/// What a reader wants to know of a statement at a glance, told from its first words.
struct StatementOutline
{
    enum class Effect { Other, Makes, Removes, Changes };

    QString kind; ///< "CREATE TABLE"; the first word where nothing better is known
    Effect effect = Effect::Other;
    QString key; ///< "table invoice", "column invoice.note": what it makes, removes or changes; may be empty
    QString reverseKey; ///< what its counterpart would have as key; differs from key for renames
    QString owner; ///< "table invoice" for an index, column or row of it: gone with the table
};

StatementOutline outlineOf(QByteArrayView statement, sql::Dialect dialect);

/// For each up statement the index of the down statement that undoes it, or -1. By name only: an aid for the
/// eye, not a proof.
QList<qsizetype> pairStatements(const QList<StatementOutline>& up, const QList<StatementOutline>& down);

} // namespace strandline::ui

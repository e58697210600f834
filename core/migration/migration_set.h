// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/script.h"

#include <QList>

namespace strandline::migration {

enum class Kind {
    Versioned, ///< runs once, in version order
    Repeatable, ///< runs again whenever its text changes, after the versioned ones; keyed by name
};

/// One migration as the project folder describes it.
struct Migration
{
    Kind kind = Kind::Versioned;
    QString version; ///< digits as written in the file name; empty for repeatable ones
    QString name; ///< "add_loyalty_points"
    std::optional<Script> up; ///< absent when the file could not be read: see problems
    std::optional<Script> down;
    QList<base::Error> problems; ///< a file that cannot be read or understood is a row with a problem

    /// "20260101120000_add_loyalty_points", or the bare name of a repeatable one: what users type and see.
    QString id() const;
    bool isIrreversible() const { return !down || (up && up->directives.irreversible.has_value()); }
};

/// The folder as one value, in the order in which it would run: versioned by version, then repeatables by
/// name.
struct MigrationSet
{
    QString folder; ///< absolute
    QList<Migration> migrations;
    QList<base::Error> problems; ///< of the folder itself: duplicate versions, stray files …
    QStringList notes; ///< nothing wrong, but worth telling: how long a large script took
};

/// Orders versions as the native format does: by number when both are digits, however long, else by text.
bool versionLess(const QString& a, const QString& b);

/// The same text for versions that mean the same: "0042" and "42". What files and history are matched by.
QString versionKey(const QString& version);

} // namespace strandline::migration

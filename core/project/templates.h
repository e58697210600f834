// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/sql/dialect.h"

#include <QByteArray>
#include <QStringList>

#include <optional>

namespace strandline::project {

enum class TemplateKind { Table, Alter, Sync, Data, Index, ForeignKey, Check, Comment, Empty };

/// "table", "alter", "sync", "data", "index", "fk", "check", "comment", "empty".
QString templateKindName(TemplateKind kind);
std::optional<TemplateKind> templateKindFromName(const QString& name);
QStringList templateKindNames();

/// What the words of a migration's name say about its content; empty where they say nothing.
/// docs/formats/native-migrations.md, "Templates".
struct NameGuess
{
    TemplateKind kind = TemplateKind::Empty;
    QString table;
    QString column;
    bool removes = false; ///< "drop_x_from_y": up takes away, down brings back
};

NameGuess guessFromName(const QString& name);

struct TemplateRequest
{
    TemplateKind kind = TemplateKind::Empty;
    sql::Dialect dialect = sql::Dialect::PostgreSql;
    QString name; ///< of the migration, normalised
    /// As a person writes it: users, app.users, "odd.name", app."Order Items". Empty: guessed from the name.
    QString table;
    QString column; ///< the bare name, without quotes; empty: guessed
    QString references; ///< table that a foreign key leads to, written like table; empty: guessed
};

struct ScriptPair
{
    QByteArray up;
    QByteArray down;
    bool upIsRepeatable = false; ///< running up on a database that has it already changes nothing
};

/// Scripts that run as they are when the table exists (except for kinds table and sync, which make it), to be
/// edited by a person. Fails with Invalid for a table name whose quotes do not close.
base::Result<ScriptPair> fillTemplate(const TemplateRequest& request);

} // namespace strandline::project

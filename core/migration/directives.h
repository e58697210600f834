// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/script.h"
#include "core/sql/statement_splitter.h"

#include <QByteArrayView>
#include <QHash>

namespace strandline::migration {

enum class ScriptRole { Up, Down, Repeatable };

struct ScriptHead
{
    migration::Directives directives;
    QString description;
    QList<base::Error> problems;
};

/// Reads the comments of a script: description and directives with everything wrong about them. The bytes
/// are UTF-8 and were split as given: a line within a string or a quoted body is no comment, and only the
/// splitter knows. docs/formats/native-migrations.md, "Directives".
ScriptHead readComments(
    QByteArrayView bytes, const sql::SplitResult& split, ScriptRole role, const QString& path);

/// The problem of a script without any text.
base::Error blankScript(const QString& path, ScriptRole role);

/// A line whose comment begins like a directive, or like something that was meant as one.
struct CommentLine
{
    QByteArray text;
    qint64 offset = 0;
    int number = 0; ///< from 1
};
/// Whether readComments() has to look at a line.
bool mayBeDirective(QByteArrayView line);

/// What readComments() needs to know of a script that is not in memory.
struct ScriptComments
{
    QByteArray beginning; ///< of the script, for the description
    QList<CommentLine> lines; ///< all for which mayBeDirective() holds
    /// All directives of the script; of the statements those around one of the lines or next behind it.
    sql::SplitResult split;
    /// By the statement's begin: enough of its text to see what it is and whether it holds {batch}.
    QHash<qint64, QByteArray> texts;
};
ScriptHead readComments(const ScriptComments& comments, ScriptRole role, const QString& path);

} // namespace strandline::migration

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/script.h"
#include "core/sql/statement_splitter.h"

#include <QByteArrayView>

namespace strandline::project {

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

} // namespace strandline::project

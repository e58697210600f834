// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/script.h"
#include "core/sql/dialect.h"

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
/// are UTF-8. docs/formats/native-migrations.md, "Directives".
ScriptHead readComments(QByteArrayView bytes, ScriptRole role, sql::Dialect dialect, const QString& path);

} // namespace strandline::project

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/sql/dialect.h"

#include <QString>

namespace strandline::connection {

struct UrlScheme
{
    sql::Dialect dialect = sql::Dialect::Sqlite;
    qsizetype rest = 0; ///< offset behind "sqlite:" or "postgres://"
};

/// The kind of database; the error names the known ones and quotes nothing that could be a password.
base::Result<UrlScheme> readScheme(const QString& url);

/// "Known are postgres://, … for example …": the hint of errors.
QString urlExamples();

} // namespace strandline::connection

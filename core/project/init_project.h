// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/sql/dialect.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

namespace strandline::project {

struct InitRequest
{
    QString folder; ///< absolute; made when it does not exist
    QString name; ///< empty: the name of the folder
    QString url; ///< of the development database; empty: an example is written as a comment
    std::optional<sql::Dialect> dialect; ///< for the example when there is no URL
    QString migrations = QStringLiteral("migrations"); ///< relative to folder
};

struct InitializedProject
{
    QString configPath;
    QString migrationFolder;
    QStringList written; ///< absolute paths of what was made or changed
    QStringList notes; ///< for example that a password was left out
};

/// Makes a project: strandline.toml with comments, the folder of migrations, and a line in .gitignore for
/// .strandline/. Conflict when there is a strandline.toml, which is never overwritten. The project file is
/// written last, so that a failure leaves nothing that looks like a project. A password in the URL is not
/// written.
base::Result<InitializedProject> initProject(const InitRequest& request);

/// The text that initProject() writes; valid for parseProjectFile().
base::Result<QByteArray> projectFileText(const InitRequest& request, QStringList* notes);

} // namespace strandline::project

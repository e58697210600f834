// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/open_project.h"

#include "core/project/native_format.h"
#include "core/project/open.h"
#include "core/project/project_file.h"

namespace strandline::usecase {

base::Result<migration::MigrationSet> readMigrations(
    const project::Project& project, sql::Dialect dialect, const base::JobContext& context)
{
    context.report({QStringLiteral("Reading migrations"), 0, 0, project.root});
    return project::readNativeFolder(project.migrationFolders, project.root, dialect, context);
}

base::Result<OpenedProject> openProject(const QString& folder, const base::JobContext& context)
{
    auto project = project::findProject(folder);
    if (!project)
        return base::forward(project);
    OpenedProject opened;
    opened.project = std::move(*project);
    opened.dialect = project::dialectOf(opened.project).value_or(sql::Dialect::PostgreSql);
    auto set = readMigrations(opened.project, opened.dialect, context);
    if (!set)
        return base::forward(set);
    opened.set = std::move(*set);
    return opened;
}

} // namespace strandline::usecase

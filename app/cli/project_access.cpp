// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/project_access.h"

#include "app/cli/password_prompt.h"
#include "core/report/words.h"

namespace strandline::cli {

base::Result<usecase::OpenedProject> openProject(const CommandContext& context)
{
    return usecase::openProject(context.projectFolder(), context.job);
}

base::Result<std::optional<project::Environment>> chooseEnvironment(
    const project::Project& project, const QString& wanted)
{
    QStringList names;
    QList<project::Environment> developments;
    for (const project::Environment& environment : project.environments) {
        names << environment.name;
        if (environment.tier == project::Tier::Development)
            developments << environment;
    }
    const QString listed = names.join(QStringLiteral(", "));
    if (!wanted.isEmpty()) {
        if (const project::Environment* found = project.environment(wanted))
            return std::optional(*found);
        return base::fail(base::ErrorCode::NotFound,
            QStringLiteral("There is no environment “%1”").arg(wanted),
            names.isEmpty() ? QStringLiteral("The project names no environment.")
                            : QStringLiteral("The project names: %1.").arg(listed),
            QStringLiteral("Choose one of them with --env, or add it to strandline.toml."));
    }
    if (project.environments.isEmpty())
        return std::optional<project::Environment>();
    if (project.environments.size() == 1)
        return std::optional(project.environments.constFirst());
    if (developments.size() == 1)
        return std::optional(developments.constFirst());
    return base::fail(base::ErrorCode::Precondition,
        QStringLiteral("It is not clear which environment is meant"),
        QStringLiteral("The project names: %1.").arg(listed), QStringLiteral("Choose one with --env NAME."));
}

bool worthAsking(const base::Error& error)
{
    // PostgreSQL: no password supplied (no code) or rejected (class 28); MariaDB and MySQL: access denied.
    const bool wantsPassword = error.code == base::ErrorCode::Connection
        && (error.nativeCode.startsWith(QLatin1String("28"))
            || error.nativeCode.startsWith(QLatin1String("1045"))
            || error.detail.contains(QLatin1String("no password supplied")));
    return wantsPassword && canAskForPassword();
}

base::Secret typedPassword(const QString& environment)
{
    return askForPassword(QStringLiteral("Password for “%1”: ").arg(oneLine(environment)))
        .value_or(base::Secret());
}

QString environmentLabel(const project::Environment& environment, const Terminal& terminal)
{
    const bool labelled = environment.tier == project::Tier::Custom && !environment.customTier.isEmpty()
        && environment.customTier != environment.name;
    const QString tier = labelled ? environment.customTier : report::tierWord(environment.tier);
    const QString sign =
        terminal.hasGlyphs() ? report::tierGlyph(environment.tier) + QStringLiteral(" ") : QString();
    return QStringLiteral("%1 (%2%3)").arg(oneLine(environment.name), sign, oneLine(tier));
}

} // namespace strandline::cli

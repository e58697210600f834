// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/resolve_environment.h"

namespace strandline::usecase {

namespace {

base::Failure noSuchEnvironment(const project::Project& project, const QString& name)
{
    QStringList names;
    for (const project::Environment& environment : project.environments)
        names.append(environment.name);
    return base::fail(base::ErrorCode::NotFound, QStringLiteral("There is no environment “%1”").arg(name),
        names.isEmpty() ? QStringLiteral("The project has no environment.")
                        : QStringLiteral("The project has: %1.").arg(names.join(QLatin1String(", "))),
        QStringLiteral("Add it to strandline.toml, or set DATABASE_URL."));
}

} // namespace

base::Result<ResolvedEnvironment> resolveEnvironment(
    const project::Project& project, const QString& name, const base::Secret& typedPassword)
{
    const project::Environment* environment = project.environment(name);
    if (!environment)
        return noSuchEnvironment(project, name);
    auto request = connection::requestForProcess(project.root);
    if (!request)
        return base::forward(request);
    if (environment->url.isEmpty() && environment->urlEnv.isEmpty()) {
        request = connection::fromSurroundings(*request);
        if (!request)
            return base::forward(request);
    } else {
        request->url = environment->url;
        request->urlEnv = environment->urlEnv;
        request->urlOrigin = QStringLiteral("url of “%1” in %2").arg(environment->name, environment->origin);
    }
    request->typedPassword = typedPassword;
    auto resolved = connection::resolve(*request);
    if (!resolved)
        return base::fail(resolved.error().withContext(
            QStringLiteral("Could not find out how to connect to “%1”").arg(environment->name)));
    return ResolvedEnvironment {*environment, std::move(*resolved)};
}

engine::OpenOptions lookOptions(const project::Environment& environment)
{
    engine::OpenOptions options;
    options.access = db::AccessMode::ReadOnly;
    options.lockTimeoutMs = environment.lockTimeoutMs;
    options.statementTimeoutMs = environment.statementTimeoutMs;
    return options;
}

} // namespace strandline::usecase

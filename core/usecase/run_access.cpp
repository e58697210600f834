// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/run_access.h"

#include <QFileInfo>
#include <QSysInfo>
#include <QUuid>

#include <pwd.h>
#include <unistd.h>

namespace strandline::usecase {

namespace {

constexpr int kLockTimeoutMs = 5000;
constexpr int kStatementTimeoutMs = 600000;

/// The login of the operating system; not $USER, which anybody can set and which sudo leaves behind.
QString actorName()
{
    if (const passwd* entry = getpwuid(geteuid()))
        return QString::fromLocal8Bit(entry->pw_name);
    return QString::number(geteuid());
}

QString sessionName(runner::ConnectionUse use, const QString& what)
{
    switch (use) {
    case runner::ConnectionUse::Work:
        return QStringLiteral("strandline ") + what;
    case runner::ConnectionUse::Lock:
        return QStringLiteral("strandline lock");
    case runner::ConnectionUse::Watch:
        break;
    }
    return QStringLiteral("strandline watch");
}

} // namespace

base::Result<RunAccess> openRunAccess(const RefreshRequest& request, const RunDecisions& decisions,
    const QString& what, const engine::Engines& engines)
{
    auto resolved = resolveEnvironment(request.project.project, request.environment, request.password);
    if (!resolved)
        return base::forward(resolved);
    RunAccess access;
    access.resolved = std::move(*resolved);
    const connection::ConnectionSettings settings = access.resolved.connection.settings;
    access.engine = engines.find(settings.dialect);
    if (!access.engine) {
        return base::fail(base::ErrorCode::Unsupported,
            QStringLiteral("This program was built without support for %1 databases")
                .arg(sql::dialectName(settings.dialect)));
    }
    access.identity = {QUuid::createUuid().toString(QUuid::WithoutBraces), actorName(),
        QSysInfo::machineHostName(), QStringLiteral(STRANDLINE_VERSION)};
    const auto token = engine::grantWrites({request.environment, access.resolved.environment.enabled,
        decisions.forceEnabled, access.identity.runId, what});
    if (!token)
        return base::forward(token);

    engine::OpenOptions options = lookOptions(access.resolved.environment);
    access.open = [settings, options, token = *token, what, &engines](
                      runner::ConnectionUse use, const base::JobContext& context) {
        engine::OpenOptions own = options;
        own.applicationName = sessionName(use, what);
        if (use != runner::ConnectionUse::Watch) {
            own.access = db::AccessMode::ReadWrite;
            own.writeToken = token;
            own.createIfMissing = true;
        }
        return engines.open(settings, own, context);
    };
    return access;
}

runner::RunLimits limitsOf(const project::Environment& environment, const RunTimeouts& timeouts)
{
    runner::RunLimits limits;
    limits.lockTimeoutMs = timeouts.lockMs.value_or(environment.lockTimeoutMs.value_or(kLockTimeoutMs));
    limits.statementTimeoutMs =
        timeouts.statementMs.value_or(environment.statementTimeoutMs.value_or(kStatementTimeoutMs));
    return limits;
}

QString nameToType(const connection::ConnectionSettings& settings)
{
    const QString name = settings.database.value;
    return settings.dialect == sql::Dialect::Sqlite ? QFileInfo(name).fileName() : name;
}

base::Result<void> checkTypedName(const Confirmation& confirmation, const RunDecisions& decisions)
{
    if (!confirmation.needsTypedName || decisions.confirmedByOption
        || decisions.typedName == confirmation.typedName)
        return {};
    return base::fail(base::ErrorCode::Precondition,
        decisions.typedName.isEmpty()
            ? QStringLiteral("This was not confirmed")
            : QStringLiteral("“%1” is not the name of the database").arg(decisions.typedName),
        QStringLiteral("Writing here needs the name of the database as a confirmation."),
        QStringLiteral("Type “%1”, or give --yes where nobody can type.").arg(confirmation.typedName));
}

} // namespace strandline::usecase

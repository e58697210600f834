// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/drop_everything.h"

#include "core/db/transaction.h"
#include "core/usecase/run_access.h"

namespace strandline::usecase {

namespace {

base::Result<void> checkTier(const project::Environment& environment, bool emergency)
{
    const bool isPlayground =
        environment.tier == project::Tier::Development || environment.tier == project::Tier::Test;
    if (isPlayground || emergency)
        return {};
    return base::fail(base::ErrorCode::Precondition,
        QStringLiteral("Everything in “%1” would be deleted").arg(environment.name),
        QStringLiteral("Its tier is %1, and this is meant for development and test.")
            .arg(project::tierName(environment.tier)),
        QStringLiteral("Restore a backup, or roll back. If it has to be: --emergency."));
}

QStringList texts(const QList<QByteArray>& statements)
{
    QStringList lines;
    for (const QByteArray& statement : statements)
        lines << QString::fromUtf8(statement);
    return lines;
}

/// MariaDB commits each of them anyway; SQLite's list begins and ends with settings that work outside of a
/// transaction only.
bool dropsInOneTransaction(sql::Dialect dialect)
{
    return dialect == sql::Dialect::PostgreSql;
}

base::Failure lockedBy(const engine::LockHolder& holder)
{
    return base::fail(base::ErrorCode::Conflict, QStringLiteral("Another run is in progress"),
        QStringLiteral("“%1” (%2) holds the lock.").arg(holder.who, holder.session),
        QStringLiteral("Wait until it is done."));
}

} // namespace

base::Result<DropPreview> previewDrop(
    const DropRequest& request, const engine::Engines& engines, const base::JobContext& context)
{
    auto resolved = resolveEnvironment(
        request.environment.project.project, request.environment.environment, request.environment.password);
    if (!resolved)
        return base::forward(resolved);
    if (const auto allowed = checkTier(resolved->environment, request.emergency); !allowed)
        return base::forward(allowed);
    const engine::Engine* engine = engines.find(resolved->connection.settings.dialect);
    auto connection =
        engines.open(resolved->connection.settings, lookOptions(resolved->environment), context);
    if (!connection)
        return base::forward(connection);
    auto view = readEnvironment(**connection, request.environment, *resolved, context);
    if (!view)
        return base::forward(view);
    const auto statements = engine->runServices().dropEverything(**connection);
    if (!statements)
        return base::forward(statements);
    DropPreview preview;
    preview.statements = texts(*statements);
    preview.confirmation.typedName = nameToType(resolved->connection.settings);
    preview.confirmation.needsTypedName = true;
    preview.confirmation.needsDataLossConsent = true;
    preview.view = std::move(*view);
    return preview;
}

base::Result<DropReport> dropEverything(
    const DropRequest& request, const engine::Engines& engines, const base::JobContext& context)
{
    auto access = openRunAccess(request.environment, request.decisions, QStringLiteral("drop"), engines);
    if (!access)
        return base::forward(access);
    const project::Environment& environment = access->resolved.environment;
    if (const auto allowed = checkTier(environment, request.emergency); !allowed)
        return base::forward(allowed);
    const Confirmation confirmation {false, true, nameToType(access->resolved.connection.settings), true};
    if (const auto typed = checkTypedName(confirmation, request.decisions); !typed)
        return base::forward(typed);

    auto work = access->open(runner::ConnectionUse::Work, context);
    if (!work)
        return base::forward(work);
    auto lockConnection = access->open(runner::ConnectionUse::Lock, context);
    if (!lockConnection)
        return base::forward(lockConnection);
    const engine::RunServices& services = access->engine->runServices();
    const auto now = context.clock ? context.clock->nowUtc() : base::SystemClock().nowUtc();
    const auto attempt = services.tryLock(std::move(*lockConnection), **work,
        {access->identity.who(), access->identity.runId, now, environment.historySchema});
    if (!attempt)
        return base::forward(attempt);
    if (!attempt->lock)
        return lockedBy(attempt->holder.value_or(engine::LockHolder {}));

    const auto statements = services.dropEverything(**work);
    if (!statements)
        return base::forward(statements);
    QList<QByteArray> all = *statements;
    if (dropsInOneTransaction((*work)->info().dialect) && !all.isEmpty()) {
        all.prepend("BEGIN");
        all.append("COMMIT");
    }
    if (const auto done = (*work)->executeOwn(all); !done)
        return base::forward(done);
    return DropReport {texts(*statements)};
}

} // namespace strandline::usecase

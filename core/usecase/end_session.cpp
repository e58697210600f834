// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usecase/end_session.h"

#include "core/usecase/run_access.h"

namespace strandline::usecase {

base::Result<migration::SessionEnd> endSession(
    const EndSessionRequest& request, const engine::Engines& engines, const base::JobContext& context)
{
    const auto access =
        openRunAccess(request.environment, request.decisions, QStringLiteral("disconnect"), engines);
    if (!access)
        return base::forward(access);
    const auto connection = access->open(runner::ConnectionUse::Work, context);
    if (!connection)
        return base::forward(connection);
    return access->engine->runServices().endSession(**connection, request.session);
}

} // namespace strandline::usecase

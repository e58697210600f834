// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/write_gate.h"

namespace strandline::engine {

WriteToken::WriteToken(WritePurpose purpose)
    : m_purpose(std::move(purpose))
{ }

base::Result<std::shared_ptr<const WriteToken>> grantWrites(const WritePurpose& purpose)
{
    if (purpose.runId.isEmpty()) {
        return base::fail(base::ErrorCode::Internal,
            QStringLiteral("A write to “%1” was not announced as a run").arg(purpose.environment));
    }
    if (!purpose.environmentEnabled && !purpose.forceEnabled) {
        return base::fail(base::ErrorCode::Precondition,
            QStringLiteral("Environment “%1” is switched off").arg(purpose.environment),
            QStringLiteral("The project file says enabled = false, so nothing is written to it."),
            QStringLiteral("Remove that line, or insist for this one run with --force-enabled."));
    }
    return std::shared_ptr<const WriteToken>(new WriteToken(purpose));
}

} // namespace strandline::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/engines.h"

#include <algorithm>

namespace strandline::engine {

Engines::Engines() = default;
Engines::Engines(Engines&&) noexcept = default;
Engines& Engines::operator=(Engines&&) noexcept = default;
Engines::~Engines() = default;

void Engines::add(std::unique_ptr<Engine> engine)
{
    std::erase_if(m_engines, [&](const auto& known) { return known->dialect() == engine->dialect(); });
    m_engines.push_back(std::move(engine));
}

const Engine* Engines::find(sql::Dialect dialect) const
{
    const auto found = std::find_if(m_engines.begin(), m_engines.end(),
        [dialect](const auto& engine) { return engine->dialect() == dialect; });
    return found == m_engines.end() ? nullptr : found->get();
}

base::Result<std::unique_ptr<db::Connection>> Engines::open(const connection::ConnectionSettings& settings,
    const OpenOptions& options, const base::JobContext& context) const
{
    if (options.access == db::AccessMode::ReadWrite && !options.writeToken) {
        return base::fail(base::ErrorCode::Internal,
            QStringLiteral("A connection for writing was asked for without a permit"));
    }
    if (const Engine* engine = find(settings.dialect))
        return engine->open(settings, options, context);
    return base::fail(base::ErrorCode::Unsupported,
        QStringLiteral("This program was built without support for %1 databases")
            .arg(sql::dialectName(settings.dialect)));
}

} // namespace strandline::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine.h"

#include <memory>
#include <vector>

namespace strandline::engine {

/// The engines that a program was composed with. Filled explicitly by app/; there is no static registration.
class Engines
{
public:
    Engines();
    Engines(Engines&&) noexcept;
    Engines& operator=(Engines&&) noexcept;
    ~Engines();

    /// Replaces an engine of the same dialect.
    void add(std::unique_ptr<Engine> engine);
    /// Null when this program was built without that engine.
    const Engine* find(sql::Dialect dialect) const;

    /// find() and open() in one; Unsupported where the engine is missing.
    base::Result<std::unique_ptr<db::Connection>> open(const connection::ConnectionSettings& settings,
        const OpenOptions& options, const base::JobContext& context) const;

private:
    std::vector<std::unique_ptr<Engine>> m_engines;
};

} // namespace strandline::engine

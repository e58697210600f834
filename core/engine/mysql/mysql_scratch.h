// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/scratch.h"

namespace strandline::engine::mysql {

class MysqlScratch final : public ScratchProvider
{
public:
    /// The engine outlives this.
    explicit MysqlScratch(const Engine& engine)
        : m_engine(engine)
    { }
    base::Result<ScratchTraits> traitsOf(db::Connection& connection) const override;
    base::Result<std::unique_ptr<ScratchPlace>> onServer(const connection::ConnectionSettings& settings,
        ScratchRegistry& registry, const base::JobContext& context) const override;
    base::Result<std::unique_ptr<ScratchPlace>> privatePlace(const ScratchTraits& traits,
        ScratchRegistry& registry, const base::JobContext& context) const override;

private:
    const Engine& m_engine;
};

} // namespace strandline::engine::mysql

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/scratch.h"

namespace strandline::engine::sqlite {

/// Every database is a file in a folder of its own, which goes with it.
class SqliteScratch final : public ScratchProvider
{
public:
    base::Result<ScratchTraits> traitsOf(db::Connection& connection) const override;
    base::Result<std::unique_ptr<ScratchPlace>> onServer(const connection::ConnectionSettings& settings,
        ScratchRegistry& registry, const base::JobContext& context) const override;
    base::Result<std::unique_ptr<ScratchPlace>> privatePlace(const ScratchTraits& traits,
        ScratchRegistry& registry, const base::JobContext& context) const override;
};

} // namespace strandline::engine::sqlite

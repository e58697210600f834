// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

#include <memory>

namespace strandline::engine {

/// What a write is for, and what the environment says about writes.
struct WritePurpose
{
    QString environment;
    bool environmentEnabled = true; ///< `enabled = false` of the project file
    bool forceEnabled = false; ///< the user insisted for this one run
    QString runId;
    QString what; ///< "apply", "baseline", …: the server's list of sessions shows it
};

/// Permission to open connections that write, for one run. Only grantWrites() makes one, and an engine opens
/// nothing for writing without: one place through which every write passes.
class WriteToken
{
public:
    const WritePurpose& purpose() const { return m_purpose; }

private:
    friend base::Result<std::shared_ptr<const WriteToken>> grantWrites(const WritePurpose& purpose);
    explicit WriteToken(WritePurpose purpose);
    WritePurpose m_purpose;
};

/// Precondition when the environment is disabled and nobody insisted, or when no run is named.
base::Result<std::shared_ptr<const WriteToken>> grantWrites(const WritePurpose& purpose);

} // namespace strandline::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <tl/expected.hpp>

namespace strandline::base {

/// An alias, on purpose: a class derived from tl::expected 1.0.0 would warn about ignored results but
/// breaks and_then and or_else. Use only members that std::expected has too, so that a swap is one line.
template <typename T> using Result = tl::expected<T, Error>;

using Failure = tl::unexpected<Error>;

inline Failure fail(Error error)
{
    return Failure(std::move(error));
}

inline Failure fail(ErrorCode code, QString summary, QString detail = {}, QString hint = {})
{
    return Failure(Error {code, std::move(summary), std::move(detail), std::move(hint), {}, {}});
}

/// Passes the failure of one result on as the failure of another type.
template <typename T> Failure forward(const Result<T>& failed)
{
    return Failure(failed.error());
}

} // namespace strandline::base

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QString>

#include <span>

namespace strandline::engine::postgresql {

struct ServerError;

/// What one error of the server means for somebody who migrates, and what helps.
struct CatalogueEntry
{
    const char* state; ///< SQLSTATE; two characters stand for the whole class
    /// What the message, its detail or the name of the server's function contains; empty: any. The functions
    /// are the same in every language of the server, but their names move between versions, so both are
    /// looked at.
    const char* needle;
    base::ErrorCode code;
    const char* summary; ///< %1: beginning of the statement
    const char* hint;
};

/// Never null: what nothing is known about has an entry as well.
const CatalogueEntry& catalogueEntry(const ServerError& server);

/// For tests: all entries, in the order in which they are tried.
std::span<const CatalogueEntry> errorCatalogue();

} // namespace strandline::engine::postgresql

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "tests/support/temp_project.h"

namespace strandline::test {

/// A project of three migrations whose environment "live" takes its URL from SHOP_URL.
void writeShopProject(const TempProject& project);

/// The history that goes with it: the first applied, the second failed, the third never tried.
base::Result<void> recordShopHistory(db::Connection& connection);

} // namespace strandline::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/plan.h"

#include <QJsonObject>

namespace strandline::report {

/// For reading, with the SQL of each step. What is stored and run later is planner::planToJson().
QJsonObject toJson(const migration::Plan& plan);

} // namespace strandline::report

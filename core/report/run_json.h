// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/run_report.h"

#include <QJsonObject>

namespace strandline::report {

QJsonObject toJson(const migration::RunReport& report);
QJsonObject toJson(const migration::StepReport& step);
QJsonObject toJson(const migration::StatementReport& statement);

} // namespace strandline::report

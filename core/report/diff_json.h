// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/renderer.h"
#include "core/diff/compare.h"

#include <QJsonArray>
#include <QJsonObject>

// docs/formats/json-output.md, "schema diff".
namespace strandline::report {

QJsonObject toJson(const schema::ObjectId& id);
QJsonObject toJson(const diff::Difference& difference);
QJsonArray toJson(const QList<diff::Difference>& differences);
/// `statements` and `impossible`.
QJsonObject toJson(const dialect::Rendered& rendered);

} // namespace strandline::report

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/schema/database.h"

#include <QByteArray>
#include <QJsonObject>

namespace strandline::schema {

/// The form of docs/formats/schema-json.md: one object, fields that say nothing left out, lists in canonical
/// order, so that equal databases are equal texts.
QJsonObject toJson(const Database& database);
/// Invalid with the path of what is wrong, when a field has another type than it should. Unknown fields are
/// refused: a newer program's file would be half understood.
base::Result<Database> databaseFromJson(const QJsonObject& json);

/// One part alone, for reports: the same fields as within the whole.
QJsonObject toJson(const Table& table);
QJsonObject toJson(const View& view);
QJsonObject toJson(const Column& column);

} // namespace strandline::schema

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/fingerprint.h"

#include "core/base/digest.h"
#include "core/schema/schema_json.h"

#include <QJsonDocument>

namespace strandline::schema {

QByteArray fingerprint(const Database& database)
{
    QJsonObject json = toJson(database);
    for (const char* field : {"name", "serverVersion", "dependencies", "unread"})
        json.remove(QLatin1String(field));
    return base::sha256Hex(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

} // namespace strandline::schema

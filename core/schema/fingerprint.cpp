// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/fingerprint.h"

#include "core/base/digest.h"
#include "core/schema/schema_json.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace strandline::schema {

namespace {

QJsonValue withoutSource(const QJsonValue& value)
{
    if (value.isArray()) {
        QJsonArray cleaned;
        for (const QJsonValue& entry : value.toArray())
            cleaned.append(withoutSource(entry));
        return cleaned;
    }
    if (!value.isObject())
        return value;
    QJsonObject cleaned = value.toObject();
    cleaned.remove(QLatin1String("source"));
    for (auto it = cleaned.begin(); it != cleaned.end(); ++it)
        it.value() = withoutSource(it.value());
    return cleaned;
}

} // namespace

QByteArray fingerprint(const Database& database)
{
    QJsonObject json = toJson(database);
    for (const char* field : {"name", "serverVersion", "dependencies", "unread"})
        json.remove(QLatin1String(field));
    // Only SQLite keeps statements as they were written; the walk would cost the others time for nothing.
    if (database.dialect == sql::Dialect::Sqlite)
        json = withoutSource(json).toObject();
    return base::sha256Hex(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

} // namespace strandline::schema

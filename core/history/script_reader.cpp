// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/script_reader.h"

#include "core/base/digest.h"
#include "core/history/bookkeeping_tables.h"

#include <optional>

namespace strandline::history {

namespace {

constexpr qsizetype kScriptsPerQuery = 200;

std::optional<QByteArray> decode(const QString& encoding, const QVariant& content)
{
    if (encoding == QLatin1String("utf-8"))
        return content.toString().toUtf8();
    if (encoding == QLatin1String("base64"))
        return QByteArray::fromBase64(content.toString().toLatin1());
    return std::nullopt; // "none", or what a later format invents
}

void take(ScriptTexts& texts, const QVariantList& row)
{
    const QByteArray digest = row.at(0).toString().toLatin1();
    const auto bytes = decode(row.at(1).toString(), row.at(2));
    if (!bytes)
        return;
    if (base::sha256Hex(*bytes) != digest) {
        texts.problems.append({base::ErrorCode::Invalid,
            QStringLiteral("A text in strandline_script was changed"),
            QStringLiteral("The row %1 holds a text with another digest.").arg(QString::fromLatin1(digest)),
            QStringLiteral("Do not trust it; look for the text in version control."), {}, {}});
        return;
    }
    texts.bytes.insert(digest, *bytes);
}

} // namespace

base::Result<ScriptTexts> readScripts(
    db::Connection& connection, const QString& schema, const QList<QByteArray>& digests)
{
    ScriptTexts texts;
    if (digests.isEmpty())
        return texts;
    auto tables = findTables(connection, schema);
    if (!tables)
        return base::forward(tables);
    if (!tables->hasScript)
        return texts;
    const QString table = scriptTable(connection.info(), tables->schema);
    for (qsizetype at = 0; at < digests.size(); at += kScriptsPerQuery) {
        QStringList marks;
        QVariantList parameters;
        for (const QByteArray& digest : digests.mid(at, kScriptsPerQuery)) {
            marks.append(QStringLiteral("?"));
            parameters.append(QString::fromLatin1(digest));
        }
        auto read = connection.forEachRow(
            QStringLiteral("SELECT sha256, encoding, content FROM %1 WHERE sha256 IN (%2)")
                .arg(table, marks.join(QLatin1String(", "))),
            parameters, [&texts](const QVariantList& row) {
                take(texts, row);
                return true;
            });
        if (!read)
            return base::fail(withRightsHint(read.error(), connection.info(), table));
    }
    return texts;
}

} // namespace strandline::history

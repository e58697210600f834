// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/diff/diff_case.h"

#include "core/diff/rename_text.h"
#include "core/schema/schema_json.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace strandline::tests {

namespace {

QJsonObject nameJson(const QString& text)
{
    const qsizetype dot = text.indexOf(u'.');
    QJsonObject name {{QStringLiteral("name"), text.mid(dot + 1)}};
    if (dot > 0)
        name.insert(QStringLiteral("schema"), text.left(dot));
    return name;
}

/// Commas within brackets belong to a type: numeric(12,2).
QStringList splitColumns(const QString& text)
{
    QStringList parts(QString {});
    int depth = 0;
    for (const QChar c : text) {
        depth += c == u'(' ? 1 : c == u')' ? -1 : 0;
        if (c == u',' && depth == 0)
            parts.append(QString());
        else
            parts.last() += c;
    }
    return parts;
}

QJsonObject tableJson(const QString& text)
{
    const qsizetype open = text.indexOf(u'(');
    QJsonArray columns;
    for (QString part : splitColumns(text.mid(open + 1, text.size() - open - 2))) {
        part = part.trimmed();
        QJsonObject column;
        const qsizetype equals = part.indexOf(u'=');
        if (equals > 0) {
            column.insert(QStringLiteral("default"), part.mid(equals + 1));
            part.truncate(equals);
        }
        if (part.endsWith(u'!')) {
            column.insert(QStringLiteral("notNull"), true);
            part.chop(1);
        }
        column.insert(QStringLiteral("name"), part.section(u' ', 0, 0));
        column.insert(QStringLiteral("type"), part.section(u' ', 1));
        columns.append(column);
    }
    return {{QStringLiteral("name"), nameJson(text.left(open))}, {QStringLiteral("columns"), columns}};
}

base::Result<schema::Database> readDatabase(QJsonObject json, const QJsonObject& base, const QString& dialect)
{
    for (auto it = base.begin(); it != base.end(); ++it) {
        if (it->isArray()) {
            QJsonArray all = it->toArray();
            for (const QJsonValue& value : json.value(it.key()).toArray())
                all.append(value);
            json.insert(it.key(), all);
        } else if (!json.contains(it.key())) {
            json.insert(it.key(), *it);
        }
    }
    QJsonArray tables;
    for (const QJsonValue& table : json.value(QStringLiteral("tables")).toArray()) {
        QJsonObject object = table.isString() ? tableJson(table.toString()) : table.toObject();
        // {"is": "users(id integer)", "indexes": […]}: the short form, and what it cannot say.
        if (object.contains(QStringLiteral("is"))) {
            const QJsonObject shape = tableJson(object.take(QStringLiteral("is")).toString());
            for (auto it = shape.begin(); it != shape.end(); ++it)
                object.insert(it.key(), *it);
        }
        tables.append(object);
    }
    json.insert(QStringLiteral("tables"), tables);
    json.insert(QStringLiteral("strandlineSchema"), 1);
    json.insert(QStringLiteral("dialect"), dialect);
    auto database = schema::databaseFromJson(json);
    if (database)
        schema::sortCanonically(*database);
    return database;
}

void readOptions(const QJsonArray& names, diff::CompareOptions& options)
{
    const QList<std::pair<const char*, bool*>> known {{"owner", &options.ignoreOwner},
        {"grants", &options.ignoreGrants}, {"tablespace", &options.ignoreTablespace},
        {"comments", &options.ignoreComments}, {"column order", &options.ignoreColumnOrder},
        {"whitespace", &options.ignoreWhitespace}, {"collation names", &options.ignoreCollationNames},
        {"generated names", &options.ignoreGeneratedNames}, {"schema name", &options.ignoreSchemaName}};
    for (const auto& [name, option] : known)
        *option = names.contains(QLatin1String(name));
}

base::Result<DiffCase> readCase(const QJsonObject& json)
{
    DiffCase result;
    result.json = json;
    result.about = json.value(QStringLiteral("about")).toString();
    const QString dialect = json.value(QStringLiteral("dialect")).toString(QStringLiteral("postgresql"));
    const QJsonObject base = json.value(QStringLiteral("base")).toObject();
    auto from = readDatabase(json.value(QStringLiteral("from")).toObject(), base, dialect);
    if (!from)
        return base::fail(from.error().withContext(result.about));
    auto to = readDatabase(json.value(QStringLiteral("to")).toObject(), base, dialect);
    if (!to)
        return base::fail(to.error().withContext(result.about));
    result.from = *from;
    result.to = *to;
    readOptions(json.value(QStringLiteral("ignore")).toArray(), result.options);
    for (const auto& [field, list] :
        {std::pair("renames", &result.renames), std::pair("refused", &result.refused)}) {
        for (const QJsonValue& text : json.value(QLatin1String(field)).toArray()) {
            const auto rename = diff::renameFromText(text.toString(), result.from, result.to);
            if (!rename)
                return base::fail(rename.error().withContext(result.about));
            list->append(*rename);
        }
    }
    return result;
}

} // namespace

QStringList DiffCase::texts(const char* field) const
{
    QStringList texts;
    for (const QJsonValue& text : json.value(QLatin1String(field)).toArray())
        texts.append(text.toString());
    return texts;
}

base::Result<QList<DiffCase>> readDiffCases(const QString& pattern)
{
    const QDir folder(QStringLiteral(STRANDLINE_SOURCE_DIR "/tests/cases/diff"));
    QList<DiffCase> cases;
    for (const QString& name : folder.entryList({pattern}, QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        QJsonParseError error;
        const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
        if (!document.isArray())
            return base::fail(base::ErrorCode::Invalid,
                QStringLiteral("%1 is no list of cases (byte %2)").arg(name).arg(error.offset),
                error.errorString());
        for (const QJsonValue& value : document.array()) {
            auto one = readCase(value.toObject());
            if (!one)
                return base::fail(one.error().withContext(name));
            one->about = name + QStringLiteral(": ") + one->about;
            cases.append(*one);
        }
    }
    return cases;
}

} // namespace strandline::tests

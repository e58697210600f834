// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/diff_json.h"

#include "core/report/json.h"

namespace strandline::report {

namespace {

QString kindWord(diff::DifferenceKind kind)
{
    switch (kind) {
    case diff::DifferenceKind::OnlyFrom:
        return QStringLiteral("only-from");
    case diff::DifferenceKind::OnlyTo:
        return QStringLiteral("only-to");
    case diff::DifferenceKind::Renamed:
        return QStringLiteral("renamed");
    case diff::DifferenceKind::Changed:
        break;
    }
    return QStringLiteral("changed");
}

QJsonValue idOrNull(const schema::ObjectId& id)
{
    return id.name.isEmpty() ? QJsonValue() : QJsonValue(toJson(id));
}

QJsonValue textOrNull(const QString& text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

} // namespace

QJsonObject toJson(const schema::ObjectId& id)
{
    return {{QStringLiteral("kind"), schema::objectKindName(id.kind)},
        {QStringLiteral("schema"), textOrNull(id.name.schema)}, {QStringLiteral("name"), id.name.name},
        {QStringLiteral("part"), textOrNull(id.part)}};
}

QJsonObject toJson(const diff::Difference& difference)
{
    QJsonArray fields;
    for (const diff::FieldDifference& field : difference.fields) {
        fields.append(QJsonObject {{QStringLiteral("field"), field.field},
            {QStringLiteral("from"), field.from}, {QStringLiteral("to"), field.to}});
    }
    return {{QStringLiteral("kind"), kindWord(difference.kind)},
        {QStringLiteral("from"), idOrNull(difference.from)}, {QStringLiteral("to"), idOrNull(difference.to)},
        {QStringLiteral("fields"), fields}, {QStringLiteral("sentence"), difference.sentence},
        {QStringLiteral("consequence"), textOrNull(difference.consequence)}};
}

QJsonArray toJson(const QList<diff::Difference>& differences)
{
    QJsonArray array;
    for (const diff::Difference& difference : differences)
        array.append(toJson(difference));
    return array;
}

QJsonObject toJson(const dialect::Rendered& rendered)
{
    QJsonArray statements;
    for (const dialect::RenderedStatement& statement : rendered.statements) {
        statements.append(QJsonObject {{QStringLiteral("text"), statement.text},
            {QStringLiteral("object"), idOrNull(statement.object)},
            {QStringLiteral("transaction"), !statement.outsideTransaction},
            {QStringLiteral("note"), textOrNull(statement.note)},
            {QStringLiteral("losesData"), statement.losesData}});
    }
    return {{QStringLiteral("statements"), statements},
        {QStringLiteral("impossible"), toJson(rendered.impossible)}};
}

} // namespace strandline::report

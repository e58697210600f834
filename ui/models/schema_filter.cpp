// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/schema_filter.h"

#include "ui/palette/palette_items.h"

#include <QCoreApplication>

namespace strandline::ui {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("SchemaFilter", text);
}

} // namespace

QString schemaGroupTitle(SchemaGroup group)
{
    switch (group) {
    case SchemaGroup::Tables:
        return say("Tables");
    case SchemaGroup::Views:
        return say("Views");
    case SchemaGroup::MaterializedViews:
        return say("Materialized views");
    case SchemaGroup::Sequences:
        return say("Sequences");
    case SchemaGroup::Functions:
        return say("Functions");
    case SchemaGroup::Types:
        return say("Types");
    case SchemaGroup::Triggers:
        return say("Triggers");
    case SchemaGroup::Extensions:
        return say("Extensions");
    case SchemaGroup::Others:
        return say("Other objects");
    }
    return {};
}

QString schemaGroupIcon(SchemaGroup group)
{
    switch (group) {
    case SchemaGroup::Tables:
        return QStringLiteral("schema-table");
    case SchemaGroup::Views:
        return QStringLiteral("schema-view");
    case SchemaGroup::MaterializedViews:
        return QStringLiteral("schema-materialized-view");
    case SchemaGroup::Sequences:
        return QStringLiteral("schema-sequence");
    case SchemaGroup::Functions:
        return QStringLiteral("schema-function");
    case SchemaGroup::Types:
        return QStringLiteral("schema-type");
    case SchemaGroup::Triggers:
        return QStringLiteral("schema-trigger");
    case SchemaGroup::Extensions:
        return QStringLiteral("schema-extension");
    case SchemaGroup::Others:
        return QStringLiteral("schema-other");
    }
    return {};
}

QString findingTitle(schema::FindingKind kind)
{
    using schema::FindingKind;
    switch (kind) {
    case FindingKind::NoPrimaryKey:
        return say("No primary key");
    case FindingKind::InvalidIndex:
        return say("Invalid index");
    case FindingKind::ConstraintNotValidated:
        return say("Constraint not validated");
    case FindingKind::ForeignKeyWithoutIndex:
        return say("Foreign key without index");
    case FindingKind::RedundantIndex:
        return say("Redundant index");
    case FindingKind::DisabledTrigger:
        return say("Disabled trigger");
    }
    return {};
}

std::optional<QList<int>> schemaTextMatch(const QString& text, const schema::ObjectName& name)
{
    if (text.isEmpty())
        return QList<int>();
    const bool qualified = text.contains(QLatin1Char('.')) && !name.schema.isEmpty();
    const auto match = subsequenceMatch(text, qualified ? name.display() : name.name);
    if (!match)
        return std::nullopt;
    const int offset = qualified ? int(name.schema.size()) + 1 : 0;
    QList<int> positions;
    for (const int position : match->positions) {
        if (position >= offset)
            positions << position - offset;
    }
    return positions;
}

} // namespace strandline::ui

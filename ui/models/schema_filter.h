// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/findings.h"

#include <QList>
#include <QSet>
#include <QString>

#include <optional>

namespace strandline::ui {

/// The branches of a schema in the tree, in the order in which they are shown.
enum class SchemaGroup {
    Tables,
    Views,
    MaterializedViews,
    Sequences,
    Functions,
    Types,
    Triggers,
    Extensions,
    Others,
};
inline constexpr int kSchemaGroups = int(SchemaGroup::Others) + 1;

QString schemaGroupTitle(SchemaGroup group); ///< "Materialized views"
QString schemaGroupIcon(SchemaGroup group); ///< name for icon()
QString findingTitle(schema::FindingKind kind); ///< "No primary key"

/// What of a schema is listed. Pure data; SchemaNodes applies it.
struct SchemaFilter
{
    QString text; ///< letters in their order, as in the palette; with a dot the schema counts as well
    QSet<SchemaGroup> hidden;
    std::optional<schema::FindingKind> preset; ///< only objects of which this was found

    bool isNarrowing() const { return !text.isEmpty() || preset; }
    bool operator==(const SchemaFilter&) const = default;
};

/// Positions of the matched letters in the name; nothing when it does not match.
std::optional<QList<int>> schemaTextMatch(const QString& text, const schema::ObjectName& name);

} // namespace strandline::ui

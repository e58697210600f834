// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/schema_filter.h"

#include <memory>
#include <vector>

namespace strandline::ui {

/// One row of the schema tree above the columns. Columns have none: they are counted and read from the
/// database when they are shown, so that 10,000 tables cost 10,000 nodes and not 110,000.
struct SchemaNode
{
    enum class Kind { Root, Database, Schema, Group, Object };

    Kind kind = Kind::Root;
    SchemaGroup group = SchemaGroup::Tables; ///< of a group or an object
    SchemaNode* parent = nullptr;
    int row = 0;
    int total = 0; ///< of a group: objects before filtering
    QString name;
    schema::ObjectId id; ///< of an object
    QString second; ///< of an object: what stands beside its name
    const QList<schema::Column>* columns = nullptr; ///< of a table or view; borrowed from the database
    QList<int> match; ///< letters of the name that the filter found
    std::vector<std::unique_ptr<SchemaNode>> children;

    /// Stays the same over refreshes and filters.
    QString key() const;
};

/// How many objects have one kind of finding, for the list of presets.
using FindingCounts = QMap<schema::FindingKind, int>;

/// Everything that the tree shows of one schema: database › schema › group › object.
class SchemaNodes
{
public:
    SchemaNodes() = default;
    SchemaNodes(std::shared_ptr<const schema::Database> database, QList<schema::Finding> findings);

    void apply(const SchemaFilter& filter);
    const SchemaNode* root() const { return m_root.get(); }
    const schema::Database* database() const { return m_database.get(); }
    int shown() const { return m_shown; } ///< objects
    int total() const { return m_total; }
    QSet<SchemaGroup> groups() const { return m_groups; } ///< those that hold anything
    FindingCounts findingCounts() const;
    QStringList sentences(const schema::ObjectId& object) const; ///< what was found of it and its parts
    const SchemaNode* find(const schema::ObjectId& id) const;

private:
    struct Item
    {
        SchemaGroup group;
        schema::ObjectId id;
        QString name;
        QString schema;
        QString second;
        const QList<schema::Column>* columns;
        int total = 0; ///< objects of its schema and group
    };

    void collect();
    void addItem(SchemaGroup group, const schema::ObjectId& id, const QString& name, const QString& schema,
        const QString& second = {}, const QList<schema::Column>* columns = nullptr);
    template <typename Owner> void addTriggers(const Owner& owner);
    void countGroups();
    SchemaNode* append(SchemaNode* parent, SchemaNode::Kind kind, const QString& name) const;

    std::shared_ptr<const schema::Database> m_database;
    QList<schema::Finding> m_findings;
    std::vector<Item> m_items; ///< by schema, group and name
    QHash<schema::ObjectId, QStringList> m_sentences;
    QSet<SchemaGroup> m_groups;
    std::unique_ptr<SchemaNode> m_root = std::make_unique<SchemaNode>();
    int m_shown = 0;
    int m_total = 0;
};

} // namespace strandline::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/schema_nodes.h"

#include <QAbstractItemModel>

namespace strandline::ui {

enum SchemaTreeRole {
    SchemaKeyRole = Qt::UserRole + 1, ///< names the row over refreshes and filters
    SchemaMatchRole, ///< QList<int>: letters to mark
    SchemaIsGroupRole, ///< neither object nor column
};

/// A schema as a tree: database › schema › group › object › column. The rows of columns are made while they
/// are looked at.
class SchemaTreeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, DetailColumn, ColumnCount };

    explicit SchemaTreeModel(QObject* parent = nullptr);

    /// Null: nothing to show. The findings are those of the database.
    void setDatabase(std::shared_ptr<const schema::Database> database, QList<schema::Finding> findings = {});
    void setFilter(const SchemaFilter& filter);
    const SchemaFilter& filter() const { return m_filter; }
    const SchemaNodes& nodes() const { return m_nodes; }

    /// The object that the row is, or is part of; nothing for groups.
    std::optional<schema::ObjectId> objectAt(const QModelIndex& index) const;
    QModelIndex indexOf(const schema::ObjectId& id) const;
    /// Rows above the columns for which `wanted` says yes, in order.
    QModelIndexList nodeIndexes(const std::function<bool(const SchemaNode&)>& wanted) const;
    QString rowAsText(const QModelIndex& index) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    bool hasChildren(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    /// The node a row stands in; its children, or its columns, are the rows.
    static const SchemaNode* parentNode(const QModelIndex& index);
    /// Null for a column.
    const SchemaNode* nodeAt(const QModelIndex& index) const;
    const schema::Column* columnAt(const QModelIndex& index) const;
    QModelIndex indexOf(const SchemaNode& node, int column = NameColumn) const;
    QVariant nodeData(const SchemaNode& node, int column, int role) const;
    QVariant columnData(const SchemaNode& table, const schema::Column& one, int column, int role) const;
    QString spoken(const SchemaNode& node) const;

    SchemaNodes m_nodes;
    SchemaFilter m_filter;
};

} // namespace strandline::ui

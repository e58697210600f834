// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/schema_tree_model.h"

#include "ui/theme/icons.h"

#include <QLocale>

namespace strandline::ui {

namespace {

/// An icon reads its drawing from the resources; 10,000 rows share one.
QIcon sharedIcon(const QString& name)
{
    static QHash<QString, QIcon> known;
    const auto found = known.constFind(name);
    return found != known.cend() ? *found : *known.insert(name, icon(name));
}

QString iconOf(const SchemaNode& node)
{
    switch (node.kind) {
    case SchemaNode::Kind::Database:
        return QStringLiteral("schema-database");
    case SchemaNode::Kind::Schema:
        return QStringLiteral("schema-namespace");
    case SchemaNode::Kind::Group:
        return {}; // the rows under it carry it
    case SchemaNode::Kind::Object:
        return schemaGroupIcon(node.group);
    case SchemaNode::Kind::Root:
        break;
    }
    return {};
}

bool isKeyColumn(const schema::Database& database, const schema::ObjectName& table, const QString& column)
{
    const schema::Table* found = database.table(table);
    const schema::Constraint* key = found ? found->primaryKey() : nullptr;
    return key && key->columns.contains(column);
}

} // namespace

SchemaTreeModel::SchemaTreeModel(QObject* parent)
    : QAbstractItemModel(parent)
{ }

void SchemaTreeModel::setDatabase(
    std::shared_ptr<const schema::Database> database, QList<schema::Finding> findings)
{
    beginResetModel();
    if (database) {
        m_nodes = SchemaNodes(std::move(database), std::move(findings));
        m_nodes.apply(m_filter);
    } else {
        m_nodes = SchemaNodes();
    }
    endResetModel();
}

void SchemaTreeModel::setFilter(const SchemaFilter& filter)
{
    if (filter == m_filter)
        return;
    beginResetModel();
    m_filter = filter;
    m_nodes.apply(filter);
    endResetModel();
}

const SchemaNode* SchemaTreeModel::parentNode(const QModelIndex& index)
{
    return static_cast<const SchemaNode*>(index.internalPointer());
}

const SchemaNode* SchemaTreeModel::nodeAt(const QModelIndex& index) const
{
    if (!index.isValid())
        return m_nodes.root();
    const SchemaNode* parent = parentNode(index);
    return parent->kind == SchemaNode::Kind::Object ? nullptr
                                                    : parent->children[std::size_t(index.row())].get();
}

const schema::Column* SchemaTreeModel::columnAt(const QModelIndex& index) const
{
    if (!index.isValid() || parentNode(index)->kind != SchemaNode::Kind::Object)
        return nullptr;
    return &parentNode(index)->columns->at(index.row());
}

QModelIndex SchemaTreeModel::indexOf(const SchemaNode& node, int column) const
{
    return node.parent ? createIndex(node.row, column, node.parent) : QModelIndex();
}

std::optional<schema::ObjectId> SchemaTreeModel::objectAt(const QModelIndex& index) const
{
    if (!index.isValid())
        return std::nullopt;
    const SchemaNode* node = nodeAt(index);
    if (!node)
        node = parentNode(index);
    return node->kind == SchemaNode::Kind::Object ? std::optional(node->id) : std::nullopt;
}

QModelIndex SchemaTreeModel::indexOf(const schema::ObjectId& id) const
{
    const SchemaNode* node = m_nodes.find(id);
    return node ? indexOf(*node) : QModelIndex();
}

QModelIndexList SchemaTreeModel::nodeIndexes(const std::function<bool(const SchemaNode&)>& wanted) const
{
    QModelIndexList found;
    const std::function<void(const SchemaNode&)> walk = [&](const SchemaNode& node) {
        if (node.parent && wanted(node))
            found << indexOf(node);
        for (const auto& child : node.children)
            walk(*child);
    };
    walk(*m_nodes.root());
    return found;
}

QModelIndex SchemaTreeModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, nodeAt(parent));
}

QModelIndex SchemaTreeModel::parent(const QModelIndex& index) const
{
    return index.isValid() ? indexOf(*parentNode(index)) : QModelIndex();
}

int SchemaTreeModel::rowCount(const QModelIndex& parent) const
{
    if (parent.column() > 0)
        return 0;
    const SchemaNode* node = nodeAt(parent);
    if (!node)
        return 0;
    return node->columns ? int(node->columns->size()) : int(node->children.size());
}

int SchemaTreeModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

bool SchemaTreeModel::hasChildren(const QModelIndex& parent) const
{
    return rowCount(parent) > 0;
}

QString SchemaTreeModel::spoken(const SchemaNode& node) const
{
    QStringList parts {node.name};
    switch (node.kind) {
    case SchemaNode::Kind::Database:
        parts << tr("database");
        break;
    case SchemaNode::Kind::Schema:
        parts << tr("schema");
        break;
    case SchemaNode::Kind::Group:
        parts << QString::number(node.children.size());
        break;
    default:
        parts << schema::objectKindName(node.id.kind) << node.second;
        if (node.columns)
            parts << (node.columns->size() == 1 ? tr("1 column")
                                                : tr("%1 columns").arg(node.columns->size()));
        parts << m_nodes.sentences(node.id);
        break;
    }
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

QVariant SchemaTreeModel::nodeData(const SchemaNode& node, int column, int role) const
{
    const bool isGroup = node.kind == SchemaNode::Kind::Group;
    switch (role) {
    case Qt::DisplayRole:
        if (column == NameColumn)
            return node.name;
        if (isGroup)
            return int(node.children.size()) == node.total
                ? QLocale().toString(node.total)
                : tr("%1 of %2")
                      .arg(QLocale().toString(int(node.children.size())), QLocale().toString(node.total));
        return node.second;
    case Qt::DecorationRole: {
        const QString name = column == NameColumn ? iconOf(node) : QString();
        return name.isEmpty() ? QVariant() : sharedIcon(name);
    }
    case Qt::ToolTipRole: {
        if (node.kind != SchemaNode::Kind::Object)
            return {};
        return (QStringList {node.id.display()} + m_nodes.sentences(node.id)).join(QLatin1Char('\n'));
    }
    case Qt::AccessibleTextRole: {
        if (column == NameColumn)
            return spoken(node);
        const QString value = nodeData(node, column, Qt::DisplayRole).toString();
        return value.isEmpty() ? tr("nothing, detail") : tr("%1, detail").arg(value);
    }
    case SchemaKeyRole:
        return node.key();
    case SchemaMatchRole:
        return column == NameColumn ? QVariant::fromValue(node.match) : QVariant();
    case SchemaIsGroupRole:
        return node.kind != SchemaNode::Kind::Object;
    default:
        return {};
    }
}

QVariant SchemaTreeModel::columnData(
    const SchemaNode& table, const schema::Column& one, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return column == NameColumn ? one.name : one.type;
    case Qt::DecorationRole:
        if (column != NameColumn)
            return {};
        return sharedIcon(isKeyColumn(*m_nodes.database(), table.id.name, one.name)
                ? QStringLiteral("schema-key")
                : QStringLiteral("schema-column"));
    case Qt::ToolTipRole:
        return QStringLiteral("%1 %2%3").arg(
            one.name, one.type, one.notNull ? QStringLiteral(" NOT NULL") : QString());
    case Qt::AccessibleTextRole: {
        if (column == DetailColumn)
            return tr("%1, detail").arg(one.type);
        QStringList parts {one.name, tr("column"), one.type};
        if (one.notNull)
            parts << tr("not null");
        if (isKeyColumn(*m_nodes.database(), table.id.name, one.name))
            parts << tr("primary key");
        return parts.join(QStringLiteral(", "));
    }
    case SchemaKeyRole:
        return table.key() + QStringLiteral("\nc") + one.name;
    default:
        return {};
    }
}

QVariant SchemaTreeModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (const schema::Column* one = columnAt(index))
        return columnData(*parentNode(index), *one, index.column(), role);
    return nodeData(*nodeAt(index), index.column(), role);
}

QVariant SchemaTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::AccessibleTextRole))
        return {};
    return section == NameColumn ? tr("Object") : tr("Detail");
}

QString SchemaTreeModel::rowAsText(const QModelIndex& index) const
{
    const QString detail = index.siblingAtColumn(DetailColumn).data().toString();
    const auto object = objectAt(index);
    const bool isColumn = columnAt(index) != nullptr;
    const QString name = object && !isColumn && object->kind != schema::ObjectKind::Routine
            && object->kind != schema::ObjectKind::Trigger
        ? object->name.display()
        : index.siblingAtColumn(NameColumn).data().toString();
    return detail.isEmpty() ? name : name + QLatin1Char('\t') + detail;
}

} // namespace strandline::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/schema_filter.h"
#include "ui/widgets/empty_state.h"

#include <memory>
#include <optional>

class QAction;
class QComboBox;
class QHBoxLayout;
class QLineEdit;
class QStackedLayout;
class QToolButton;

namespace strandline::ui {

class SchemaTreeModel;
class SchemaTreeView;

/// Tree of a schema with its filter: the Schema dock, and the left side of the Schema page. Knows nothing of
/// environments; it is given a database and says what was chosen.
class SchemaBrowser : public QWidget
{
    Q_OBJECT

public:
    /// Names of the parts, so that dock and page can be told apart.
    struct Names
    {
        QString tree;
        QString filter;
    };

    SchemaBrowser(const Names& names, QWidget* parent = nullptr);

    /// Null: `whyEmpty` with its buttons stands in place of the tree.
    void setDatabase(std::shared_ptr<const schema::Database> database, QList<schema::Finding> findings = {});
    void setEmptyReason(const QString& sentence, const QList<NoticeButton>& buttons);
    void setTierColour(const QColor& colour);
    void select(const schema::ObjectId& object);
    std::optional<schema::ObjectId> current() const;
    void setPreset(std::optional<schema::FindingKind> preset);
    void focusFilter();
    void takeFocus(); ///< the tree, or the filter while there is none
    SchemaTreeView* view() const { return m_view; }
    SchemaTreeModel* model() const { return m_model; }
    QWidget* filterEdit() const;
    QList<QWidget*> kindButtons() const;
    QWidget* presetCombo() const;

Q_SIGNALS:
    /// The selection moved to an object, or to one of its columns.
    void currentChanged(const strandline::schema::ObjectId& object);
    void activated(const strandline::schema::ObjectId& object);

private:
    void buildFilter(const Names& names);
    void connectParts();
    void applyFilter();
    void updateKinds();
    void updatePresets();
    void updateStack();
    bool eventFilter(QObject* watched, QEvent* event) override;

    SchemaTreeModel* m_model;
    SchemaTreeView* m_view;
    QLineEdit* m_filter;
    QComboBox* m_presets;
    QWidget* m_kindRow;
    QHBoxLayout* m_kindLayout;
    QHash<SchemaGroup, QToolButton*> m_kinds;
    EmptyState* m_empty;
    QStackedLayout* m_stack;
    QAction* m_clearFilter;
    QString m_whyEmpty;
    QList<NoticeButton> m_emptyButtons;
    bool m_hadDatabase = false;
    bool m_isUpdating = false;
};

} // namespace strandline::ui

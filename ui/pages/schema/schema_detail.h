// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/controllers/schema_backend.h"

#include <QWidget>

class QLabel;
class QTabWidget;

namespace strandline::ui {

class ElidedLabel;
class FactView;
class HighlighterFactory;
class MessageBar;
class NeighbourhoodView;
class SqlEditor;
struct FactTable;

/// Everything known of one object of a schema, in tabs.
class SchemaDetail : public QWidget
{
    Q_OBJECT

public:
    SchemaDetail(std::shared_ptr<HighlighterFactory> highlighters, QWidget* parent = nullptr);

    void setBackend(const SchemaBackend* backend) { m_backend = backend; }
    /// The object is looked up in the database; false when it is not there.
    bool show(std::shared_ptr<const schema::Database> database, const schema::ObjectId& object);
    const std::optional<schema::ObjectId>& object() const { return m_object; }
    QString ddl() const { return m_ddlText; }
    QTabWidget* tabs() const { return m_tabs; }
    NeighbourhoodView* diagram() const { return m_diagram; }
    void showDiagram(); ///< brings its tab to the front

Q_SIGNALS:
    void objectRequested(const strandline::schema::ObjectId& object);
    void exportRequested();

private:
    enum Tab { Columns, Indexes, Constraints, ForeignKeys, Triggers, Ddl, Dependencies, Properties, Diagram };

    FactView* addFacts(Tab tab, const QString& objectName, const QString& title);
    void setFacts(Tab tab, const FactTable& facts, bool visible);
    void showTable(const schema::Table& table);
    void showView(const schema::View& view);
    void showHeading();
    void addDiagram();
    void showDdl();
    bool isThere() const;
    QString kindWord() const;

    const SchemaBackend* m_backend = nullptr;
    std::shared_ptr<const schema::Database> m_database;
    std::optional<schema::ObjectId> m_object;
    QString m_ddlText;
    ElidedLabel* m_name;
    ElidedLabel* m_summary;
    MessageBar* m_findings;
    QTabWidget* m_tabs;
    QHash<int, FactView*> m_facts; ///< by tab
    QHash<int, QString> m_titles;
    SqlEditor* m_editor;
    NeighbourhoodView* m_diagram;
    QLabel* m_diagramSentence = nullptr;
};

} // namespace strandline::ui

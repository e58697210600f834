// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/action_registry.h"
#include "ui/controllers/schema_controller.h"
#include "ui/palette/palette_items.h"

#include <QObject>

class QDockWidget;
class QMainWindow;

namespace strandline::ui {

class HighlighterFactory;
class PageHost;
class SchemaBrowser;
class SchemaPage;
struct SchemaPageInput;
class ShellMessageArea;

/// Everything of the window that looks at schemas: page, dock, their commands, and when they are read.
class SchemaBridge : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        QMainWindow& window;
        ProjectController& project;
        SchemaBackend& backend;
        ActionRegistry& actions;
        PageHost& pages;
        ShellMessageArea& messages;
    };

    SchemaBridge(const Parts& parts, const std::shared_ptr<HighlighterFactory>& highlighters);

    SchemaPage* page() const { return m_page; }
    SchemaBrowser* dockBrowser() const { return m_dockBrowser; }
    QDockWidget* dock() const { return m_dock; }
    SchemaController& controller() { return *m_controller; }

    bool isSchemaPage(const QWidget* page) const;
    void fillContext(ActionContext& context) const;
    QList<PaletteItem> paletteItems() const;
    bool runPaletteItem(const QString& id);
    /// False when another page is shown.
    bool focusFilter();
    /// F5: reads again what somebody looks at.
    void refresh();
    void projectClosed();
    /// The page has a tree of its own; a second one beside it would only take its place.
    void fitDock();

Q_SIGNALS:
    void contextChanged();
    void said(const QString& text);

private:
    void connectActions();
    void connectParts();
    void update();
    void look();
    void show(const schema::ObjectId& object);
    void exportDiagram();
    QString shownEnvironment() const;
    SchemaPageInput pageInput() const;

    Parts m_parts;
    SchemaController* m_controller;
    SchemaPage* m_page;
    SchemaBrowser* m_dockBrowser;
    QDockWidget* m_dock;
    QString m_otherSource; ///< chosen under "as of"; empty: the current environment
    std::shared_ptr<const usecase::SchemaReading> m_inDock;
    bool m_dockYields = false;
};

} // namespace strandline::ui

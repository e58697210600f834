// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/walkthrough/walk.h"
#include "ui/main_window/compare_bridge.h"
#include "ui/main_window/schema_bridge.h"
#include "ui/models/schema_tree_model.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/schema/schema_detail.h"
#include "ui/pages/schema_page.h"
#include "ui/widgets/schema_browser.h"
#include "ui/widgets/schema_tree_view.h"

#include <QAction>
#include <QTabWidget>
#include <QTreeView>

namespace strandline::test {

namespace {

/// The table with most foreign keys around it shows most.
std::optional<schema::ObjectId> interestingTable(const schema::Database& database)
{
    std::optional<schema::ObjectId> best;
    qsizetype most = -1;
    for (const schema::Table& table : database.tables) {
        const qsizetype keys = table.constraints.size() * 2 + table.indexes.size();
        if (keys > most) {
            most = keys;
            best = schema::ObjectId {schema::ObjectKind::Table, table.name, {}};
        }
    }
    return best;
}

void showTab(QTabWidget& tabs, const QString& title)
{
    for (int i = 0; i < tabs.count(); ++i) {
        if (tabs.isTabVisible(i) && tabs.tabText(i).startsWith(title))
            tabs.setCurrentIndex(i);
    }
}

} // namespace

void walkThroughSchema(Walk& walk)
{
    ui::MainWindow& window = walk.window;
    ui::SchemaBridge& bridge = *window.schemaBridge();
    window.actionRegistry().action(QStringLiteral("actionPageSchema"))->trigger();
    const auto reading = [&] {
        return bridge.controller().state(window.controller().environmentName()).reading;
    };
    if (!walk.reach("the schema", [&] { return reading() != nullptr; }))
        return;
    if (const auto table = interestingTable(*reading()->database))
        bridge.page()->goTo(*table);
    bridge.page()->browser()->takeFocus();
    walk.shoot(QStringLiteral("schema-columns"));
    QTabWidget& tabs = *bridge.page()->detail()->tabs();
    showTab(tabs, QStringLiteral("Foreign keys"));
    walk.shoot(QStringLiteral("schema-keys"));
    showTab(tabs, QStringLiteral("DDL"));
    walk.shoot(QStringLiteral("schema-ddl"));
    bridge.page()->detail()->showDiagram();
    walk.shoot(QStringLiteral("schema-diagram"));
    showTab(tabs, QStringLiteral("Columns"));
    if (!window.compareBridge())
        return;
    window.actionRegistry().action(QStringLiteral("actionPageCompare"))->trigger();
    const ui::ComparePage* compare = window.compareBridge()->page();
    walk.reach("the comparison",
        [compare] { return compare->input().isCompared || compare->input().error.has_value(); });
    walk.shoot(QStringLiteral("compare"));
}

} // namespace strandline::test

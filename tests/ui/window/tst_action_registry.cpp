// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/action_registry.h"
#include "ui/actions/standard_actions.h"
#include "ui/main_window/menu_builder.h"
#include "ui/palette/palette_items.h"

#include <QMenu>
#include <QMenuBar>
#include <QTest>

using namespace strandline;

class ActionRegistryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyActionIsInAMenu();
    void mnemonicsAreUniquePerLevel();
    void shortcutsAreUnique();
    void shortcutsOfTheKeyboardMap_data();
    void shortcutsOfTheKeyboardMap();
    void unavailableOnesSayWhy();
    void reasonsFollowTheContext();
    void subsequence_data();
    void subsequence();
    void paletteOrder();
};

namespace {

struct Menus
{
    Menus()
    {
        ui::addStandardActions(registry);
        menus = ui::buildMenus(bar, registry);
    }
    ui::ActionRegistry registry;
    QMenuBar bar;
    QHash<ui::MenuId, QMenu*> menus;
};

} // namespace

/// B2: every command is in the menu bar, once.
void ActionRegistryTest::everyActionIsInAMenu()
{
    Menus all;
    QHash<QAction*, int> seen;
    QSet<QString> names;
    for (const QAction* action : all.registry.actions()) {
        // Two commands of one name would stand side by side in the palette.
        const QString name = ui::plainActionText(action->text());
        QVERIFY2(!names.contains(name), qPrintable(name));
        names.insert(name);
    }
    for (QMenu* menu : std::as_const(all.menus)) {
        for (QAction* action : menu->actions())
            ++seen[action];
    }
    QVERIFY(all.registry.actions().size() > 70);
    for (QAction* action : all.registry.actions()) {
        // Review is a page and a command on a migration.
        QCOMPARE(seen.value(action), action->objectName() == QStringLiteral("actionReview") ? 2 : 1);
        QVERIFY2(
            !action->text().isEmpty() && !action->statusTip().isEmpty(), qPrintable(action->objectName()));
        QVERIFY2(action->objectName().startsWith(QStringLiteral("action")), qPrintable(action->objectName()));
        QVERIFY(!all.registry.menuPath(action).isEmpty());
    }
    QCOMPARE(all.registry.menuPath(all.registry.action(QStringLiteral("actionTextLarger"))),
        QStringLiteral("View › Text Size"));
}

void ActionRegistryTest::mnemonicsAreUniquePerLevel()
{
    Menus all;
    const auto check = [](const QList<QAction*>& actions, const QString& where) {
        QHash<QChar, QString> taken;
        for (const QAction* action : actions) {
            if (action->isSeparator())
                continue;
            const qsizetype mark = action->text().indexOf(QLatin1Char('&'));
            QVERIFY2(mark >= 0, qPrintable(where + QStringLiteral(": ") + action->text()));
            const QChar key = action->text().at(mark + 1).toUpper();
            QVERIFY2(!taken.contains(key),
                qPrintable(QStringLiteral("%1: %2 and %3").arg(where, taken.value(key), action->text())));
            taken.insert(key, action->text());
        }
    };
    check(all.bar.actions(), QStringLiteral("menu bar"));
    for (auto it = all.menus.cbegin(); it != all.menus.cend(); ++it)
        check(it.value()->actions(), ui::ActionRegistry::menuTitle(it.key()));
}

void ActionRegistryTest::shortcutsAreUnique()
{
    Menus all;
    QHash<QString, QString> taken;
    for (const QAction* action : all.registry.actions()) {
        for (const QKeySequence& keys : action->shortcuts()) {
            const QString text = keys.toString();
            QVERIFY2(!taken.contains(text),
                qPrintable(
                    QStringLiteral("%1: %2 and %3").arg(text, taken.value(text), action->objectName())));
            taken.insert(text, action->objectName());
        }
    }
}

void ActionRegistryTest::shortcutsOfTheKeyboardMap_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("keys");
    const auto row = [](const char* action, const char* keys) {
        QTest::newRow(action) << QString::fromUtf8(action) << QString::fromUtf8(keys);
    };
    row("actionGoToAnything", "Ctrl+K");
    row("actionCommandPalette", "Ctrl+Shift+P");
    row("actionPageTimeline", "Ctrl+1");
    row("actionReview", "Ctrl+2");
    row("actionDockInspector", "Alt+2");
    row("actionDockLog", "Alt+4");
    row("actionNextPane", "F6");
    row("actionPreviousPane", "Shift+F6");
    row("actionRefresh", "F5");
    row("actionFocusFilter", "Ctrl+L");
    row("actionApply", "Ctrl+Shift+Return");
    row("actionRollBack", "Ctrl+Shift+Backspace");
    row("actionBackUp", "Ctrl+Shift+B");
    row("actionRehearse", "Ctrl+Shift+R");
    row("actionOnlyDifferences", "Ctrl+Shift+M");
    row("actionNextPage", "Ctrl+Tab");
    row("actionTextNormal", "Ctrl+0");
    row("actionPreferences", "Ctrl+,");
    row("actionNextProblem", "F8");
    row("actionNextPending", "Ctrl+Alt+Down");
    row("actionGoToVersion", "Ctrl+G");
    row("actionFind", "Ctrl+F");
    row("actionSave", "Ctrl+S");
    row("actionNewMigration", "Ctrl+N");
    row("actionOpenProject", "Ctrl+O");
    row("actionCloseProject", "Ctrl+W");
    row("actionQuit", "Ctrl+Q");
    row("actionPrint", "Ctrl+P");
    row("actionHandbook", "F1");
    row("actionShortcuts", "Ctrl+Shift+/");
}

void ActionRegistryTest::shortcutsOfTheKeyboardMap()
{
    QFETCH(QString, action);
    QFETCH(QString, keys);
    Menus all;
    QCOMPARE(all.registry.action(action)->shortcut().toString(), keys);
}

/// G17: nothing is greyed out without a word.
void ActionRegistryTest::unavailableOnesSayWhy()
{
    Menus all;
    ui::ActionContext everything;
    everything.projectOpen = everything.hasProjectFile = everything.hasEnvironment = true;
    everything.migrationSelected = everything.rowSelected = everything.onReview = everything.comparing = true;
    int unavailable = 0;
    for (const ui::ActionContext& context : {ui::ActionContext(), everything}) {
        all.registry.update(context);
        for (const QAction* action : all.registry.actions()) {
            const QString reason = all.registry.reason(action);
            QCOMPARE(action->isEnabled(), reason.isEmpty());
            if (reason.isEmpty())
                continue;
            ++unavailable;
            QVERIFY2(reason.endsWith(QLatin1Char('.')), qPrintable(reason));
            QCOMPARE(action->statusTip(), reason);
            QVERIFY(action->toolTip().contains(reason));
        }
    }
    QVERIFY(unavailable > 20);
    QCOMPARE(all.registry.reason(all.registry.action(QStringLiteral("actionApply"))),
        QStringLiteral("This window only looks: it was started without the part that writes."));
}

void ActionRegistryTest::reasonsFollowTheContext()
{
    Menus all;
    QAction* copyId = all.registry.action(QStringLiteral("actionCopyId"));
    all.registry.update({});
    QCOMPARE(copyId->statusTip(), QStringLiteral("Open a project first."));
    ui::ActionContext context;
    context.projectOpen = true;
    all.registry.update(context);
    QCOMPARE(copyId->statusTip(), QStringLiteral("Select a migration in the timeline first."));
    context.migrationSelected = true;
    all.registry.update(context);
    QVERIFY(copyId->isEnabled());
    QCOMPARE(copyId->statusTip(), QStringLiteral("Copy version and name as the command line takes them"));
}

void ActionRegistryTest::subsequence_data()
{
    QTest::addColumn<QString>("needle");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("marked"); ///< matched characters in capitals, "" where nothing matches
    const auto row = [](const char* needle, const char* title, const char* marked) {
        QTest::addRow("%s in %s", needle, title)
            << QString::fromUtf8(needle) << QString::fromUtf8(title) << QString::fromUtf8(marked);
    };
    row("cre", "create_orders", "CREate_orders");
    row("co", "create_orders", "Create_Orders");
    row("ord", "create_orders", "create_ORDers");
    row("CTO", "create_the_orders", "Create_The_Orders");
    row("rl", "reset layout", "Reset Layout");
    row("xyz", "create_orders", "");
    row("oc", "create_orders", "");
    row("", "anything", "anything");
}

void ActionRegistryTest::subsequence()
{
    QFETCH(QString, needle);
    QFETCH(QString, title);
    QFETCH(QString, marked);
    const auto match = ui::subsequenceMatch(needle, title);
    QCOMPARE(match.has_value(), !marked.isEmpty());
    if (!match)
        return;
    QString shown = title;
    for (const int position : match->positions)
        shown[position] = shown[position].toUpper();
    QCOMPARE(shown, marked);
}

void ActionRegistryTest::paletteOrder()
{
    using Group = ui::PaletteItem::Group;
    const auto item = [](Group group, const char* id, const char* title, const char* reason = "") {
        ui::PaletteItem one;
        one.group = group;
        one.id = QString::fromUtf8(id);
        one.title = QString::fromUtf8(title);
        one.reason = QString::fromUtf8(reason);
        return one;
    };
    const QList<ui::PaletteItem> items {item(Group::Command, "c:apply", "Apply All", "Not built."),
        item(Group::Command, "c:refresh", "Refresh"), item(Group::Command, "c:apple", "Apple Mode"),
        item(Group::Migration, "m:1", "0001_apply_discount"), item(Group::Migration, "m:2", "0002_orders")};
    const auto ids = [&items](const QString& typed, const QStringList& recent = {}) {
        QStringList list;
        for (const ui::PaletteMatch& match : ui::findInPalette(items, typed, recent))
            list << items[match.item].id;
        return list.join(QLatin1Char(' '));
    };
    QCOMPARE(ids(QStringLiteral("appl")), QStringLiteral("c:apple m:1 c:apply"));
    QCOMPARE(ids(QStringLiteral("disc")), QStringLiteral("m:1"));
    QCOMPARE(ids(QStringLiteral(">appl")), QStringLiteral("c:apple c:apply"));
    QCOMPARE(ids(QStringLiteral("#or")), QStringLiteral("m:2"));
    QCOMPARE(ids(QString()), QStringLiteral("m:1 m:2 c:refresh c:apple c:apply"));
    QCOMPARE(ids(QString(), {QStringLiteral("c:apple"), QStringLiteral("m:2")}),
        QStringLiteral("c:apple m:2 m:1 c:refresh c:apply"));
}

QTEST_MAIN(ActionRegistryTest)
#include "tst_action_registry.moc"

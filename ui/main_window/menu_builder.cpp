// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/menu_builder.h"

#include <QMenu>
#include <QMenuBar>

namespace strandline::ui {

QHash<MenuId, QMenu*> buildMenus(QMenuBar& bar, const ActionRegistry& registry)
{
    QHash<MenuId, QMenu*> menus;
    const auto make = [&menus](MenuId id, QMenu* menu) {
        menu->setToolTipsVisible(true); // the reason of a disabled command
        menus.insert(id, menu);
        return menu;
    };
    for (const MenuId id : {MenuId::File, MenuId::Edit, MenuId::View, MenuId::Project, MenuId::Migration,
             MenuId::Backup, MenuId::Schema, MenuId::Tools, MenuId::Window, MenuId::Help})
        make(id, bar.addMenu(ActionRegistry::menuTitle(id)));
    for (const ActionRegistry::Entry& entry : registry.entries()) {
        QMenu* menu = menus.value(entry.menu);
        Q_ASSERT(menu);
        switch (entry.kind) {
        case ActionRegistry::Entry::Kind::Action:
            menu->addAction(entry.action);
            break;
        case ActionRegistry::Entry::Kind::Separator:
            menu->addSeparator();
            break;
        case ActionRegistry::Entry::Kind::Submenu:
            make(entry.submenu, menu->addMenu(ActionRegistry::menuTitle(entry.submenu)));
            break;
        }
    }
    return menus;
}

} // namespace strandline::ui
